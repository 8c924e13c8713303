// The order of all rows of a snapshot under several sort columns.
#pragma once

#include "table/ranks.h"

namespace belvedere {

struct SortKey {
    int column = 0; // number of the field
    bool descending = false;
    bool operator==(const SortKey &) const = default;
};

// Every row number once. What is not known comes last, whether ascending or descending; the id (by its bytes,
// ascending) decides among equals. Without keys the rows stay as they lie in the snapshot. Empty when stopped.
std::vector<quint32> sortedRows(const Snapshot &snapshot, std::span<const SortKey> keys, const QLocale &locale,
    RankCache &cache, const StopFlag &stop);

} // namespace belvedere
