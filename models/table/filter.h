// RowFilter: which rows a view shows.
#pragma once

#include "table/crew.h"
#include "table/rowbits.h"
#include "table/snapshot.h"

#include <atomic>

namespace belvedere {

class SearchCache;

// Given up when set; the result of what was given up is not used.
using StopFlag = std::atomic<bool>;

// What a filter may use while it works, and what it leaves for the next one.
struct FilterTools {
    Crew &crew;
    SearchCache &searches;
};

// Immutable; used from the thread that computes the view.
class RowFilter {
public:
    virtual ~RowFilter() = default;
    // One bit per row, 1 where the row is wanted. `within`: only these rows are asked for, all others are 0.
    virtual RowBits matches(
        const Snapshot &snapshot, const RowBits *within, FilterTools &tools, const StopFlag &stop) const = 0;
    // True: whatever passes this passes `other` too. False may also mean: not known.
    virtual bool isWithin(const RowFilter &other) const
    {
        Q_UNUSED(other)
        return false;
    }
};
using RowFilterPointer = std::shared_ptr<const RowFilter>;

} // namespace belvedere
