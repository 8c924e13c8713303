// What activating a policy would do, and what a rule would say: computed by what will do it, and not stored.
#pragma once

#include "api/policies.h"
#include "server/store/database.h"

namespace belvedere::server {

// Errors: those of compilePolicy().
Result<PolicyPreview> previewPolicy(Database &database, const BusinessPolicy &policy, const QDateTime &now);
// Over all devices. Errors: those of CompiledRule::compile().
Result<RuleTrial> tryRule(Database &database, const ComplianceRule &rule, const QDateTime &now);

} // namespace belvedere::server
