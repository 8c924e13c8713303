// Deployments: one item on one device, from the order to what the device read back.
#pragma once

#include "compliance/plan.h"
#include "domain/command.h"
#include "server/store/transaction.h"

namespace belvedere::server {

Result<std::vector<Deployment>> storedDeployments(Database &database, const Id<Device> &device);
// Makes the device's deployments what the plan says: rows and commands.
Result<Done> applyDeployments(Transaction &transaction, const PolicySet &set, const DevicePlan &plan,
    const Device &device, const std::vector<Deployment> &present);

// Orders the item for a step of the rule, from the first attempt on. No policy wants it, and nothing holds it back: see
// obstacle(). Answers the deployment.
Result<Deployment> orderItem(Transaction &transaction, const PolicySet &set, const Device &device,
    const ItemPlan &wanted, const Id<ComplianceRule> &rule, const QString &ruleName,
    const std::vector<Deployment> &present);
// Takes off the device what no policy wants: what a rule's step brought, or a person left there. Error
// "deployment.state" (409) for anything else.
Result<Done> takeOff(Transaction &transaction, const Deployment &deployment);

// When the item itself goes: what was left of it on devices, or brought by rules, is not on record any more.
Result<Done> forgetLeft(Transaction &transaction, const QString &item);

// The first answer with a command of the deployment is on its way.
Result<Done> deliverDeployment(Transaction &transaction, const Id<Deployment> &id);
// Its order waits on the server: a queued deployment says why, until the order goes out.
Result<Done> withholdDeployment(Transaction &transaction, const Id<Deployment> &id, const ApiError &why);
// What the device says about the deployment's newest command; word of an older one is passed over.
Result<Done> reportDeployment(Transaction &transaction, const Id<Deployment> &id, const CommandResult &result);
// A device that enrols anew may be another installation of the same computer: what it had, or was about to get or to
// lose, counts as failed and is ordered again, in the order of what needs what, as soon as the device is reconciled.
Result<Done> reorderDeployments(Transaction &transaction, const Id<Device> &device);
// Orders a failed one again, from the first attempt on; it waits where what it needs is not installed, and stays as it
// is where its policy is paused. Error "deployment.state" (409) for any other.
Result<Deployment> retryDeployment(Transaction &transaction, const Deployment &failed);

} // namespace belvedere::server
