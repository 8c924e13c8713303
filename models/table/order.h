// The order of all rows of a snapshot under several sort columns.
#pragma once

#include "table/bands.h"
#include "table/ranks.h"

namespace belvedere {

struct SortKey {
    int column = 0; // number of the field
    bool descending = false;
    BandsPointer bands = nullptr; // null: the values themselves decide, otherwise only which band they are in

    bool operator==(const SortKey &other) const
    {
        const bool sameBands = bands == other.bands || (bands && other.bands && *bands == *other.bands);
        return column == other.column && descending == other.descending && sameBands;
    }
};

// What is not known comes last, whether ascending or descending; the id (by its bytes, ascending) decides among
// equals. Without keys the rows stay as they lie in the snapshot.

// Every row number once. Empty when stopped.
std::vector<quint32> sortedRows(const Snapshot &snapshot, std::span<const SortKey> keys, const QLocale &locale,
    RankCache &cache, Crew &crew, const StopFlag &stop);

// The same, from the order of an older snapshot of the same lineage: only rows that came or that differ in a sort
// column are sorted, and merged into the rest. Nothing when so much differs that sorting all is no dearer, or stopped.
std::optional<std::vector<quint32>> mergedRows(const Snapshot &before, std::span<const quint32> order,
    const Snapshot &snapshot, std::span<const SortKey> keys, const QLocale &locale, RankCache &cache, Crew &crew,
    const StopFlag &stop);

} // namespace belvedere
