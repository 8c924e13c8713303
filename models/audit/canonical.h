// Canonical JSON (RFC 8785) of audit records: the one byte sequence that is hashed, and its strict reader.
#pragma once

#include "base/result.h"

#include <QJsonObject>

namespace belvedere {

inline constexpr qsizetype maximumAuditRecord = 256 * 1024; // bytes of one record's line
inline constexpr int maximumAuditDepth = 16;

// Keys in UTF-16 order, no white space, shortest escapes. Errors: "audit.number" for a fraction or an integer beyond
// +-(2^53 - 1), "audit.text" for text that is not Unicode, "audit.depth". Keys are not judged.
Result<QByteArray> canonical(const QJsonObject &object);

// The record of one stored line, without its line end. Refuses what a lenient parser would repair in silence:
// "audit.too-large", "audit.malformed", "audit.depth", "audit.number" (any number with a fraction or an exponent, or
// out of range), "audit.key" (not [a-z0-9_]+), "audit.duplicate-key", and "audit.canonical" when the line is not the
// canonical form of its own record.
Result<QJsonObject> readCanonical(QByteArrayView line);

// "audit.key" for a key outside [a-z0-9_]+ anywhere in the object.
Result<Done> checkAuditKeys(const QJsonObject &object);

ApiError auditError(const QString &code, const QString &detail);

} // namespace belvedere
