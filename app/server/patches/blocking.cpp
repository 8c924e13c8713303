// Patterns and the patches that they block.
#include "server/patches/blocking.h"

#include "api/patches.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const Table<SoftwarePatch> &patches()
{
    static const Table<SoftwarePatch> table;
    return table;
}

void block(SoftwarePatch &patch, const PatchBlock &by)
{
    patch.decision = PatchDecision::Blocked;
    patch.block = by.id.text;
    patch.decided = by.created;
    patch.decidedBy = by.createdBy;
    patch.reason = by.reason;
}

Result<Done> store(Transaction &transaction, const SoftwarePatch &patch)
{
    return patches().update(transaction, patch).map([](const SoftwarePatch &) { return Done{}; });
}

} // namespace

Result<std::vector<PatchBlock>> patchBlocks(Database &database)
{
    static const Table<PatchBlock> table;
    return table.list(database);
}

void applyBlocks(const std::vector<PatchBlock> &patterns, SoftwarePatch &patch)
{
    const auto first = std::find_if(
        patterns.begin(), patterns.end(), [&patch](const PatchBlock &pattern) { return blocks(pattern, patch); });
    if (first != patterns.end())
        block(patch, *first);
}

void clearDecision(SoftwarePatch &patch)
{
    patch.decision = PatchDecision::None;
    patch.block.clear();
    patch.decided = {};
    patch.decidedBy.clear();
    patch.reason.clear();
}

Result<qint64> blockStored(Transaction &transaction, const PatchBlock &by)
{
    // what a person has blocked stays that person's decision
    const Result<std::vector<SoftwarePatch>> free =
        patches().list(transaction.database(), {u"decision <> 'blocked'"_s, {}});
    if (!free)
        return free.error();
    qint64 count = 0;
    for (SoftwarePatch patch : free.value()) {
        if (!blocks(by, patch))
            continue;
        block(patch, by);
        const Result<Done> stored = store(transaction, patch);
        if (!stored)
            return stored.error();
        ++count;
    }
    return count;
}

Result<qint64> unblockStored(Transaction &transaction, const PatchBlock &by)
{
    const Result<std::vector<SoftwarePatch>> held =
        patches().list(transaction.database(), {u"block = ?"_s, {by.id.text}});
    const Result<std::vector<PatchBlock>> others = patchBlocks(transaction.database());
    if (!held || !others)
        return held ? others.error() : held.error();
    qint64 count = 0;
    for (SoftwarePatch patch : held.value()) {
        clearDecision(patch);
        applyBlocks(others.value(), patch);
        const Result<Done> stored = store(transaction, patch);
        if (!stored)
            return stored.error();
        count += patch.block.isEmpty() ? 1 : 0;
    }
    return count;
}

} // namespace belvedere::server
