// The devices whose policies are to be looked at again, kept in the database so that a stop loses none.
#pragma once

#include "domain/policy.h"
#include "server/store/transaction.h"

#include <chrono>

namespace belvedere::server {

Result<Done> enqueueDevice(Transaction &transaction, const Id<Device> &device);
// Those that the policy holds, and with `withScope` those that its scope names now, also those of the versions
// that devices keep which its roll-out has not reached. Errors of withVersion().
Result<Done> enqueuePolicy(Transaction &transaction, const BusinessPolicy &policy, bool withScope);
// Those of the person's devices.
Result<Done> enqueuePerson(Transaction &transaction, const Id<Person> &person);
// Those with a result of the rule.
Result<Done> enqueueRule(Transaction &transaction, const Id<ComplianceRule> &rule);
// Those with a failed or postponed deployment that is due.
Result<Done> enqueueDue(Transaction &transaction);
// Everything that time alone may change: all devices with policies, results or deployments, and those that a policy
// names by a time.
Result<Done> enqueueAged(Transaction &transaction);

// Reconciles devices of the queue until so many are done or the time is up; answers whether some are left.
Result<bool> drainQueue(Transaction &transaction, int devices, std::chrono::milliseconds time);
// Puts the first device behind all others, so that what cannot be done about it does not keep them; answers its id.
Result<QString> putOff(Transaction &transaction);
// One device, if it is in the queue: what is decided about it must not rest on what was changed since.
Result<Done> reconcileQueued(Transaction &transaction, const Id<Device> &device);
// The same for one that is about to fetch commands: what was ordered before the change must not go out. Does
// nothing where no commands wait.
Result<Done> reconcileBeforeDelivery(Transaction &transaction, const Id<Device> &device);

} // namespace belvedere::server
