// Authors: who wrote the rule behind a step or put it in force, by the audit log, so that somebody else decides.
#pragma once

#include "domain/rulestep.h"
#include "server/store/database.h"

namespace belvedere::server {

// Whether more than one enabled account may approve steps. To be noted on a destructive step when it begins.
Result<bool> hasSecondPerson(Database &database);

// Error "step.same-person" (409) when the account is an author of the step and somebody enabled who may approve it is
// none: authors are who changed what the rule tests, where and what it does, up to the revision in force, and who
// edited or activated the version of a policy that the device has and that names the rule. Where all who may approve
// are authors, the error is for the one alone who decided last. An author who is the only one left is refused when the
// step was begun with a second person there, or the site always asks for one.
Result<Done> refuseAuthor(Database &database, const RuleStep &step, const Id<Account> &account);

} // namespace belvedere::server
