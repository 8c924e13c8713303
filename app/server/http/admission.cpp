// The counters behind 429 and 503.
#include "server/http/admission.h"

#include "server/http/listen.h"

namespace belvedere::http {

using namespace Qt::StringLiterals;

QString countedAs(const QString &address, const Limits &limits)
{
    if (!limits.limitLoopback && isLoopbackAddress(address))
        return {};
    return networkOf(address);
}

Admission::Verdict Admission::enterConnection(const QString &key)
{
    if (m_connections >= m_limits.connections)
        return Verdict::Busy;
    if (!key.isEmpty()) {
        Counts &counts = m_addresses[key];
        if (counts.connections >= m_limits.connectionsPerAddress)
            return Verdict::AddressBusy;
        ++counts.connections;
    }
    ++m_connections;
    return Verdict::Admitted;
}

void Admission::leaveConnection(const QString &key)
{
    --m_connections;
    const auto entry = m_addresses.find(key);
    if (entry == m_addresses.end())
        return;
    --entry->connections;
    forget(entry);
}

Admission::Verdict Admission::enterRequest(const QString &key)
{
    if (m_requests >= m_limits.requests)
        return Verdict::Busy;
    if (!key.isEmpty()) {
        Counts &counts = m_addresses[key];
        if (counts.requests >= m_limits.requestsPerAddress)
            return Verdict::AddressBusy;
        ++counts.requests;
    }
    ++m_requests;
    return Verdict::Admitted;
}

void Admission::leaveRequest(const QString &key)
{
    --m_requests;
    const auto entry = m_addresses.find(key);
    if (entry == m_addresses.end())
        return;
    --entry->requests;
    forget(entry);
}

void Admission::forget(QHash<QString, Counts>::iterator entry)
{
    if (entry->connections <= 0 && entry->requests <= 0)
        m_addresses.erase(entry);
}

bool Admission::reserveBody(qint64 bytes)
{
    if (bytes > m_limits.bodyBytesTotal - m_bodyBytes)
        return false;
    m_bodyBytes += bytes;
    return true;
}

} // namespace belvedere::http
