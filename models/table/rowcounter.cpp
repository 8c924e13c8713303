// Counting of bits.
#include "table/rowcounter.h"

#include "table/queryfilter.h"

namespace belvedere {

namespace {

RowCounter::Count countRows(const Snapshot &snapshot, const RowFilter *filter, FilterTools &tools, const StopFlag &stop)
{
    const RowBits rows = filter ? filter->matches(snapshot, nullptr, tools, stop) : RowBits(snapshot.rowCount(), true);
    RowCounter::Count count{rows.count(), {}};
    const size_t most = std::min<size_t>(RowCounter::mostFirst, rows.count());
    for (size_t at = 0; size_t(count.firstIds.size()) < most; ++at) {
        RowBits::forEachIn(rows.words()[at], quint32(at * 64), [&](quint32 row) {
            if (size_t(count.firstIds.size()) < most)
                count.firstIds.append(snapshot.id(row));
        });
    }
    return count;
}

} // namespace

RowCounter::RowCounter(TableStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_pool.setMaxThreadCount(1);
    m_pause.setSingleShot(true);
    m_pause.setInterval(interval);
    m_aging.setInterval(agingInterval);
    m_aging.start();
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_isStale && !m_current)
            request();
    });
    connect(&m_aging, &QTimer::timeout, this, &RowCounter::dataArrived);
    connect(&store, &TableStore::loaded, this, &RowCounter::dataArrived);
    connect(&store, &TableStore::changed, this, &RowCounter::dataArrived);
}

RowCounter::~RowCounter()
{
    if (m_current)
        *m_current = true;
    m_pool.waitForDone();
}

void RowCounter::setQueries(const std::vector<Query> &queries)
{
    if (queries == m_queries)
        return;
    std::vector<Count> counts(queries.size());
    for (size_t i = 0; i < queries.size(); ++i) {
        const auto known = std::find(m_queries.begin(), m_queries.end(), queries[i]);
        if (known != m_queries.end())
            counts[i] = m_counts[size_t(known - m_queries.begin())];
        else if (i < m_counts.size())
            counts[i] = m_counts[i];
    }
    m_queries = queries;
    m_counts = std::move(counts);
    request();
}

bool RowCounter::isUpToDate() const
{
    return m_queries.empty() || (!m_current && !m_isStale && !m_store.isBusy() && m_counted == m_store.snapshot());
}

// Data does not supersede a count under way: steady changes would keep it from ever being told.
void RowCounter::dataArrived()
{
    if (m_queries.empty())
        return;
    if (m_current || m_pause.isActive())
        m_isStale = true;
    else
        request();
}

void RowCounter::request()
{
    if (m_current)
        *m_current = true;
    m_current.reset();
    m_isStale = false;
    if (m_queries.empty()) {
        m_counted.reset();
        return;
    }
    m_current = std::make_shared<StopFlag>(false);
    m_pause.start();
    // Compiled anew each time, because ages count from the present.
    std::vector<RowFilterPointer> filters;
    for (const Query &query : m_queries) {
        RowFilterPointer filter;
        if (!query.isEmpty()) {
            Result<Matcher> matcher = Matcher::compile(query, m_store.fields(), QDateTime::currentDateTimeUtc());
            Q_ASSERT(matcher); // it was parsed against these fields
            filter = std::make_shared<QueryFilter>(std::move(matcher).value());
        }
        filters.push_back(std::move(filter));
    }
    m_pool.start([this, stop = m_current, snapshot = m_store.snapshot(), filters = std::move(filters)] {
        FilterTools tools{m_crew, m_searches};
        std::vector<Count> counts;
        for (const RowFilterPointer &filter : filters) {
            if (*stop)
                return;
            counts.push_back(countRows(*snapshot, filter.get(), tools, *stop));
        }
        // The destructor waits for this thread, so `this` is alive here, and a queued call dies with it.
        QMetaObject::invokeMethod(
            this,
            [this, stop, snapshot, counts = std::move(counts)]() mutable {
                if (stop != m_current)
                    return;
                m_current.reset();
                m_counts = std::move(counts);
                m_counted = snapshot;
                if (m_isStale && !m_pause.isActive())
                    request();
                Q_EMIT counted();
            },
            Qt::QueuedConnection);
    });
}

} // namespace belvedere
