// Steps: what failures of rules lead to on their device, taken or put before a second person.
#pragma once

#include "compliance/ladder.h"
#include "compliance/plan.h"
#include "domain/command.h"
#include "domain/rulestep.h"
#include "server/policy/versions.h"

namespace belvedere::server {

// Takes the steps that are due, notes which of the earlier ones are about a failure that is over, and withdraws what
// waits, or was not fetched, although the device meets the rule again. What waits follows the rule: it takes over other
// parameters, and is withdrawn when the rule does not lead to it any more. Sets device.accessBlocked; the caller stores
// the device.
Result<Done> takeSteps(Transaction &transaction, const PolicySet &set, const DevicePlan &plan,
    const std::vector<RuleResult> &results, Device &device);

// Carries out a step that waits, for `person`: the guards are looked at again. Errors: "step.state" (409) for a step
// that does not wait, "step.same-person" (409) for a destructive one and an author of it, or a guard's code, such as
// "action.notice-too-short" (409).
Result<RuleStep> approveStep(Transaction &transaction, const RuleStep &step, const Editor &person);
Result<RuleStep> refuseStep(Transaction &transaction, const RuleStep &step, const Editor &person);

// What the device says about the step's command.
Result<Done> reportStep(Transaction &transaction, const Id<RuleStep> &id, const CommandResult &result);
// When the device's record goes.
Result<Done> forgetSteps(Transaction &transaction, const Id<Device> &device);

} // namespace belvedere::server
