// Literals: what a written value means for a field, and how it is written canonically.
#pragma once

#include "query/error.h"
#include "query/lexer.h"

namespace belvedere {

// Reads one value for the field and operator. False: `error` says why, at the value's place.
bool readValue(
    const RawValue &raw, const Field &field, QueryOp op, QueryMode mode, QueryValue *value, QueryError *error);
// `id`, `id>=1.2`: an item of a list, as parameters write it.
std::optional<QueryValue> readItem(const QString &text);
// "7d", "90min", "1.5h": seconds, not negative. Nothing for other text.
std::optional<qint64> readSpan(QStringView text);
// Canonical text of a value of this field.
QString writtenValue(const QueryValue &value, const Field &field);
QString writtenSpan(qint64 seconds);
// In units of 1,000 with at most three digits after the point, and never more than there are: "277.504GB".
QString shortBytes(qint64 bytes);
// Whether the operator can be used on the kind at all.
bool opSuits(QueryOp op, Kind kind);

} // namespace belvedere
