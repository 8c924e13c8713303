// Names of tables and columns, as the database tells them.
#include "server/store/backupformat.h"

#include "server/store/storedriver.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Result<QStringList> names(Database &database, const char *sql, const QVariantList &values)
{
    const Result<QSqlQuery *> rows = database.run(QLatin1StringView(sql), values);
    if (!rows)
        return rows.error();
    QStringList list;
    while (rows.value()->next())
        list.append(rows.value()->value(0).toString());
    rows.value()->finish();
    return list;
}

} // namespace

Result<QStringList> tablesOf(Database &database)
{
    // by name, which puts sessions before the tokens that they used
    Result<QStringList> tables = names(database, database.driver().tables, {});
    if (tables)
        tables.value().sort();
    return tables;
}

Result<QStringList> columnsOf(Database &database, const QString &table)
{
    Result<QStringList> columns = names(database, database.driver().columns, {table});
    if (columns)
        columns.value().sort(); // their order in a table depends on its history
    return columns;
}

bool isKept(const QString &table)
{
    // what was not finished is sent again
    return table != "migrations"_L1 && table != "instances"_L1 && table != "uploads"_L1;
}

QString quotedList(const QStringList &columns)
{
    QStringList quoted;
    for (const QString &column : columns)
        quoted.append(sqlQuoted(column));
    return quoted.join(u", "_s);
}

} // namespace belvedere::server
