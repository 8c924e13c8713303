// One connection through Qt SQL, to whichever database its driver stands for.
#include "server/store/database.h"

#include "server/store/postgresplace.h"
#include "server/store/storedriver.h"

#include <algorithm>
#include <atomic>
#include <QRegularExpression>
#include <QSqlDriver>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype keptStatements = 256; // filters make ever new ones
constexpr auto firstPause = 100ms;
constexpr auto longestPause = 5'000ms;
constexpr auto channel = "belvedere_changes"_L1;

ApiError unavailable() { return storeError(u"store.unavailable"_s, u"The database does not answer."_s); }

} // namespace

ApiError storeError(const QString &code, const QString &detail)
{
    const bool mayWork = code == "store.locked"_L1 || code == "store.unavailable"_L1 || code == "store.conflict"_L1;
    ApiError error;
    error.kind = ApiError::Kind::Server;
    error.code = code;
    error.detail = detail;
    error.http = code == "store.full"_L1 ? 507 : mayWork ? 503 : 500;
    if (mayWork)
        error.retryAfter = 2;
    return error;
}

Result<std::unique_ptr<Database>> Database::open(const QString &place, Mode mode)
{
    static std::atomic<int> counter = 0;
    const StoreDriver &driver = isPostgresUrl(place) ? postgresDriver() : sqliteDriver();
    std::unique_ptr<Database> database(new Database(driver, u"belvedere-%1"_s.arg(++counter), place, mode));
    const Result<Done> connected = database->connect();
    if (!connected)
        return connected.error();
    return database;
}

