// Blocking: which patches are kept from every device by a pattern.
#pragma once

#include "domain/patch.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// All patterns, the oldest first.
Result<std::vector<PatchBlock>> patchBlocks(Database &database);
// Blocks the patch, which the caller stores, when a pattern is meant for it; the first one is named.
void applyBlocks(const std::vector<PatchBlock> &patterns, SoftwarePatch &patch);
// Undecided, as when it was first reported.
void clearDecision(SoftwarePatch &patch);
// A pattern is new: the stored patches that it is meant for are blocked, but for those that a person has blocked
// already; answers how many. An approval is gone with that, and the audit trail keeps it.
Result<qint64> blockStored(Transaction &transaction, const PatchBlock &by);
// A pattern has gone: its patches are blocked by another one, or undecided again; answers how many are undecided.
Result<qint64> unblockStored(Transaction &transaction, const PatchBlock &by);

} // namespace belvedere::server
