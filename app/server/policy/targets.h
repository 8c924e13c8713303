// Rules and targets outside: which rule names which, and whether it may.
#pragma once

#include "domain/outsidetarget.h"
#include "domain/rule.h"
#include "server/store/database.h"

namespace belvedere::server {

// What is wrong with the targets that the rule's actions name: each must be there, and of the kind that the action is
// for.
Result<QList<FieldError>> targetProblems(Database &database, const ComplianceRule &rule);
// Names of the rules that name the target, as they are now or in the revision that a policy goes by.
Result<QStringList> rulesThatTell(Database &database, const Id<OutsideTarget> &target);

} // namespace belvedere::server
