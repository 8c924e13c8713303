// SignInGuard: slows down whoever guesses passwords, by address of the account and of the network.
#pragma once

#include "base/result.h"

#include <mutex>
#include <QDateTime>
#include <QHash>

namespace belvedere::server {

class SignInGuard {
public:
    // "auth.too-many" (429) with the seconds to wait after five failures within a quarter of an hour; the wait
    // doubles with each further failure, up to a quarter of an hour. Any thread.
    Result<Done> check(const QString &email, const QString &address, const QDateTime &now) const;
    void note(const QString &email, const QString &address, const QDateTime &now, bool success);

private:
    struct Failures {
        int count = 0;
        QDateTime last;
    };
    static qint64 waitSeconds(const Failures &failures, const QDateTime &now);

    mutable std::mutex m_mutex;
    QHash<QString, Failures> m_failures; // "account …" and "address …"
};

} // namespace belvedere::server
