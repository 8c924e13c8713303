// Counting by views, which are computed on workers.
#include "ui/records/tallies.h"

namespace belvedere {

Tallies::Tallies(LiveList &list, const char *entity, QObject *parent)
    : QObject(parent)
    , m_list(list)
    , m_entity(entity)
{
}

void Tallies::setQueries(const QStringList &queries)
{
    if (!queries.isEmpty())
        m_list.open();
    m_models.resize(std::min(m_models.size(), size_t(queries.size())));
    while (m_models.size() < size_t(queries.size())) {
        m_models.push_back(
            std::make_unique<TableModel>(m_list.store(), Display(m_entity, std::make_shared<SystemClock>())));
        connect(m_models.back().get(), &TableModel::countsChanged, this, &Tallies::changed);
    }
    for (size_t i = 0; i < m_models.size(); ++i)
        m_models[i]->setQuery(queries[qsizetype(i)]);
    Q_EMIT changed();
}

QStringList Tallies::firstIds(qsizetype index, int most) const
{
    QStringList ids;
    const TableModel &model = *m_models[size_t(index)];
    for (int row = 0; row < std::min(most, model.rowCount()); ++row)
        ids.append(model.idAt(row));
    return ids;
}

bool Tallies::isSettled() const
{
    return std::all_of(m_models.begin(), m_models.end(), [](const auto &model) { return model->isUpToDate(); });
}

} // namespace belvedere
