// What activating a policy would do, and what a rule would say: computed by what will do it, and not stored.
#pragma once

#include "api/policies.h"
#include "server/policy/fleetmemory.h"

namespace belvedere::server {

// Of one moment; a few hundred milliseconds for 100,000 devices, for which nobody else waits. `line`: which devices to
// list. Errors: those of compilePolicy().
Result<PolicyPreview> previewPolicy(Database &database, FleetMemory &memory, const BusinessPolicy &policy,
    const QDateTime &now, const PreviewParameters &line = {});
// Over all devices: those of `devices`, their list in memory, where it is there and has what the rule asks about.
// Errors: those of CompiledRule::compile().
Result<RuleTrial> tryRule(
    Database &database, const SnapshotPointer &devices, const ComplianceRule &rule, const QDateTime &now);

} // namespace belvedere::server
