// Counting what is under way, in all and for each address. Used on the loop's thread only.
#pragma once

#include "server/http/limits.h"

#include <QHash>
#include <QString>

namespace belvedere::http {

// The key under which an address is counted: itself, or the /64 of an IPv6 address; empty for an exempt one.
QString countedAs(const QString &address, const Limits &limits);

class Admission {
public:
    enum class Verdict { Admitted, Busy, AddressBusy };

    explicit Admission(const Limits &limits)
        : m_limits(limits)
    {
    }

    Verdict enterConnection(const QString &key);
    void leaveConnection(const QString &key);
    Verdict enterRequest(const QString &key);
    void leaveRequest(const QString &key);
    bool reserveBody(qint64 bytes);
    void releaseBody(qint64 bytes) { m_bodyBytes -= bytes; }

private:
    struct Counts {
        int connections = 0;
        int requests = 0;
    };
    void forget(QHash<QString, Counts>::iterator entry);

    const Limits &m_limits;
    QHash<QString, Counts> m_addresses;
    int m_connections = 0;
    int m_requests = 0;
    qint64 m_bodyBytes = 0;
};

} // namespace belvedere::http
