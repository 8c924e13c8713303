// How a field lies in a table: column names, types, and cells as SQL values. Store and query both go by this.
#pragma once

#include "base/result.h"
#include "domain/field.h"

#include <QVariantList>

namespace belvedere {

enum class SqlDialect : quint8 { Sqlite, Postgres };

struct SqlColumn {
    QString name; // without quotes
    QString type; // of the dialect; fit for a STRICT table in SQLite
};

// "os.version" -> "os_version".
QString sqlName(const Field &field);
QString sqlFoldedName(const Field &field); // of Text and Set
QString sqlKeyName(const Field &field); // of Version
QString sqlQuoted(const QString &name); // "name", for use in a statement

// One or two columns: the value, then what it is searched and sorted by. NULL in all of them: not known.
//   Text     the text; folded
//   Enum     the token
//   Version  the text; the key
//   Set      the members as a canonical JSON array; foldedSet()
//   Time     milliseconds since the epoch, UTC
//   Bool     0 or 1
//   Int, Bytes, Duration  the number
//   Object, List  compact JSON
QList<SqlColumn> sqlColumns(const Field &field, SqlDialect dialect);
QList<SqlColumn> sqlColumns(std::span<const Field> fields, SqlDialect dialect);
// As many values as sqlColumns(field) has; an empty text, or a cell of another kind, is stored as not
// known.
QVariantList sqlValues(const Field &field, const Cell &cell);
// From the first column's value alone. An error "store.corrupt" when it is nothing that sqlValues() writes.
Result<Cell> cellFromSql(const Field &field, const QVariant &value);

} // namespace belvedere
