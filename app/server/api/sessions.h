// Sessions: access and refresh tokens, stored hashed, ended one by one or all at once.
#pragma once

#include "api/session.h"
#include "server/api/call.h"

namespace belvedere::server {

inline constexpr qint64 accessSeconds = 15 * 60;
inline constexpr qint64 refreshSeconds = 30 * 24 * 3600;

// The account behind an access token. Errors: "auth.missing", "auth.token" (unknown, ended or expired; 401).
Result<Actor> authenticate(Database &database, const QByteArray &authorization, const QDateTime &now);

Result<Session> openSession(Transaction &transaction, const Account &account, const QString &client);
// Exchanges a refresh token. One that was used before means that somebody else has a copy: the session ends, and
// the error is "auth.reused". Otherwise "auth.token". Errors keep what was written; see WriteCall::answerInstead.
struct Refreshed {
    std::optional<Session> session;
    std::optional<ApiError> error;
    qint64 endedSession = 0;
};
Result<Refreshed> refreshSession(Transaction &transaction, const QString &refreshToken);
Result<Done> endSession(Transaction &transaction, qint64 session);
// All of an account's, but for `except`; returns the ended ones, so that their event streams can be closed.
Result<QList<qint64>> endSessions(Transaction &transaction, const Id<Account> &account, qint64 except = 0);
// Which of the sessions may still be used, in the role that they were opened with or another.
Result<QSet<qint64>> openSessions(Database &database, const QSet<qint64> &sessions);
// Removes sessions that can no longer be refreshed, and exchanged tokens that have run out.
Result<Done> forgetSessions(Transaction &transaction);

} // namespace belvedere::server
