// Computing views.
#include "table/view.h"

namespace belvedere {

std::optional<quint32> View::positionOf(const QString &id) const
{
    const std::optional<quint32> row = snapshot->rowOf(id);
    if (!row || positions[*row] == notShown)
        return {};
    return positions[*row];
}

ViewPointer ViewBuilder::build(const ViewSpec &spec, const StopFlag &stop)
{
    const bool sameOrder =
        m_orderedSnapshot == spec.snapshot && m_orderedBy == spec.sort && m_orderedFor == spec.locale;
    if (!sameOrder) {
        std::vector<quint32> order = sortedRows(*spec.snapshot, spec.sort, spec.locale, m_ranks, stop);
        if (stop)
            return {};
        m_order = std::move(order);
        m_orderedSnapshot = spec.snapshot;
        m_orderedBy = spec.sort;
        m_orderedFor = spec.locale;
    }
    auto view = std::make_shared<View>();
    view->snapshot = spec.snapshot;
    if (spec.filter) {
        const std::vector<quint8> wanted = spec.filter->matches(*spec.snapshot, stop);
        if (stop)
            return {};
        view->rows.resize(m_order.size());
        size_t count = 0;
        for (const quint32 row : m_order) { // without a branch: filters are unpredictable
            view->rows[count] = row;
            count += wanted[row];
        }
        view->rows.resize(count);
        view->rows.shrink_to_fit();
    } else {
        view->rows = m_order;
    }
    view->positions.assign(spec.snapshot->rowCount(), View::notShown);
    for (quint32 position = 0; position < view->rows.size(); ++position)
        view->positions[view->rows[position]] = position;
    return view;
}

} // namespace belvedere
