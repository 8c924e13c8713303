// View: the rows of a snapshot that pass a filter, in an order, perhaps in groups; immutable.
#pragma once

#include "table/bands.h"
#include "table/rowbits.h"
#include "table/snapshot.h"

namespace belvedere {

// All rows of a snapshot in one order, shared by every view that only filters differently.
struct RowSequence {
    std::vector<quint32> rows; // by place
    std::vector<quint32> places; // by row; empty: every row stands at its own number
    quint32 placeOf(quint32 row) const { return places.empty() ? row : places[row]; }
};

// Rows with the same value, or with values of one band, in the group column. Its lines are a header and, unless
// collapsed, its rows.
struct RowGroup {
    quint32 first = 0; // position of its first row in View::rows
    quint32 count = 0;
    quint32 line = 0; // of the header
    bool isCollapsed = false;
};

struct View {
    SnapshotPointer snapshot;
    std::span<const quint32> rows; // row numbers of the snapshot by position; the view keeps them alive
    int groupColumn = -1; // -1: not grouped, and lines are positions
    BandsPointer groupBands; // null: by value
    std::vector<RowGroup> groups; // in order; never empty ones

    quint32 count() const { return quint32(rows.size()); }
    quint32 lineCount() const;
    bool isShown(quint32 row) const { return !shown || shown->at(row); }
    // Nothing when the row, or the id, is filtered out. About a microsecond.
    std::optional<quint32> positionOf(quint32 row) const;
    std::optional<quint32> positionOf(const QString &id) const;

    // What stands on a line; `position` is that of the group's first row on a header.
    struct Line {
        int group = -1;
        bool isHeader = false;
        quint32 position = 0;
    };
    Line lineAt(quint32 line) const;
    // Nothing when its group is collapsed.
    std::optional<quint32> lineOf(quint32 position) const;
    int groupOf(quint32 position) const; // of a grouped view
    // What its rows have in common: the value, or the number of the band.
    Cell groupValue(int group) const;

    std::shared_ptr<const RowSequence> sequence; // null only when there are no rows
    std::shared_ptr<const RowBits> shown; // by row of the snapshot; null: all
    std::shared_ptr<const void> storage; // of `rows`
};
using ViewPointer = std::shared_ptr<const View>;

// Where a line of one view is found in the next, which may be over another snapshot: rows are the same when their ids
// are, headers when their values are. Nothing when it is not there.
std::optional<quint32> lineIn(const View &to, const View &from, quint32 line);
std::optional<quint32> rowIn(const Snapshot &to, const Snapshot &from, quint32 row);

} // namespace belvedere
