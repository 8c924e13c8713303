// How fields are kept in SQL tables: names, types and values of the columns of each field.
#pragma once

#include "domain/field.h"

#include <QVariant>

namespace belvedere {

// Column of the field's value: the name with "_" for ".".
QString sqlName(const Field &field);
// Text and Set: the folded form that comparisons use; empty for other kinds. A known set is U+001F, then each folded
// member followed by U+001F, so that a member is found as U+001F member U+001F.
QString sqlFoldedName(const Field &field);
// Version: the bytewise-comparable key; empty for other kinds.
QString sqlKeyName(const Field &field);

struct SqlColumn {
    QString name;
    QString type; // TEXT or INTEGER, the same on SQLite (STRICT) and PostgreSQL (INTEGER stands for BIGINT)
    bool operator==(const SqlColumn &) const = default;
};
// One or two columns. Time: milliseconds since 1970 UTC; Bool: 0 or 1; Set, Object, List: JSON text; not known: NULL.
QList<SqlColumn> sqlColumns(const Field &field);
// Values in the order of sqlColumns().
QVariantList sqlValues(const Cell &cell, const Field &field);
// From the field's first column. Text that is no JSON where JSON is kept counts as not known.
Cell cellFromSql(const QVariant &value, const Field &field);

QString foldedSet(const QStringList &members);
inline constexpr QChar setSeparator(0x1f);

} // namespace belvedere
