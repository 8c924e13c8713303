// The policies in force, compiled once and kept until one of them changes.
#pragma once

#include "compliance/plan.h"
#include "server/store/transaction.h"

#include <memory>

namespace belvedere::server {

// Read and compiled anew, each policy in the version that is in force. One whose scope, or one of whose versions of
// devices not reached, this server cannot read any more counts as paused, so that nothing is taken from its devices;
// `extra`, if given, counts as active and says what it says itself, whatever is stored.
Result<PolicySet> loadPolicySet(Database &database, const QDateTime &now, const BusinessPolicy *extra = nullptr);

// The same from memory while nothing has changed, at most a quarter of a minute old: ages count from when it was made.
// Valid for as long as it is held.
Result<std::shared_ptr<const PolicySet>> currentPolicySet(Database &database, const QDateTime &now);

// Must follow every change of a policy, profile or rule, in its transaction.
Result<Done> policiesChanged(Transaction &transaction);

} // namespace belvedere::server
