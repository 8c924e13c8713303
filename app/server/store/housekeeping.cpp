// Forgetting of removals.
#include "server/store/housekeeping.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<Done> trimRemovals(Transaction &transaction, const RemovalLimits &limits)
{
    Database &database = transaction.database();
    const Result<QVariant> old = database.value(u"SELECT MAX(token) FROM removals WHERE removed < ?"_s,
        {transaction.now().addDays(-limits.days).toMSecsSinceEpoch()});
    if (!old)
        return old.error();
    const Result<QVariant> surplus =
        database.value(u"SELECT token FROM removals ORDER BY token DESC LIMIT 1 OFFSET ?"_s, {limits.rows});
    if (!surplus)
        return surplus.error();
    const qint64 last = qMax(old.value().toLongLong(), surplus.value().toLongLong());
    if (last == 0)
        return Done{};
    const Result<QSqlQuery *> deleted = database.run(u"DELETE FROM removals WHERE token <= ?"_s, {last});
    if (!deleted)
        return deleted.error();
    const Result<QSqlQuery *> noted =
        database.run(u"UPDATE change_counter SET oldest = ? WHERE one = 1 AND oldest < ?"_s, {last, last});
    return noted ? Result<Done>(Done{}) : noted.error();
}

} // namespace belvedere::server
