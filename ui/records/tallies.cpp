// Counting of a list's rows.
#include "ui/records/tallies.h"

#include "query/parser.h"

namespace belvedere {

Tallies::Tallies(LiveList &list, QObject *parent)
    : QObject(parent)
    , m_list(list)
    , m_counter(list.store())
{
    connect(&m_counter, &RowCounter::counted, this, &Tallies::changed);
}

void Tallies::setQueries(const QStringList &queries)
{
    std::vector<Query> parsed;
    for (const QString &text : queries) {
        const QueryParse parse = parseQuery(text, m_list.store().fields());
        Q_ASSERT(parse);
        parsed.push_back(parse ? parse.query() : Query());
    }
    setParsed(parsed);
}

void Tallies::setParsed(const std::vector<Query> &queries)
{
    if (!queries.empty())
        m_list.open();
    m_counter.setQueries(queries);
    Q_EMIT changed();
}

QStringList Tallies::firstIds(qsizetype index, int most) const
{
    return m_counter.counts()[size_t(index)].firstIds.first(
        std::min<qsizetype>(most, m_counter.counts()[size_t(index)].firstIds.size()));
}

} // namespace belvedere
