// Facets: how often each value of a column occurs among rows.
#pragma once

#include "table/filter.h"

namespace belvedere {

struct ColumnCounts {
    struct Value {
        Cell value; // of a set: one member as text
        quint32 count;
    };
    static constexpr size_t mostValues = 200;
    static constexpr quint32 mostDistinct = 65'536;

    int column = 0; // number of the field
    std::vector<Value> values; // most frequent first; no more than mostValues
    quint32 unknown = 0; // rows in which nothing is known
    quint32 distinct = 0; // values that occur, also those left out
    bool isTooVaried = false; // more than mostDistinct different values: not counted
};

struct FacetCounts {
    SnapshotPointer snapshot;
    std::vector<ColumnCounts> columns; // as asked for
};

// Which rows a facet counts: those of the view, or those of a query without the facet's own test, so that one sees
// what another choice would give.
struct FacetRequest {
    int column = 0;
    bool hasOwnFilter = false;
    RowFilterPointer filter; // when it has one; null: all rows
};

// Kinds that can be counted: Text, Version, Enum, Set, Bool.
bool canCount(Kind kind);
// `rows`: null for all. Not complete when stopped.
ColumnCounts countFacet(const Snapshot &snapshot, int number, const RowBits *rows, Crew &crew, const StopFlag &stop);

} // namespace belvedere
