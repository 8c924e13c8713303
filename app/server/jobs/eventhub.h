// EventHub: tells the open event streams which records changed.
#pragma once

#include "server/store/audience.h"
#include "server/store/transaction.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <QSet>
#include <vector>

namespace belvedere::server {

// One listener; its functions are called under the hub's lock and must not block.
struct EventListener {
    std::function<bool(const QByteArray &)> write; // false: gone
    std::function<void()> end;
    Reader reader;
    qint64 session = 0;
    QDateTime expires; // of the access token that opened the stream
};

class EventHub {
public:
    // Sends the changes after `since` that are still in memory, then everything new. False when they are not all
    // there any more: the caller answers "changes.expired".
    bool add(EventListener listener, std::optional<qint64> since);
    void publish(const QList<Change> &changes);
    // Every 15 s: heartbeats, and the end of streams whose token has expired.
    void tick(const QDateTime &now);
    void endSession(qint64 session); // it or its permission has ended
    void close(); // ends every stream, and new ones as soon as they begin: the server stops
    QSet<qint64> sessions() const; // that have streams
    bool canResume(qint64 since) const;
    // How many streams are open; without a lock.
    int listeners() const { return m_count; }
    // What the database holds at start; older tokens cannot be resumed from here.
    void startAt(qint64 token);

private:
    struct Entry {
        Change change;
        QByteArray bytes;
    };
    static bool mayHear(const EventListener &listener, const Change &change);

    mutable std::mutex m_mutex;
    template<class Gone> void drop(Gone isGone);

    std::vector<EventListener> m_listeners;
    bool m_isClosed = false;
    std::atomic<int> m_count = 0; // of m_listeners
    std::vector<Entry> m_recent; // ring of the newest changes
    size_t m_next = 0;
    qint64 m_oldest = 0; // changes after this token are all in m_recent
    qint64 m_last = 0;
};

} // namespace belvedere::server
