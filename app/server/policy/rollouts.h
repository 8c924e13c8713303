// Staged roll-outs: begun with the activation, carried from wave to wave, halted by what the devices report.
#pragma once

#include "compliance/rollout.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Makes the newest version the one in force, from its first wave on. Devices that it has not reached keep what they
// have: the version of the newest roll-out that came to them and was replaced before it was open to everybody, without
// such the one that all had before. Who is in an open wave is asked anew each time: the same for ever of a share.
// `isOpenToAll`: everybody may have the version that was in force, and it builds on that, whether or not every device
// has answered.
void putInForce(BusinessPolicy &policy, const QDateTime &now, bool isOpenToAll = false);

// The policy as its activation makes it, which the preview assumes. Error "policy.rollout-chain" (409) for a staged
// version when maximumRollouts are not complete already.
Result<BusinessPolicy> activatedPolicy(Database &database, const BusinessPolicy &policy, const QDateTime &now);

// Of the wave that is open. `policy` has the content that is in force.
Result<WaveNumbers> waveNumbers(Database &database, const BusinessPolicy &policy);

// Opens the next wave of each roll-out whose time has come, and halts those with too many failures; with a record of
// each step. A policy that cannot be read is passed over.
Result<Done> runRollouts(Transaction &transaction);

// A person opens the next wave, or lets a halted one go on. Error "policy.rollout" (409) when there is nothing to
// continue. The caller stores the policy and looks at its devices.
Result<BusinessPolicy> continueRollout(Transaction &transaction, const BusinessPolicy &policy);

} // namespace belvedere::server
