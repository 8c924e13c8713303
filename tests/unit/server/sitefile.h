// SiteFile: a migrated database of its own, with a clock that stands still.
#pragma once

#include "server/store/entitytable.h"
#include "server/store/migrations.h"
#include "server/store/transaction.h"
#include "support/testdatabase.h"

#include <QTemporaryDir>
#include <QTest>

// Shows the code of the error when a Result holds one.
#define OK(expression)                                                                                                 \
    do {                                                                                                               \
        const auto &outcome = (expression);                                                                            \
        QVERIFY2(bool(outcome), belvedere::server::codeOf(outcome).toUtf8().constData());                              \
    } while (false)

namespace belvedere::server {

template<class T> QString codeOf(const Result<T> &result)
{
    return result ? QString() : QString(result.error().code + u' ' + result.error().detail);
}
// The code alone; empty for a success.
template<class T> QString code(const Result<T> &result) { return result ? QString() : result.error().code; }

// Every piece of the lines behind `since`, one after the other.
inline Result<QByteArray> allLines(const EntityTable &table, Database &database, qint64 since, qsizetype piece = 1024)
{
    LineCursor cursor{since};
    QByteArray all;
    for (;;) {
        const Result<QByteArray> lines = table.lines(database, cursor, piece);
        if (!lines)
            return lines;
        if (lines.value().isEmpty())
            return all;
        all += lines.value();
    }
}

class SiteFile {
public:
    SiteFile()
        : store(dir.filePath(QStringLiteral("site.db")))
        , path(store.place())
        , database(open())
    {
        const Result<Done> migrated = migrate(*database);
        Q_ASSERT(migrated);
    }

    static bool isPostgres() { return test::TestDatabase::isPostgres(); }
    std::unique_ptr<Database> open(Database::Mode mode = Database::Mode::ReadWrite) const
    {
        Result<std::unique_ptr<Database>> opened = Database::open(path, mode);
        return opened ? std::move(opened).value() : nullptr;
    }

    // `job` in a transaction of its own, undone when it fails.
    template<class F> auto write(F job)
    {
        using Answer = std::invoke_result_t<F, Transaction &>;
        Result<WriteBatch> batch = WriteBatch::begin(*database);
        if (!batch)
            return Answer(batch.error());
        Answer answer = batch.value().run(now, job);
        changes = batch.value().changes();
        const Result<Done> ended = batch.value().commit();
        if (ended && committed)
            committed(changes);
        return ended || !answer ? answer : Answer(ended.error());
    }

    qint64 number(const QString &sql, const QVariantList &values = {}) const
    {
        const Result<QVariant> value = database->value(sql, values);
        return value ? value.value().toLongLong() : -1;
    }

    QTemporaryDir dir;
    test::TestDatabase store;
    QString path; // of the file, or the URL
    std::unique_ptr<Database> database;
    QDateTime now{QDate(2026, 3, 2), QTime(10, 0), Qt::UTC};
    QList<Change> changes; // of the last write()
    std::function<void(const QList<Change> &)> committed; // of every write()
};

} // namespace belvedere::server
