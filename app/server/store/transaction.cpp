// Change numbers and the end of a batch.
#include "server/store/transaction.h"

#include "server/store/storedriver.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<WriteBatch> WriteBatch::begin(Database &database)
{
    const Result<Done> begun = database.begin(Database::Begin::Change);
    if (!begun)
        return begun.error();
    const Result<QVariant> token = database.value(QLatin1StringView(database.driver().lastToken));
    if (!token) {
        database.rollback();
        return token.error();
    }
    return WriteBatch(database, token.value().toLongLong());
}

Result<Done> WriteBatch::commit()
{
    if (m_state && m_token != m_before) {
        const Result<QSqlQuery *> counted =
            m_database->run(u"UPDATE change_counter SET token = ? WHERE one = 1"_s, {m_token});
        if (!counted)
            m_state = counted.error();
    }
    const char *notify = m_database->driver().notify;
    if (m_state && m_token != m_before && notify) {
        const Result<QVariant> told = m_database->value(QLatin1StringView(notify), {QString::number(m_token)});
        if (!told)
            m_state = told.error();
    }
    if (m_state)
        m_state = m_database->commit();
    if (!m_state)
        undo();
    return m_state;
}

void WriteBatch::undo()
{
    m_database->rollback();
    m_changes.clear();
    m_token = m_before;
}

Result<qint64> Transaction::nextNumber(const QString &kind)
{
    Result<QSqlQuery *> raised = database().run(u"UPDATE id_counter SET n = n + 1 WHERE kind = ?"_s, {kind});
    if (raised && raised.value()->numRowsAffected() == 0)
        raised = database().run(u"INSERT INTO id_counter (kind, n) VALUES (?, 1)"_s, {kind});
    if (!raised)
        return raised.error();
    return database().value(u"SELECT n FROM id_counter WHERE kind = ?"_s, {kind}).map([](const QVariant &n) {
        return n.toLongLong();
    });
}

} // namespace belvedere::server
