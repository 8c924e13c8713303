// Choices: the values of one field that a query asks for, as a list to tick shows and changes them.
#pragma once

#include "query/parser.h"

namespace belvedere {

// The values that the outermost level of the query allows for the field, by `field:a,b` or `field=a,b`; nothing when it
// asks for the field in another way, or not at all. Unknown is std::monostate.
QList<Cell> chosenValues(const Query &query, const Field &field);
// The query with the value allowed, or no longer; the rest stays as it is. An unknown value adds the keyword. The query
// itself when the result would be too long.
Query withChoice(const Query &query, std::span<const Field> fields, const Field &field, const Cell &value, bool chosen);

} // namespace belvedere
