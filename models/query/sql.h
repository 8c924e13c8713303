// Filters and orders as SQL, in exact agreement with the matcher and with compareCells().
#pragma once

#include "domain/sqlcolumns.h"
#include "query/evaluate.h"

namespace belvedere {

struct SqlFilter {
    QString where; // one boolean expression with `?` placeholders; NULL and false both leave a row out
    QVariantList binds; // in the order of the placeholders; text and 64-bit integers only
};

// For the columns of sqlColumns(). The text holds nothing from the query but placeholders. Patterns and list operators
// belong to checks and never get here.
SqlFilter sqlFilter(const Matcher &matcher, std::span<const Field> fields, SqlDialect dialect);
// What stands behind ORDER BY: folded bytes, not known last in both directions, then the column "id".
QString sqlOrder(const Field &field, bool descending, SqlDialect dialect);

} // namespace belvedere
