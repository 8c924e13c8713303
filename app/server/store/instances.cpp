// The instances over one database.
#include "server/store/instances.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int silentSeconds = 60;

} // namespace

Result<qint64> noteInstance(Transaction &transaction, const QString &id, int listeners)
{
    Database &database = transaction.database();
    const Result<QSqlQuery *> noted = database.run(u"INSERT INTO instances (id, seen, listeners) VALUES (?, ?, ?) "
                                                   "ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, "
                                                   "listeners = excluded.listeners"_s,
        {id, transaction.now().toMSecsSinceEpoch(), listeners});
    if (!noted)
        return noted.error();
    const Result<QSqlQuery *> forgotten = database.run(
        u"DELETE FROM instances WHERE seen < ?"_s, {transaction.now().addSecs(-silentSeconds).toMSecsSinceEpoch()});
    if (!forgotten)
        return forgotten.error();
    return database.value(u"SELECT COALESCE(SUM(listeners), 0) FROM instances WHERE id <> ?"_s, {id})
        .map([](const QVariant &sum) { return sum.toLongLong(); });
}

Result<Done> forgetInstance(Transaction &transaction, const QString &id)
{
    return transaction.database().run(u"DELETE FROM instances WHERE id = ?"_s, {id}).map([](QSqlQuery *) {
        return Done{};
    });
}

Result<bool> claimRound(Transaction &transaction, const QString &name, std::chrono::seconds every)
{
    const qint64 now = transaction.now().toMSecsSinceEpoch();
    const qint64 due = transaction.now().addSecs(-every.count()).toMSecsSinceEpoch();
    Result<QSqlQuery *> claimed =
        transaction.database().run(u"UPDATE rounds SET begun = ? WHERE name = ? AND begun <= ?"_s, {now, name, due});
    if (claimed && claimed.value()->numRowsAffected() == 0)
        claimed = transaction.database().run(
            u"INSERT INTO rounds (name, begun) VALUES (?, ?) ON CONFLICT DO NOTHING"_s, {name, now});
    return claimed.map([](QSqlQuery *query) { return query->numRowsAffected() > 0; });
}

} // namespace belvedere::server
