// Grouping: cuts a view into groups, and remembers which of them are collapsed.
#pragma once

#include "table/order.h"
#include "table/view.h"

#include <QSet>

namespace belvedere {

// Every kind whose values repeat, and times and amounts by their bands.
bool canGroup(Kind kind);

// By value, so that it outlives filters, sorting and changing data.
struct CollapsedGroups {
    bool byDefault = false;
    QSet<QString> others; // keys of the groups for which the contrary holds

    bool contains(const Cell &value) const;
    void set(const Cell &value, bool collapsed);
    bool operator==(const CollapsedGroups &) const = default;
};

// Sets the groups and lines of a view whose rows are sorted by the group column first; `ranks` are that column's.
void addGroups(View &view, const SortKey &group, const Ranks &ranks, const CollapsedGroups &collapsed);
// The lines anew, after groups have been collapsed or expanded.
void layLines(View &view);

} // namespace belvedere
