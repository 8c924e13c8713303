// Transaction: what one writing job does to the database, and which records it changed.
#pragma once

#include "server/store/database.h"

#include <functional>
#include <QDateTime>

namespace belvedere::server {

struct Change {
    QString kind; // "device"
    QString id;
    bool removed = false;
    qint64 token = 0;
    QByteArray line = {}; // the record's list form as it is now; empty when it was removed
    QString audience = {}; // who may hear of it, see Reader
    QString spared = {}; // and who of them need not: an account
};

// Several jobs that are committed as a whole, each undone alone when it fails. Of all instances over one database, one
// has an open batch at a time: what a job reads holds until its commit, and change numbers follow the order of commits.
class WriteBatch {
public:
    // Waits for other batches; "store.locked" when that takes too long.
    static Result<WriteBatch> begin(Database &database);
    // Undoes the job when it answers an error.
    template<class F> auto run(const QDateTime &now, F job);
    // Writes the change counter, tells the other instances, and makes everything durable. After an error nothing of
    // the batch stands.
    Result<Done> commit();
    void undo();

    Database &database() { return *m_database; }
    const QList<Change> &changes() const { return m_changes; }
    // The number of the last change before this batch, and with it.
    qint64 before() const { return m_before; }
    qint64 token() const { return m_token; }
    // The state of the batch itself: an error once a job could not be kept apart from the others.
    const Result<Done> &state() const { return m_state; }

private:
    friend class Transaction;
    WriteBatch(Database &database, qint64 token)
        : m_database(&database)
        , m_before(token)
        , m_token(token)
    {
    }

    Database *m_database;
    qint64 m_before;
    qint64 m_token;
    QList<Change> m_changes;
    Result<Done> m_state = Done{};
};

// Lives in the writing thread, inside a batch.
class Transaction {
public:
    Transaction(WriteBatch &batch, QDateTime now)
        : m_batch(batch)
        , m_now(std::move(now))
    {
    }
    Database &database() const { return *m_batch.m_database; }
    const QDateTime &now() const { return m_now; }

    // The next change number.
    qint64 nextToken() { return ++m_batch.m_token; }
    // 1, 2, … for each kind of thing; never given twice, also after what had the highest went.
    Result<qint64> nextNumber(const QString &kind);
    void changed(const Change &change) { m_changes.append(change); }
    const QList<Change> &changes() const { return m_changes; }

private:
    WriteBatch &m_batch;
    QDateTime m_now;
    QList<Change> m_changes;
};

template<class F> auto WriteBatch::run(const QDateTime &now, F job)
{
    using Answer = std::invoke_result_t<F, Transaction &>;
    if (!m_state)
        return Answer(m_state.error());
    Transaction transaction(*this, now);
    const qint64 token = m_token;
    const Result<Done> begun = m_database->steer(QStringLiteral("SAVEPOINT job"));
    Answer answer = begun ? job(transaction) : Answer(begun.error());
    const Result<Done> closed = answer
        ? m_database->steer(QStringLiteral("RELEASE SAVEPOINT job"))
        : m_database->script(QStringLiteral("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job"));
    if (answer)
        m_changes += transaction.changes();
    else
        m_token = token;
    // SQLite undoes the whole transaction by itself on some errors (a full disk): then nothing of it stands.
    if (!closed)
        m_state = answer ? closed : Result<Done>(answer.error());
    return answer;
}

} // namespace belvedere::server
