// Committing.
#include "bench/commitrival.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int milliseconds = 2'000;
constexpr char connection[] = "commits";

} // namespace

double commitsPerSecond(qint64 bytes)
{
    const QTemporaryDir dir;
    double result = 0;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, QLatin1StringView(connection));
        database.setDatabaseName(dir.filePath(u"commits.db"_s));
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        bool isReady = query.exec(u"PRAGMA journal_mode=WAL"_s) && query.exec(u"PRAGMA synchronous=FULL"_s)
            && query.exec(u"CREATE TABLE bodies (body BLOB)"_s) && query.prepare(u"INSERT INTO bodies VALUES (?)"_s);
        query.bindValue(0, QByteArray(bytes, 'x'));
        QElapsedTimer timer;
        timer.start();
        qint64 commits = 0;
        for (; isReady && timer.elapsed() < milliseconds; ++commits)
            isReady = query.exec();
        result = isReady ? double(commits) * 1e3 / double(timer.elapsed()) : 0;
    }
    QSqlDatabase::removeDatabase(QLatin1StringView(connection));
    return result;
}

} // namespace belvedere::bench
