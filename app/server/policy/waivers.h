// Waivers in time: those at their end expire, and who bears the risk is told before.
#pragma once

#include "domain/rule.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Expires what has ended and raises an alert 30 and 7 days before the end of what is in force. To be called now and
// then; what was missed is made up for.
Result<Done> tendWaivers(Transaction &transaction);
// When a rule goes: waivers of it that are asked for or in force end with it.
Result<Done> endWaiversOf(Transaction &transaction, const Id<ComplianceRule> &rule);

} // namespace belvedere::server
