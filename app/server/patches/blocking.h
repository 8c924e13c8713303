// Blocking: which patches are kept from every device by a pattern.
#pragma once

#include "domain/patch.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Blocks the patch, which is not stored yet, when a pattern is meant for it.
Result<Done> applyBlocks(Transaction &transaction, SoftwarePatch &patch);
// A pattern is new: the stored patches that it is meant for are blocked; answers how many.
Result<qint64> blockStored(Transaction &transaction, const PatchBlock &block);
// A pattern has gone: its patches are blocked by another one, or undecided again; answers how many are undecided.
Result<qint64> unblockStored(Transaction &transaction, const PatchBlock &block);

} // namespace belvedere::server
