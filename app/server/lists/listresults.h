// ListResults: which rows a query lets through and in which order, kept while nothing that it looked at changes.
#pragma once

#include "server/lists/byteranks.h"
#include "table/order.h"
#include "table/queryfilter.h"
#include "table/searchcache.h"

namespace belvedere::server {

// A list that was asked for.
struct ListQuery {
    QString identity; // equal for equal lists; with the moment, if ages count
    std::shared_ptr<const QueryFilter> filter; // null: everything
    std::vector<SortKey> sort; // empty: by the numbers of the ids
    std::vector<int> columns; // that the filter and the sort look at
};

struct ListSlice {
    std::vector<quint32> rows; // of the snapshot
    qint64 total = 0;
};

// The order is that of the databases: folded bytes, not known last both ways, the id's bytes among equals. Any thread.
class ListResults {
public:
    static constexpr size_t maximumBytes = 64 * 1024 * 1024; // kept, besides the newest result
    static constexpr qsizetype maximumResults = 256;

    explicit ListResults(size_t columns)
        : m_ranks(columns)
    {
    }
    ListSlice slice(const Snapshot &snapshot, const ListQuery &query, qint64 offset, qint64 limit);
    // Works out how every column is ordered, so that the first lists do not wait for it.
    void prepare(const Snapshot &snapshot);

private:
    class Matching;
    // For one thread at a time; clients already keep every core busy.
    struct Tools {
        Crew crew{Crew::Size::Alone};
        SearchCache searches;
    };
    std::unique_ptr<Tools> borrow();
    void giveBack(std::unique_ptr<Tools> tools);
    std::shared_ptr<Matching> find(const Snapshot &snapshot, const ListQuery &query);
    void keep(const Snapshot &snapshot, const ListQuery &query, const std::shared_ptr<Matching> &result);

    ByteRanks m_ranks;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Tools>> m_tools; // that nobody uses now; as many as threads have asked at once
    struct Kept {
        std::shared_ptr<Matching> result;
        quint64 used = 0; // m_uses at that time
    };
    QHash<QString, Kept> m_kept;
    size_t m_bytes = 0; // of m_kept
    quint64 m_uses = 0;
};

} // namespace belvedere::server
