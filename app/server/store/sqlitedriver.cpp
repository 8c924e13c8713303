// SQLite under the store class.
#include "server/store/storedriver.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int busyMilliseconds = 5'000;

ApiError fromSqlite(const QSqlError &error)
{
    const int extended = error.nativeErrorCode().toInt();
    const QString text = error.databaseText();
    constexpr int sameKey = 1555;
    constexpr int sameValue = 2067;
    if (extended == sameKey || extended == sameValue)
        return conflict(u"store.duplicate"_s, text);
    const int code = extended & 0xff; // extended result codes of SQLite keep the primary one in the low byte
    switch (code) {
    case 5:
    case 6:
        return storeError(u"store.locked"_s, u"Another program holds the database: %1"_s.arg(text));
    case 11:
    case 26:
        return storeError(u"store.corrupt"_s, u"The database is damaged: %1"_s.arg(text));
    case 13:
        return storeError(u"store.full"_s, u"There is no space left for the database."_s);
    case 14:
    case 8:
    case 10:
        return storeError(u"store.unreadable"_s, u"The database cannot be opened or written: %1"_s.arg(text));
    default:
        return storeError(u"store.failed"_s, text);
    }
}

Result<Done> placeFile(QSqlDatabase &connection, const QString &place, Database::Mode mode)
{
    connection.setDatabaseName(place);
    QString options = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyMilliseconds);
    if (mode == Database::Mode::ReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    connection.setConnectOptions(options);
    return Done{};
}

const char *session(Database::Mode mode)
{
    // FULL: an answer means that the change is on the disk
    return mode == Database::Mode::ReadOnly
        ? "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY"
        : "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
}

} // namespace

const StoreDriver &sqliteDriver()
{
    static const StoreDriver driver{
        .dialect = SqlDialect::Sqlite,
        .plugin = "QSQLITE",
        .isForwardOnly = true,
        .place = &placeFile,
        .session = &session,
        .check = "PRAGMA quick_check(1)",
        .write = "BEGIN IMMEDIATE",
        .look = "BEGIN",
        .schema = "BEGIN IMMEDIATE",
        .lastToken = "SELECT token FROM change_counter WHERE one = 1",
        .claim = "",
        .notify = nullptr,
        .tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        .columns = "SELECT name FROM pragma_table_info(?)",
        .afterRestore = "",
        .bytes = "CAST(%1 AS BLOB)",
        .contains = "instr(%1, ?) > 0",
        .migration = [](const QString &sqlite) { return sqlite; },
        .error = &fromSqlite,
    };
    return driver;
}

} // namespace belvedere::server
