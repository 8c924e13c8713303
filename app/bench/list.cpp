// How many pages a second the server answers: 100 of all devices, two conditions, sorted, with the exact total.
#include "bench/benchmarks.h"
#include "bench/benchserver.h"
#include "domain/device.h"
#include "query/parser.h"
#include "query/sql.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
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
constexpr char queryText[] = "platform:windows updates.security>0";

struct Asked {
    std::vector<double> times; // milliseconds
    qint64 total = -1; // that the last answer told
    qint64 items = 0; // in the last answer
};

Asked askRepeatedly(const BenchServer &server)
{
    Asked asked;
    BenchConnection connection(server.port());
    const QByteArray path = "/api/v1/devices?limit=" + QByteArray::number(pageSize)
        + "&sort=name&query=" + QUrl::toPercentEncoding(QString::fromLatin1(queryText));
    QByteArray last;
    QElapsedTimer whole;
    whole.start();
    while (whole.elapsed() < seconds * 1'000) {
        QElapsedTimer timer;
        timer.start();
        last = connection.ask("GET", path, server.token());
        if (last.isEmpty())
            return asked; // without a total: the figure says that it is not complete
        asked.times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    const QJsonObject page = QJsonDocument::fromJson(last).object();
    asked.total = page["total"_L1].toInteger(-1);
    asked.items = page["items"_L1].toArray().size();
    return asked;
}

// The same page as SQL, on one connection of its own while nobody else asks.
Asked askDatabase(const QString &file)
{
    Asked asked;
    const std::span<const Field> list = fields<Device>();
    const Result<Query> query = parseQuery(QString::fromLatin1(queryText), list).result();
    const Result<Matcher> matcher = Matcher::compile(query.value(), list, QDateTime::currentDateTimeUtc());
    const SqlFilter filter = sqlFilter(matcher.value(), list, SqlDialect::Sqlite);
    const QString order = sqlOrder(*findField(list, u"name"), false, SqlDialect::Sqlite);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"bench"_s);
        database.setDatabaseName(file);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        if (database.open()) {
            QSqlQuery page(database);
            QSqlQuery count(database);
            page.setForwardOnly(true);
            page.prepare(QString(u"SELECT line FROM devices WHERE "_s + filter.where + u" ORDER BY "_s + order
                + u" LIMIT "_s + QString::number(pageSize)));
            count.prepare(QString(u"SELECT COUNT(*) FROM devices WHERE "_s + filter.where));
            for (qsizetype i = 0; i < filter.binds.size(); ++i) {
                page.bindValue(int(i), filter.binds[i]);
                count.bindValue(int(i), filter.binds[i]);
            }
            QElapsedTimer whole;
            whole.start();
            while (whole.elapsed() < seconds * 1'000) {
                QElapsedTimer timer;
                timer.start();
                asked.items = 0;
                for (page.exec(); page.next(); ++asked.items)
                    page.value(0);
                count.exec();
                asked.total = count.next() ? count.value(0).toLongLong() : -1;
                asked.times.push_back(double(timer.nsecsElapsed()) / 1e6);
                count.finish();
                page.finish();
            }
        }
    }
    QSqlDatabase::removeDatabase(u"bench"_s);
    return asked;
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
    std::vector<Asked> asked(clients);
    std::vector<std::thread> threads;
    for (Asked &one : asked)
        threads.emplace_back([&one, &server] { one = askRepeatedly(server); });
    for (std::thread &thread : threads)
        thread.join();
    std::vector<double> all;
    bool complete = true;
    const Asked rival = askDatabase(server.database());
    for (const Asked &one : asked) {
        all.insert(all.end(), one.times.begin(), one.times.end());
        complete = complete && one.total == rival.total && one.items == rival.items;
    }
    if (all.empty() || rival.times.empty())
        return {};
    const auto pages = double(all.size());
    std::sort(all.begin(), all.end());
    const double p99 = all[size_t(pages * 0.99)];
    const Times ours = timesOf(all);
    Figure figure{u"list"_s, devices, ours.median, ours.worst, u"the same page as SQL, one client"_s,
        timesOf(rival.times).median, {}};
    figure.more = {{u"pages_per_s"_s, pages / seconds}, {u"p99_ms"_s, p99}, {u"clients"_s, clients},
        {u"rival_pages_per_s"_s, double(rival.times.size()) / seconds}, {u"matching"_s, rival.total},
        {u"complete"_s, complete}};
    return {figure};
}

} // namespace belvedere::bench
