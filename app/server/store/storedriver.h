// StoreDriver: everything that SQLite and PostgreSQL do differently under the one store class.
#pragma once

#include "domain/sqlcolumns.h"
#include "server/store/database.h"

#include <QSqlError>

namespace belvedere::server {

struct StoreDriver {
    SqlDialect dialect;
    const char *plugin; // of Qt SQL
    // A forward-only query of PostgreSQL would be lost as soon as the connection runs another one.
    bool isForwardOnly;
    // Says where the database is; the connection is not opened.
    Result<Done> (*place)(QSqlDatabase &connection, const QString &place, Database::Mode mode);
    // Statements for each new connection.
    const char *(*session)(Database::Mode mode);
    // Answers "ok", or what is wrong.
    const char *check;
    // The beginning of a transaction: for changes, for one look at everything, for changes of the schema.
    const char *write;
    const char *look;
    const char *schema;
    // Answers the number of the last change once no other transaction for changes is open; runs first in each.
    const char *lastToken;
    // What follows a SELECT whose rows this transaction is about to work off, so that nobody else takes them.
    const char *claim;
    // Tells the other instances of a number; null where there are none.
    const char *notify;
    // One column each: the site's tables; the columns of the table in the placeholder.
    const char *tables;
    const char *columns;
    // Statements for a site that was filled from a backup.
    const char *afterRestore;
    // The text %1 as UTF-8 bytes: turned to UTF-16 and back, long ones take twice as long.
    const char *bytes;
    // A condition with one placeholder: %1 contains that text.
    const char *contains;
    // A migration as the dialect has it; they are written for SQLite.
    QString (*migration)(const QString &sqlite);
    ApiError (*error)(const QSqlError &error);
};

const StoreDriver &sqliteDriver();
const StoreDriver &postgresDriver();

} // namespace belvedere::server
