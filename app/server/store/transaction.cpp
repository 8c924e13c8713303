// Change numbers.
#include "server/store/transaction.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

// Written and read by two statements: with RETURNING, SQLite keeps a journal of the statement inside that of the job,
// and a job of many changes takes time that grows with their square.
Result<qint64> Transaction::nextToken()
{
    const Result<QSqlQuery *> raised = m_database.run(u"UPDATE change_counter SET token = token + 1 WHERE one = 1"_s);
    if (!raised)
        return raised.error();
    return m_database.value(u"SELECT token FROM change_counter WHERE one = 1"_s).map([](const QVariant &token) {
        return token.toLongLong();
    });
}

Result<qint64> Transaction::nextNumber(const QString &kind)
{
    Result<QSqlQuery *> raised = m_database.run(u"UPDATE id_counter SET n = n + 1 WHERE kind = ?"_s, {kind});
    if (raised && raised.value()->numRowsAffected() == 0)
        raised = m_database.run(u"INSERT INTO id_counter (kind, n) VALUES (?, 1)"_s, {kind});
    if (!raised)
        return raised.error();
    return m_database.value(u"SELECT n FROM id_counter WHERE kind = ?"_s, {kind}).map([](const QVariant &n) {
        return n.toLongLong();
    });
}

} // namespace belvedere::server
