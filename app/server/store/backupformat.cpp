// Names of tables and columns, as the database tells them.
#include "server/store/backupformat.h"

#include "server/store/statements.h"
#include "server/store/storedriver.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<QStringList> tablesOf(Database &database)
{
    // by name, which puts sessions before the tokens that they used
    Result<QStringList> tables = textsOf(database, QLatin1StringView(database.driver().tables));
    if (tables)
        tables.value().sort();
    return tables;
}

Result<QStringList> columnsOf(Database &database, const QString &table)
{
    Result<QStringList> columns = textsOf(database, QLatin1StringView(database.driver().columns), {table});
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
