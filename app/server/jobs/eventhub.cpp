// Server-sent events.
#include "server/jobs/eventhub.h"

#include "api/operations.h"

#include <algorithm>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr size_t remembered = 20'000; // changes

QByteArray eventBytes(const Change &change)
{
    const QJsonObject data{
        {u"kind"_s, change.kind}, {u"id"_s, change.id}, {u"op"_s, change.removed ? u"remove"_s : u"put"_s}};
    return "id: " + QByteArray::number(change.token) + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact)
        + "\n\n";
}

// The permission that reading a kind of record takes; found once from the list of operations.
std::optional<Permission> readPermission(const QString &kind)
{
    static const QHash<QString, Permission> permissions = resourcePermissions();
    const auto found = permissions.constFind(kind);
    return found == permissions.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace

bool EventHub::mayHear(const EventListener &listener, const Change &change)
{
    const std::optional<Permission> needed = readPermission(change.kind);
    const Reader &reader = listener.reader;
    return needed && allows(reader.role, *needed) && reader.sees(change.audience)
        && (change.spared.isEmpty() || change.spared != reader.account);
}

bool EventHub::add(EventListener listener, std::optional<qint64> since)
{
    const std::lock_guard lock(m_mutex);
    if (since && (*since < m_oldest || *since > m_last))
        return false;
    if (since) {
        for (size_t i = 0; i < m_recent.size(); ++i) {
            const Entry &entry = m_recent[(m_next + i) % m_recent.size()];
            if (entry.change.token > *since && mayHear(listener, entry.change))
                listener.write(entry.bytes);
        }
    } else {
        listener.write("id: " + QByteArray::number(m_last) + "\ndata: {\"kind\":\"start\"}\n\n");
    }
    if (m_isClosed) {
        listener.end();
        return true;
    }
    m_listeners.push_back(std::move(listener));
    ++m_count;
    return true;
}

// Call with the lock held.
template<class Gone> void EventHub::drop(Gone isGone)
{
    std::erase_if(m_listeners, isGone);
    m_count = int(m_listeners.size());
}

void EventHub::publish(const QList<Change> &changes)
{
    const std::lock_guard lock(m_mutex);
    for (const Change &change : changes) {
        Entry entry{change, eventBytes(change)};
        entry.change.line.clear(); // 20,000 of them would be kept for nothing
        m_last = change.token;
        if (m_recent.size() < remembered) {
            m_recent.push_back(entry);
        } else {
            m_oldest = m_recent[m_next].change.token;
            m_recent[m_next] = entry;
            m_next = (m_next + 1) % m_recent.size();
        }
        drop([&entry](
                 EventListener &listener) { return mayHear(listener, entry.change) && !listener.write(entry.bytes); });
    }
}

void EventHub::tick(const QDateTime &now)
{
    const std::lock_guard lock(m_mutex);
    drop([&now](EventListener &listener) {
        if (listener.expires > now)
            return !listener.write(": still here\n\n");
        listener.end();
        return true;
    });
}

void EventHub::endSession(qint64 session)
{
    const std::lock_guard lock(m_mutex);
    drop([session](EventListener &listener) {
        if (listener.session != session)
            return false;
        listener.end();
        return true;
    });
}

void EventHub::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    drop([](EventListener &listener) {
        listener.end();
        return true;
    });
}

QSet<qint64> EventHub::sessions() const
{
    const std::lock_guard lock(m_mutex);
    QSet<qint64> sessions;
    for (const EventListener &listener : m_listeners)
        sessions.insert(listener.session);
    return sessions;
}

bool EventHub::canResume(qint64 since) const
{
    const std::lock_guard lock(m_mutex);
    return since >= m_oldest && since <= m_last;
}

void EventHub::startAt(qint64 token)
{
    const std::lock_guard lock(m_mutex);
    m_oldest = m_last = token;
}

} // namespace belvedere::server
