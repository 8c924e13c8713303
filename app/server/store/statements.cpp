// Runs statements and takes what they answer.
#include "server/store/statements.h"

#include <QVariant>

namespace belvedere::server {

Result<Done> execute(Database &database, const QString &sql, const QVariantList &values)
{
    return database.run(sql, values).map([](QSqlQuery *) { return Done{}; });
}

Result<QStringList> textsOf(Database &database, const QString &sql, const QVariantList &values)
{
    const Result<QSqlQuery *> rows = database.run(sql, values);
    if (!rows)
        return rows.error();
    QStringList texts;
    while (rows.value()->next())
        texts.append(rows.value()->value(0).toString());
    rows.value()->finish(); // an unfinished SELECT would hold the read snapshot open
    return texts;
}

} // namespace belvedere::server
