// RowCounter: how many rows of a list match each of several queries, live, counted on a worker.
#pragma once

#include "query/ast.h"
#include "table/searchcache.h"
#include "table/tablestore.h"

#include <deque>
#include <QTimer>

namespace belvedere {

class RowCounter final : public QObject {
    Q_OBJECT

public:
    static constexpr int interval = 250; // ms between two counts that only the data asks for, at least
    static constexpr int agingInterval = 60'000; // ms after which ages are counted anew
    static constexpr size_t mostFirst = 16;

    struct Count {
        qint64 matching = 0;
        QStringList firstIds; // of the first rows that match, up to mostFirst
    };

    // `store` outlives this.
    explicit RowCounter(TableStore &store, QObject *parent = nullptr);
    ~RowCounter() override; // waits until the worker has noticed that it should stop

    // Queries parsed against the store's fields; counted() follows, unless there are none. Until then the
    // counts are those of before: of the same query, else of the one in its place, else 0.
    void setQueries(const std::vector<Query> &queries);
    const std::vector<Count> &counts() const { return m_counts; } // in the order of the queries
    bool isUpToDate() const; // counts the newest rows

Q_SIGNALS:
    void counted();

private:
    void dataArrived();
    void request();

    TableStore &m_store;
    std::vector<Query> m_queries;
    std::vector<Count> m_counts;
    std::shared_ptr<StopFlag> m_current; // of the request under way
    SnapshotPointer m_counted; // what the counts are of
    bool m_isStale = false; // data came while counting, or sooner than the interval
    QTimer m_pause;
    QTimer m_aging;
    Crew m_crew; // of the worker's thread, like the cache
    SearchCache m_searches;
    QThreadPool m_pool; // last, so that it ends first
};

} // namespace belvedere
