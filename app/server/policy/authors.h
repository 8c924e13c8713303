// Authors: who wrote the rule behind a step or put it in force, by the audit log, so that somebody else decides.
#pragma once

#include "domain/rulestep.h"
#include "server/store/database.h"

namespace belvedere::server {

// Error "step.same-person" (409) when the account wrote the revision of the rule that the step follows from, or the one
// that is in force by now, or activated a policy in force that names the rule. Nobody is refused where the site has a
// single enabled Administrator and does not ask for a second person.
Result<Done> refuseAuthor(Database &database, const RuleStep &step, const Id<Account> &account);

} // namespace belvedere::server
