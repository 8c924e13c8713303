// The order of rows: the one that server and console agree on, whatever the database.
#pragma once

#include "domain/field.h"

namespace belvedere {

// <0, 0, >0 for cells of one field of this kind: text by its folded bytes, versions by key, sets by their folded form,
// enumerations by token, everything not known last in both directions. Equal cells go by id, upwards, which is the
// caller's part. Text is folded at each call: sort columns by their folded form with compareCodePoints() instead.
int compareCells(Kind kind, const Cell &a, const Cell &b, bool descending = false);

} // namespace belvedere
