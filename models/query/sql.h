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

struct SqlSort {
    const Field *field;
    bool descending = false;
};
// What stands behind ORDER BY: folded bytes, not known last in both directions, and at the end the column "id".
QString sqlOrder(std::span<const SqlSort> sorts, SqlDialect dialect);
inline QString sqlOrder(const Field &field, bool descending, SqlDialect dialect)
{
    const SqlSort sort{&field, descending};
    return sqlOrder(std::span(&sort, 1), dialect);
}

} // namespace belvedere
