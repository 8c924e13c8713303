// Idempotency keys: a repeated POST gets the answer of the first one.
#pragma once

#include "server/api/answer.h"
#include "server/api/call.h"

namespace belvedere::server {

inline constexpr int idempotencyHours = 24;

// The answer stored under this account, route and key; nothing when the request is new. "idempotency.other-body"
// (422) when the key was used with another body.
Result<std::optional<Encoded>> storedAnswer(
    Database &database, const CallInfo &info, const QString &route, const QByteArray &body, const QDateTime &now);
// Keeps an answer, sealed under the key itself, which is not stored: the answer may hold a token.
Result<Done> storeAnswer(Transaction &transaction, const CallInfo &info, const QString &route, const QByteArray &body,
    const Encoded &answer);
// Removes what is older than a day.
Result<Done> forgetAnswers(Transaction &transaction);

} // namespace belvedere::server
