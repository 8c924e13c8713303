// View: the rows of a snapshot that pass a filter, in an order; computed by a plain function, immutable.
#pragma once

#include "table/order.h"

namespace belvedere {

struct View {
    static constexpr quint32 notShown = std::numeric_limits<quint32>::max();

    SnapshotPointer snapshot;
    std::vector<quint32> rows; // row numbers of the snapshot by position
    std::vector<quint32> positions; // the other way round

    quint32 count() const { return quint32(rows.size()); }
    // Nothing when the id is not there or filtered out.
    std::optional<quint32> positionOf(const QString &id) const;
};
using ViewPointer = std::shared_ptr<const View>;

struct ViewSpec {
    SnapshotPointer snapshot;
    RowFilterPointer filter; // null: all rows
    std::vector<SortKey> sort;
    QLocale locale;
};

// Computes views one after the other and reuses the order of all rows while only the filter changes, so that a
// keystroke costs no sorting. Used by one thread.
class ViewBuilder {
public:
    // Null when stopped.
    ViewPointer build(const ViewSpec &spec, const StopFlag &stop);

private:
    RankCache m_ranks;
    SnapshotPointer m_orderedSnapshot;
    std::vector<SortKey> m_orderedBy;
    QLocale m_orderedFor;
    std::vector<quint32> m_order;
};

} // namespace belvedere
