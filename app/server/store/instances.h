// What the instances that serve one database know of each other: who has listeners, and who did what is due by time.
#pragma once

#include "server/store/transaction.h"

namespace belvedere::server {

// Says that the instance serves, with that many open event streams; answers how many the others have. An instance that
// has said nothing for a minute is forgotten.
Result<qint64> noteInstance(Transaction &transaction, const QString &id, int listeners);
Result<Done> forgetInstance(Transaction &transaction, const QString &id);

// True for one instance each time `every` has passed: that one does the work, in the same transaction.
Result<bool> claimRound(Transaction &transaction, const QString &name, std::chrono::seconds every);

} // namespace belvedere::server
