// Committed changes, in order.
#include "server/jobs/changefeed.h"

#include "api/operations.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// One statement over all tables whose rows have a change number, and over what was removed.
struct Statement {
    Statement()
    {
        const QHash<QString, QString> tables = resourceTables();
        const QSet<QString> guarded = guardedResources();
        QStringList parts;
        for (auto it = tables.begin(); it != tables.end(); ++it) {
            const QString audience = guarded.contains(it.key()) ? QString::fromLatin1(audienceColumn) : u"''"_s;
            parts.append(u"SELECT '%1' AS kind, id, changed AS token, 0 AS removed, line, %3 AS audience, "
                         "'' AS spared FROM %2 WHERE changed > ?"_s.arg(it.key(), it.value(), audience));
        }
        parts.append(u"SELECT kind, id, token, 1, '', audience, spared FROM removals WHERE token > ?"_s);
        text = parts.join(u" UNION ALL "_s) + u" ORDER BY token"_s;
        values = parts.size();
    }
    QString text;
    qsizetype values;
};

Result<qint64> lastToken(Database &database)
{
    return database.value(u"SELECT token FROM change_counter WHERE one = 1"_s).map([](const QVariant &token) {
        return token.toLongLong();
    });
}

Result<QList<Change>> changesAfter(Database &database, qint64 token)
{
    static const Statement statement;
    const Result<QSqlQuery *> rows = database.run(statement.text, QVariantList(statement.values, token));
    if (!rows)
        return rows.error();
    QList<Change> changes;
    while (rows.value()->next()) {
        const QSqlQuery &row = *rows.value();
        changes.append(
            {row.value(0).toString(), row.value(1).toString(), row.value(3).toInt() != 0, row.value(2).toLongLong(),
                row.value(4).toString().toUtf8(), row.value(5).toString(), row.value(6).toString()});
    }
    rows.value()->finish();
    return changes;
}

} // namespace

void ChangeFeed::committed(WriteBatch &batch)
{
    const std::lock_guard lock(m_mutex);
    if (batch.token() <= m_token && batch.token() != batch.before())
        return; // another thread has read them already
    if (batch.before() <= m_token) {
        m_token = qMax(m_token, batch.token());
        if (!batch.changes().isEmpty())
            m_publish(batch.changes());
        return;
    }
    const Result<Done> read = readOn(batch.database());
    if (!read)
        qWarning("changes: %s (%s)", qPrintable(read.error().detail), qPrintable(read.error().code));
}

Result<Done> ChangeFeed::catchUp(Database &database)
{
    // without the lock, which the writing thread needs: a connection that has died answers late
    const Result<qint64> last = lastToken(database);
    if (!last)
        return last.error();
    const std::lock_guard lock(m_mutex);
    return last.value() > m_token ? readOn(database) : Result<Done>(Done{});
}

Result<Done> ChangeFeed::readOn(Database &database)
{
    qint64 token = 0;
    const Result<QList<Change>> changes = database.look([&]() -> Result<QList<Change>> {
        const Result<qint64> last = lastToken(database);
        if (!last)
            return last.error();
        token = last.value();
        return changesAfter(database, m_token);
    });
    if (!changes)
        return changes.error();
    m_token = token;
    if (!changes.value().isEmpty())
        m_publish(changes.value());
    return Done{};
}

} // namespace belvedere::server
