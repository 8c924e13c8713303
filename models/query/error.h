// What is wrong with a query, where, and what was probably meant.
#pragma once

#include "base/apierror.h"
#include "domain/field.h"

namespace belvedere {

struct QueryError {
    QString code; // query.syntax, query.unknown-field, query.type, query.too-long, query.too-deep, query.too-many-tests
    QString message; // one English sentence
    int column = 0; // from 0, UTF-16 units
    int length = 0;
    QString suggestion; // what to write instead, or empty
};

// A validation error on the field "query"; the detail names the column, from 1.
ApiError toApiError(const QueryError &error);

// The candidate with the fewest edits, if that is near enough to be a slip of the finger; else empty.
QString nearest(QStringView wrong, const QStringList &candidates);
QStringList fieldNames(std::span<const Field> fields, bool withAliases);
QStringList choiceTokens(const Field &field);

} // namespace belvedere
