// ViewChange: how one view becomes the next, in steps that item views understand; worked out off the GUI thread.
#pragma once

#include "table/view.h"

namespace belvedere {

struct ViewChange {
    struct Range {
        quint32 first; // both included
        quint32 last;
    };
    static constexpr size_t maximumRanges = 8;

    ViewPointer from;
    ViewPointer to;
    bool isSame = false; // every position shows the row that it showed, though perhaps with other values

    // When the rows that stay keep their order and few ranges come and go: positions to take out of `from`, last range
    // first, then positions of `to` to put in, first range first.
    bool isRanges = false;
    std::vector<Range> removed;
    std::vector<Range> inserted;
    // Rows of to's snapshot after the removals.
    std::vector<quint32> staying;

    // Otherwise: the rows that stay move to the front, in their new order; those that go are cut off behind them; new
    // ones are put behind; all move to their places.
    quint32 stayCount = 0;
    std::vector<quint32> front; // rows of from's snapshot after the first move
    std::vector<quint32> frontPosition; // by position in `from`
    std::vector<quint32> extended; // rows of to's snapshot before the last move
    std::vector<quint32> finalPosition; // by position in `extended`
};

// Rows are the same when their ids are. Null when stopped.
std::shared_ptr<const ViewChange> viewChange(ViewPointer from, ViewPointer to, const StopFlag &stop);

} // namespace belvedere
