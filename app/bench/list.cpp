// How many pages a second the server answers: 100 of all devices, two conditions, sorted, with the exact total.
#include "bench/benchmarks.h"
#include "bench/benchserver.h"
#include "domain/device.h"
#include "query/parser.h"
#include "query/sql.h"

#include <array>
#include <atomic>
#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUrl>
#include <QVariant>
#include <thread>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int clients = 8;
constexpr int seconds = 5;
constexpr int pageSize = 100;
constexpr int compared = 24; // pages that are held against those of the database

struct Question {
    QString query;
    QString sort;
};

// Always the same, or one that was never asked before: then nothing that was worked out for another one helps.
Question question(bool isNew, int number)
{
    if (!isNew)
        return {u"platform:windows updates.security>0"_s, u"name"_s};
    const std::array platforms{u"windows"_s, u"linux"_s, u"macos"_s, u"android"_s, u"ios"_s};
    const std::array sorts{u"name"_s, u"-seen"_s, u"model,-os.version"_s, u"person"_s, u"storage.free"_s, u"-tags"_s};
    const qint64 bytes = 20'000'000'000 + qint64(number) * 4'099;
    return {u"platform:%1 storage.free>%2"_s.arg(platforms[size_t(number) % platforms.size()]).arg(bytes),
        sorts[size_t(number) % sorts.size()]};
}

QByteArray pathOf(const Question &asked)
{
    return "/api/v1/devices?limit=" + QByteArray::number(pageSize) + "&sort=" + asked.sort.toLatin1()
        + "&query=" + QUrl::toPercentEncoding(asked.query);
}

// Milliseconds of each page; stops at the first one that fails.
std::vector<double> askRepeatedly(const BenchServer &server, bool isNew, std::atomic<int> &number)
{
    std::vector<double> times;
    BenchConnection connection(server.port());
    QElapsedTimer whole;
    whole.start();
    while (whole.elapsed() < seconds * 1'000) {
        const QByteArray path = pathOf(question(isNew, number++));
        QElapsedTimer timer;
        timer.start();
        if (connection.ask("GET", path, server.token()).isEmpty())
            return times;
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    return times;
}

struct SqlPage {
    qint64 total = -1;
    QStringList lines;
};

// The same pages as SQL, on one connection of its own.
class Rival {
public:
    explicit Rival(const QString &file)
        : m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, u"bench"_s))
    {
        m_database.setDatabaseName(file);
        m_database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        m_database.open();
    }
    ~Rival()
    {
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(u"bench"_s);
    }
    Rival(const Rival &) = delete;
    Rival &operator=(const Rival &) = delete;

    SqlPage ask(const Question &asked)
    {
        const std::span<const Field> list = fields<Device>();
        const Result<Query> query = parseQuery(asked.query, list).result();
        const Result<Matcher> matcher = Matcher::compile(query.value(), list, QDateTime::currentDateTimeUtc());
        const SqlFilter filter = sqlFilter(matcher.value(), list, SqlDialect::Sqlite);
        std::vector<SqlSort> sorts;
        for (const QString &part : asked.sort.split(u',')) {
            const bool descending = part.startsWith(u'-');
            sorts.push_back({findField(list, QStringView(part).sliced(descending ? 1 : 0)), descending});
        }
        SqlPage page;
        QSqlQuery rows = run(u"SELECT line FROM devices WHERE "_s + filter.where + u" ORDER BY "_s
                + sqlOrder(sorts, SqlDialect::Sqlite) + u" LIMIT "_s + QString::number(pageSize),
            filter.binds);
        while (rows.next())
            page.lines.append(rows.value(0).toString());
        QSqlQuery count = run(u"SELECT COUNT(*) FROM devices WHERE "_s + filter.where, filter.binds);
        page.total = count.next() ? count.value(0).toLongLong() : -1;
        return page;
    }
    std::vector<double> askRepeatedly(bool isNew)
    {
        std::vector<double> times;
        QElapsedTimer whole;
        whole.start();
        for (int number = 0; whole.elapsed() < seconds * 1'000; ++number) {
            QElapsedTimer timer;
            timer.start();
            ask(question(isNew, number));
            times.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
        return times;
    }

private:
    QSqlQuery run(const QString &sql, const QVariantList &values)
    {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        query.prepare(sql);
        for (qsizetype i = 0; i < values.size(); ++i)
            query.bindValue(int(i), values[i]);
        query.exec();
        return query;
    }

    QSqlDatabase m_database;
};

bool agree(const BenchServer &server, Rival &rival, bool isNew)
{
    BenchConnection connection(server.port());
    for (int i = 0; i < compared; ++i) {
        const Question asked = question(isNew, i * 7);
        const SqlPage page = rival.ask(asked);
        const QByteArray ours = connection.ask("GET", pathOf(asked), server.token());
        const QByteArray items = "{\"items\":[" + page.lines.join(u',').toUtf8() + ']';
        const QByteArray end = ",\"total\":" + QByteArray::number(page.total) + "}";
        if (!ours.startsWith(items) || !ours.endsWith(end))
            return false;
    }
    return true;
}

Figure measure(const QString &name, int devices, const BenchServer &server, Rival &rival, bool isNew)
{
    std::vector<std::vector<double>> asked(clients);
    std::vector<std::thread> threads;
    threads.reserve(asked.size());
    std::atomic<int> number = 0;
    const double processorBefore = server.processorSeconds();
    for (std::vector<double> &one : asked)
        threads.emplace_back([&one, &server, &number, isNew] { one = askRepeatedly(server, isNew, number); });
    for (std::thread &thread : threads)
        thread.join();
    const double processor = server.processorSeconds() - processorBefore;
    std::vector<double> all;
    for (const std::vector<double> &one : asked)
        all.insert(all.end(), one.begin(), one.end());
    const std::vector<double> alone = rival.askRepeatedly(isNew);
    Figure figure{name, devices, 0, 0, u"the same pages as SQL, one client"_s, timesOf(alone).median, {}, {}};
    if (all.empty())
        return figure;
    const auto pages = double(all.size());
    std::sort(all.begin(), all.end());
    figure.median = timesOf(all).median;
    figure.worst = timesOf(all).worst;
    figure.more = {{u"pages_per_s"_s, pages / seconds}, {u"p99_ms"_s, all[size_t(pages * 0.99)]},
        {u"server_cpu_ms_each"_s, processor * 1'000 / pages}, {u"clients"_s, clients},
        {u"rival_pages_per_s"_s, double(alone.size()) / seconds}, {u"complete"_s, agree(server, rival, isNew)}};
    return figure;
}

} // namespace

std::vector<Figure> measureList(int devices)
{
    BenchServer server;
    const Result<Done> started = server.start(devices);
    if (!started) {
        qCritical("%s", qPrintable(started.error().detail));
        return {};
    }
    Rival rival(server.database());
    return {measure(u"list"_s, devices, server, rival, true),
        measure(u"list, one query again and again"_s, devices, server, rival, false)};
}

} // namespace belvedere::bench
