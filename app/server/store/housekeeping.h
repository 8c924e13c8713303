// Housekeeping of change numbers: removals are remembered for a while, so that a client can catch up.
#pragma once

#include "server/store/transaction.h"

namespace belvedere::server {

struct RemovalLimits {
    int days = 30;
    qint64 rows = 1'000'000;
};

// Forgets removals that are older or more than that. A client whose token is older than the newest forgotten one is
// answered "changes.expired" from then on.
Result<Done> trimRemovals(Transaction &transaction, const RemovalLimits &limits = {});

} // namespace belvedere::server