Database::~Database()
{
    if (!m_isLost)
        m_prepared.clear();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<Done> Database::connect()
{
    QSqlDatabase connection = QSqlDatabase::addDatabase(QLatin1StringView(m_driver.plugin), m_connection);
    if (!connection.isValid())
        return storeError(
            u"store.unreadable"_s, u"Qt's plugin %1 is missing."_s.arg(QLatin1StringView(m_driver.plugin)));
    const Result<Done> placed = m_driver.place(connection, m_place, m_mode);
    if (!placed)
        return placed;
    if (!connection.open())
        return m_driver.error(connection.lastError());
    m_isLost = false;
    return script(QLatin1StringView(m_driver.session(m_mode)));
}

Result<Done> Database::connectAgain()
{
    const auto now = std::chrono::steady_clock::now();
    if (m_inTransaction || now < m_nextAttempt)
        return unavailable();
    // In this order: a statement whose connection is still there would be given back to the server.
    QSqlDatabase::removeDatabase(m_connection);
    m_prepared.clear();
    const Result<Done> connected = connect();
    if (!connected) {
        m_isLost = true;
        m_pause =
            std::clamp(m_pause * 2, std::chrono::milliseconds(firstPause), std::chrono::milliseconds(longestPause));
        m_nextAttempt = now + m_pause;
        return connected;
    }
    m_pause = 0ms;
    return Done{};
}

ApiError Database::failure(const QSqlError &error)
{
    ApiError told = m_driver.error(error);
    if (told.code == "store.unavailable"_L1)
        m_isLost = true;
    return told;
}

Result<QSqlQuery *> Database::run(const QString &sql, const QVariantList &values)
{
    if (m_isLost) {
        const Result<Done> connected = connectAgain();
        if (!connected)
            return connected.error();
    }
    Result<QSqlQuery *> query = attempt(sql, values);
    // Reading can be done again: the connection may have ended while nobody used it.
    const bool mayRepeat = m_isLost && !m_inTransaction && m_mode == Mode::ReadOnly;
    if (!query && mayRepeat && connectAgain())
        query = attempt(sql, values);
    return query;
}

Result<QSqlQuery *> Database::attempt(const QString &sql, const QVariantList &values)
{
    if (m_prepared.size() >= keptStatements && !m_prepared.contains(sql))
        forgetOldest();
    Prepared &prepared = m_prepared[sql];
    prepared.used = ++m_runs;
    const std::shared_ptr<QSqlQuery> query =
        prepared.query ? prepared.query : std::make_shared<QSqlQuery>(QSqlDatabase::database(m_connection, false));
    if (!prepared.query) {
        query->setForwardOnly(m_driver.isForwardOnly);
        if (!query->prepare(sql)) {
            const ApiError error = failure(query->lastError());
            m_prepared.remove(sql);
            return error;
        }
        prepared.query = query;
    }
    for (int i = 0; i < values.size(); ++i)
        query->bindValue(i, values[i].typeId() == QMetaType::Bool ? QVariant(values[i].toInt()) : values[i]);
    if (!query->exec()) {
        const ApiError error = failure(query->lastError());
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
    if (m_isLost) {
        const Result<Done> connected = connectAgain();
        if (!connected)
            return connected.error();
    }
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    static const QRegularExpression comment(u"^\\s*--.*$"_s, QRegularExpression::MultilineOption);
    const QStringList statements = QString(sql).remove(comment).split(u';', Qt::SkipEmptyParts);
    for (const QString &statement : statements) {
        if (!statement.trimmed().isEmpty() && !query.exec(statement))
            return failure(query.lastError());
    }
    return Done{};
}

Result<Done> Database::steer(const QString &statements)
{
    // taking a text to pieces costs SQLite as much as a small job; PostgreSQL prepares no such statements
    if (m_driver.dialect == SqlDialect::Sqlite)
        return run(statements).map([](QSqlQuery *) { return Done{}; });
    return script(statements);
}

Result<Done> Database::each(const QString &sql, const std::function<Result<Done>(const QSqlQuery &)> &row)
{
    const bool isPortioned = !m_driver.isForwardOnly;
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(m_driver.isForwardOnly);
    Result<Done> done = Done{};
    if (isPortioned)
        done = script(u"DECLARE portion NO SCROLL CURSOR FOR "_s + sql);
    bool isMore = true;
    while (done && isMore) {
        if (!query.exec(isPortioned ? u"FETCH 1000 FROM portion"_s : sql))
            return failure(query.lastError());
        isMore = false;
        while (done && query.next()) {
            isMore = isPortioned; // the last portion is empty
            done = row(query);
        }
    }
    query.finish();
    if (done && isPortioned)
        done = script(u"CLOSE portion"_s);
    return done;
}

Result<Done> Database::begin(Begin kind)
{
    const QString statements = QString::fromLatin1(kind == Begin::Change ? m_driver.write
            : kind == Begin::Look                                        ? m_driver.look
                                                                         : m_driver.schema);
    Result<Done> begun = steer(statements);
    if (!begun && m_isLost && connectAgain()) // nothing was done yet
        begun = steer(statements);
    m_inTransaction = bool(begun);
    if (!begun)
        rollback(); // a part of it may stand
    return begun;
}

Result<Done> Database::commit()
{
    const Result<Done> ended = steer(u"COMMIT"_s);
    if (ended)
        m_inTransaction = false;
    return ended;
}

void Database::rollback()
{
    if (!m_isLost)
        static_cast<void>(bool(script(u"ROLLBACK"_s)));
    m_inTransaction = false;
}

Result<Done> Database::check()
{
    const Result<QVariant> answer = value(QLatin1StringView(m_driver.check));
    if (!answer)
        return answer.error();
    if (answer.value().toString() != "ok"_L1)
        return storeError(u"store.corrupt"_s, u"The database is damaged: %1"_s.arg(answer.value().toString()));
    return Done{};
}

SqlDialect Database::dialect() const { return m_driver.dialect; }

bool Database::isShared() const { return m_driver.notify != nullptr; }

QString Database::contains(const char *column) const
{
    return QString::fromLatin1(m_driver.contains).arg(sqlQuoted(QString::fromLatin1(column)));
}

QString Database::claim() const { return QString::fromLatin1(m_driver.claim); }

Result<Done> Database::listen(QObject *context, const std::function<void()> &heard)
{
    if (!isShared())
        return Done{};
    QSqlDriver *driver = QSqlDatabase::database(m_connection, false).driver();
    if (driver->subscribedToNotifications().contains(channel))
        return Done{};
    if (!driver->subscribeToNotification(channel))
        return failure(driver->lastError());
    // queued: what is done about it may end with another connection, and with it the driver that is calling
    QObject::connect(driver, &QSqlDriver::notification, context, heard, Qt::QueuedConnection);
    return Done{};
}

} // namespace belvedere::server
