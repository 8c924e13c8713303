// Bringing: steps of rules that bring an item to a device, as a deployment that no policy wants.
#pragma once

#include "compliance/ladder.h"
#include "compliance/plan.h"
#include "domain/rulestep.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Why the step would fail at once; empty: the device gets the item, or its policies see to that already. `present` are
// the device's deployments. As ItemPlan::code, or "item.missing", "deployment.paused", or what a policy failed with.
QString bringingObstacle(
    const PolicySet &set, const Device &device, std::span<const Deployment> present, const BroughtItem &brought);

// Orders the item of the step, which is stored already, and fills what came of it; what policies see to is followed.
Result<Done> bringItem(Transaction &transaction, const PolicySet &set, const Device &device, RuleStep &step);
// An ordered step as its deployment has it by now.
Result<RuleStep> followBringing(Transaction &transaction, RuleStep step);
// What a device told about a deployment is told about the steps that it is for.
Result<Done> tellBringingSteps(Transaction &transaction, const Deployment &deployment);
// Takes back what the device has not fetched, also a further attempt; false when there is nothing such, or a policy
// wants the item.
Result<bool> takeBackItem(Transaction &transaction, const RuleStep &step);

} // namespace belvedere::server
