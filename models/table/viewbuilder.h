// ViewBuilder: computes views one after the other and keeps what the next one can use.
#pragma once

#include "table/facets.h"
#include "table/grouping.h"
#include "table/searchcache.h"

#include <deque>

namespace belvedere {

struct ViewSpec {
    SnapshotPointer snapshot;
    RowFilterPointer filter; // null: all rows
    std::vector<SortKey> sort;
    QLocale locale;
    std::optional<SortKey> group = std::nullopt; // of a kind that canGroup()
    CollapsedGroups collapsed = {};
    std::vector<FacetRequest> facets = {};
};

// The order of all rows is kept while only the filter changes, and mended where few rows differ; what a filter let
// through is where a narrower one starts. Used by one thread.
class ViewBuilder {
public:
    // Null when stopped.
    ViewPointer build(const ViewSpec &spec, const StopFlag &stop);
    // Of the spec whose view was built last. Not complete when stopped.
    FacetCounts countFacets(const ViewSpec &spec, const View &view, const StopFlag &stop);

private:
    struct Result {
        RowFilterPointer filter;
        std::shared_ptr<const RowBits> rows;
        quint32 count;
    };
    static constexpr size_t mostResults = 8;

    bool arrange(const ViewSpec &spec, const std::vector<SortKey> &keys, const StopFlag &stop);
    // Null when stopped.
    std::shared_ptr<const RowBits> filtered(
        const SnapshotPointer &snapshot, const RowFilterPointer &filter, const StopFlag &stop);
    // False when stopped.
    bool pick(View &view, quint32 count, const StopFlag &stop);

    Crew m_crew;
    RankCache m_ranks;
    SearchCache m_searches;
    SnapshotPointer m_orderedSnapshot;
    std::vector<SortKey> m_orderedBy;
    QLocale m_orderedFor;
    std::shared_ptr<const RowSequence> m_order;
    SnapshotPointer m_filteredSnapshot;
    std::deque<Result> m_results; // of m_filteredSnapshot, the latest first
};

} // namespace belvedere
