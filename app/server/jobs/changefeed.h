// ChangeFeed: hands every committed change on, of this instance and of the others, once each and in commit order.
#pragma once

#include "server/store/transaction.h"

#include <functional>
#include <mutex>

namespace belvedere::server {

// The one place through which whatever is kept in memory (event streams, columns) learns of changes. A commit of this
// instance is handed on as it is. When another instance has committed in between, everything since the last number is
// read from the database instead, where a record that changed several times appears once, with its last number.
class ChangeFeed {
public:
    // Called by one thread at a time, each time with later numbers than before. It must be quick, and must not use
    // the feed or wait for the database.
    using Publish = std::function<void(const QList<Change> &)>;

    // Changes after the number `token` are handed on.
    ChangeFeed(qint64 token, Publish publish)
        : m_token(token)
        , m_publish(std::move(publish))
    {
    }
    // After a commit of this instance, before anybody is told of it. `database` must be outside a transaction.
    void committed(WriteBatch &batch);
    // Hands on what others have committed; any thread, with its own connection, outside a transaction. An error
    // leaves everything for the next time.
    Result<Done> catchUp(Database &database);

private:
    Result<Done> readOn(Database &database); // with the lock held

    std::mutex m_mutex;
    qint64 m_token;
    Publish m_publish;
};

} // namespace belvedere::server
