// ViewChange: how one view becomes the next, in steps that item views understand; worked out off the GUI thread.
#pragma once

#include "table/filter.h"
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
    // Every line shows the row that it showed, though perhaps with other values.
    bool isSame = false;
    // The rows that stay keep their order, and few ranges come and go: lines to take out of `from`, last range first,
    // then lines of `to` to put in, first range first. Otherwise everything may have moved, which lineIn() answers.
    bool isRanges = false;
    std::vector<Range> removed;
    std::vector<Range> inserted;
};

// Rows are the same when their ids are. Null when stopped.
std::shared_ptr<const ViewChange> viewChange(ViewPointer from, ViewPointer to, const StopFlag &stop);

} // namespace belvedere
