// Enrolment of a device: a token is spent, a record found or made, a secret given.
#pragma once

#include "api/agentprotocol.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Errors: those of spendEnrolment(), "enrolment.request" for a message that cannot be right.
Result<EnrolAnswer> enrolDevice(Transaction &transaction, const EnrolRequest &request, const QString &address);

} // namespace belvedere::server
