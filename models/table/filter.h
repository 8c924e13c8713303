// RowFilter: which rows a view shows.
#pragma once

#include "table/snapshot.h"

#include <atomic>

namespace belvedere {

// Given up when set; the result of what was given up is not used.
using StopFlag = std::atomic<bool>;

// Immutable; used from the thread that computes the view.
class RowFilter {
public:
    virtual ~RowFilter() = default;
    // One byte per row, 1 where the row is wanted.
    virtual std::vector<quint8> matches(const Snapshot &snapshot, const StopFlag &stop) const = 0;
};
using RowFilterPointer = std::shared_ptr<const RowFilter>;

} // namespace belvedere
