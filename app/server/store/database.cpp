// One SQLite connection through Qt SQL.
#include "server/store/database.h"

#include <algorithm>
#include <atomic>
#include <QRegularExpression>
#include <QSqlDriver>
#include <QSqlError>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int busyMilliseconds = 5'000;
constexpr qsizetype keptStatements = 256; // filters make ever new ones

ApiError fromSql(const QSqlError &error)
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

} // namespace

ApiError storeError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Server;
    error.code = code;
    error.detail = detail;
    error.http = code == "store.full"_L1 ? 507 : code == "store.locked"_L1 ? 503 : 500;
    return error;
}

Result<std::unique_ptr<Database>> Database::open(const QString &file, Mode mode)
{
    static std::atomic<int> counter = 0;
    const QString name = u"belvedere-%1"_s.arg(++counter);
    std::unique_ptr<Database> database(new Database(name));
    QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    connection.setDatabaseName(file);
    QString options = u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyMilliseconds);
    if (mode == Mode::ReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    connection.setConnectOptions(options);
    if (!connection.open())
        return fromSql(connection.lastError());
    Result<Done> ready = database->script(u"PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY"_s);
    if (ready && mode == Mode::ReadWrite)
        // FULL: an answer means that the change is on the disk
        ready = database->script(u"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"_s);
    if (!ready)
        return ready.error();
    return database;
}

Database::~Database()
{
    m_prepared.clear();
    {
        QSqlDatabase connection = QSqlDatabase::database(m_connection, false);
        connection.close();
    }
    QSqlDatabase::removeDatabase(m_connection);
}

Result<QSqlQuery *> Database::run(const QString &sql, const QVariantList &values)
{
    if (m_prepared.size() >= keptStatements && !m_prepared.contains(sql))
        forgetOldest();
    Prepared &prepared = m_prepared[sql];
    prepared.used = ++m_runs;
    const std::shared_ptr<QSqlQuery> query =
        prepared.query ? prepared.query : std::make_shared<QSqlQuery>(QSqlDatabase::database(m_connection, false));
    if (!prepared.query) {
        query->setForwardOnly(true);
        if (!query->prepare(sql)) {
            const ApiError error = fromSql(query->lastError());
            m_prepared.remove(sql);
            return error;
        }
        prepared.query = query;
    }
    for (int i = 0; i < values.size(); ++i)
        query->bindValue(i, values[i]);
    if (!query->exec()) {
        const ApiError error = fromSql(query->lastError());
        query->finish();
        return error;
    }
    return query.get();
}

void Database::forgetOldest()
{
    const auto oldest = std::min_element(
        m_prepared.begin(), m_prepared.end(), [](const Prepared &a, const Prepared &b) { return a.used < b.used; });
    m_prepared.erase(oldest);
}

Result<QVariant> Database::value(const QString &sql, const QVariantList &values)
{
    const Result<QSqlQuery *> query = run(sql, values);
    if (!query)
        return query.error();
    const QVariant first = query.value()->next() ? query.value()->value(0) : QVariant();
    query.value()->finish(); // an unfinished SELECT would hold the read snapshot open
    return first;
}

Result<Done> Database::script(const QString &sql)
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    static const QRegularExpression comment(u"^\\s*--.*$"_s, QRegularExpression::MultilineOption);
    const QStringList statements = QString(sql).remove(comment).split(u';', Qt::SkipEmptyParts);
    for (const QString &statement : statements) {
        if (!statement.trimmed().isEmpty() && !query.exec(statement))
            return fromSql(query.lastError());
    }
    return Done{};
}

Result<Done> Database::check()
{
    const Result<QVariant> answer = value(u"PRAGMA quick_check(1)"_s);
    if (!answer)
        return answer.error();
    if (answer.value().toString() != "ok"_L1)
        return storeError(u"store.corrupt"_s, u"The database is damaged: %1"_s.arg(answer.value().toString()));
    return Done{};
}

} // namespace belvedere::server
