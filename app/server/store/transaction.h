// Transaction: what one writing job does to the database, and which records it changed.
#pragma once

#include "server/store/database.h"

#include <QDateTime>

namespace belvedere::server {

struct Change {
    QString kind; // "device"
    QString id;
    bool removed = false;
    qint64 token = 0;
    QByteArray line = {}; // the record's list form as it is now; empty when it was removed
};

// Lives in the writing thread, inside a batch that is committed as a whole; a failed job is undone alone.
class Transaction {
public:
    Transaction(Database &database, QDateTime now)
        : m_database(database)
        , m_now(std::move(now))
    {
    }
    Database &database() { return m_database; }
    const QDateTime &now() const { return m_now; }

    // The next change number; numbers follow the order of commits, because one thread writes.
    Result<qint64> nextToken();
    // 1, 2, … for each kind of thing; never given twice, also after what had the highest went.
    Result<qint64> nextNumber(const QString &kind);
    void changed(const Change &change) { m_changes.append(change); }
    const QList<Change> &changes() const { return m_changes; }

private:
    Database &m_database;
    QDateTime m_now;
    QList<Change> m_changes;
};

} // namespace belvedere::server
