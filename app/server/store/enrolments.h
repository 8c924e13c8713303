// Enrolment tokens: made, spent, expired and revoked.
#pragma once

#include "domain/enrolment.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// What the state must be at `now`.
EnrolmentState enrolmentState(const Enrolment &enrolment, const QDateTime &now);
// The token's enrolment when it is open. Uses and expiry say who may come in: a device that has come in before goes on
// reporting with it until it is revoked. Errors as below.
Result<Enrolment> usableEnrolment(Database &database, const QString &token, const QDateTime &now, bool isForKnown);
// Spends one use of the token. Errors, all 403: "enrolment.unknown", "enrolment.expired", "enrolment.used-up",
// "enrolment.revoked".
Result<Enrolment> spendEnrolment(Transaction &transaction, const QString &token);
// Marks what has run out since the last call.
Result<Done> expireEnrolments(Transaction &transaction);

} // namespace belvedere::server
