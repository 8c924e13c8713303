// Staged roll-outs: begun with the activation, carried from wave to wave, halted by what the devices report.
#pragma once

#include "compliance/rollout.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Makes the newest version the one in force, from its first wave on. Devices of later waves keep the version that was
// in force everywhere; while an earlier roll-out is not open to everybody, the one that was in force before that.
void putInForce(BusinessPolicy &policy, const QDateTime &now);

// The policy as its activation makes it, which the preview assumes.
BusinessPolicy activatedPolicy(const BusinessPolicy &policy, const QDateTime &now);

// Of the wave that is open. `policy` has the content that is in force.
Result<WaveNumbers> waveNumbers(Database &database, const BusinessPolicy &policy);

// Opens the next wave of each roll-out whose time has come, and halts those with too many failures; with a record of
// each step. A policy that cannot be read is passed over.
Result<Done> runRollouts(Transaction &transaction);

// A person opens the next wave, or lets a halted one go on. Error "policy.rollout" (409) when there is nothing to
// continue. The caller stores the policy and looks at its devices.
Result<BusinessPolicy> continueRollout(Transaction &transaction, const BusinessPolicy &policy);

} // namespace belvedere::server
