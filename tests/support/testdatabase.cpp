// Making, looking into and removing of test databases.
#include "support/testdatabase.h"

#include <atomic>
#include <QCoreApplication>
#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace belvedere::test {

namespace {

QString serverUrl()
{
    const QString told = qEnvironmentVariable("BELVEDERE_TEST_DATABASE");
    if (!told.startsWith(u'/'))
        return told;
    QFile file(told);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().trimmed()) : u"missing: "_s + told;
}

QString urlOf(const QString &database)
{
    QUrl url(serverUrl());
    url.setPath(u'/' + database);
    return url.toString();
}

QSqlDatabase open(const QString &place, const QString &name)
{
    const bool isUrl = place.startsWith("postgresql:"_L1);
    QSqlDatabase database = QSqlDatabase::addDatabase(isUrl ? u"QPSQL"_s : u"QSQLITE"_s, name);
    if (isUrl) {
        const QUrl url(place);
        const QUrlQuery query(url);
        database.setHostName(query.queryItemValue(u"host"_s));
        database.setPort(query.queryItemValue(u"port"_s).toInt());
        database.setUserName(query.queryItemValue(u"user"_s));
        database.setDatabaseName(url.path().sliced(1));
    } else {
        database.setDatabaseName(place);
    }
    if (!database.open())
        qWarning("%s", qPrintable(database.lastError().text()));
    return database;
}

// A connection that is closed and forgotten at the end of its scope.
class Connection {
public:
    explicit Connection(const QString &place)
        : m_name(u"test-%1"_s.arg(++counter))
    {
        open(place, m_name);
    }
    ~Connection() { QSqlDatabase::removeDatabase(m_name); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    std::optional<QVariantList> rows(const QString &sql) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name, false));
        if (!query.exec(sql)) {
            qWarning("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
            return std::nullopt;
        }
        QVariantList found;
        while (query.next())
            found.append(query.value(0));
        return found;
    }

private:
    static std::atomic<int> counter;
    QString m_name;
};

std::atomic<int> Connection::counter = 0;

} // namespace

TestDatabase::TestDatabase(const QString &file)
    : m_place(file)
{
    if (!isPostgres())
        return;
    static std::atomic<int> counter = 0;
    m_name = u"t%1_%2"_s.arg(QCoreApplication::applicationPid()).arg(++counter);
    m_place = urlOf(m_name);
    Connection(serverUrl()).rows(u"CREATE DATABASE "_s + m_name);
}

TestDatabase::~TestDatabase()
{
    if (!m_name.isEmpty())
        Connection(serverUrl()).rows(u"DROP DATABASE %1 WITH (FORCE)"_s.arg(m_name));
}

bool TestDatabase::isPostgres() { return qEnvironmentVariableIsSet("BELVEDERE_TEST_DATABASE"); }

std::optional<QVariantList> TestDatabase::rows(const QString &sql) const { return Connection(m_place).rows(sql); }

std::optional<QVariant> TestDatabase::value(const QString &sql) const
{
    const std::optional<QVariantList> found = rows(sql);
    return found && !found->isEmpty() ? std::optional(found->first()) : std::nullopt;
}

QSqlDatabase TestDatabase::connect(const QString &name) const { return open(m_place, name); }

bool TestDatabase::setReachable(bool reachable) const
{
    const Connection server(serverUrl());
    const bool isSet =
        server.rows(u"ALTER DATABASE %1 ALLOW_CONNECTIONS %2"_s.arg(m_name, reachable ? u"true"_s : u"false"_s))
            .has_value();
    return isSet
        && (reachable
            || server.rows(
                u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%1'"_s.arg(m_name)));
}

QByteArray TestDatabase::everything() const
{
    QByteArray all;
    if (!isPostgres()) {
        for (const QString &name : {m_place, QString(m_place + u"-wal"_s)}) {
            QFile file(name);
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }
    const Connection connection(m_place);
    const auto tables =
        connection.rows(u"SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"_s);
    for (const QVariant &table : tables.value_or(QVariantList())) {
        const auto rows = connection.rows(u"SELECT t::text FROM \"%1\" t"_s.arg(table.toString()));
        for (const QVariant &row : rows.value_or(QVariantList()))
            all += row.toString().toUtf8() + '\n';
    }
    return all;
}

} // namespace belvedere::test
