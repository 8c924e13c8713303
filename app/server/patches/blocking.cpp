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

// The oldest pattern that is meant for it.
Result<Done> judge(Database &database, SoftwarePatch &patch)
{
    static const Table<PatchBlock> table;
    const Result<std::vector<PatchBlock>> all = table.list(database);
    if (!all)
        return all.error();
    for (const PatchBlock &one : all.value()) {
        if (blocks(one, patch)) {
            block(patch, one);
            break;
        }
    }
    return Done{};
}

Result<Done> store(Transaction &transaction, const SoftwarePatch &patch)
{
    return patches().update(transaction, patch).map([](const SoftwarePatch &) { return Done{}; });
}

} // namespace

Result<Done> applyBlocks(Transaction &transaction, SoftwarePatch &patch)
{
    return judge(transaction.database(), patch);
}

Result<qint64> blockStored(Transaction &transaction, const PatchBlock &by)
{
    const Result<std::vector<SoftwarePatch>> free = patches().list(transaction.database(), {u"block IS NULL"_s, {}});
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
    if (!held)
        return held.error();
    qint64 count = 0;
    for (SoftwarePatch patch : held.value()) {
        patch.decision = PatchDecision::None;
        patch.block.clear();
        patch.decided = {};
        patch.decidedBy.clear();
        patch.reason.clear();
        Result<Done> done = judge(transaction.database(), patch);
        if (done)
            done = store(transaction, patch);
        if (!done)
            return done.error();
        count += patch.block.isEmpty() ? 1 : 0;
    }
    return count;
}

} // namespace belvedere::server
