// Patches: reading, deciding, and patterns that block.
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/patches/blocking.h"
#include "server/patches/pending.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

AuditActionName nameOf(PatchDecision decision)
{
    switch (decision) {
    case PatchDecision::Approved:
        return "patch.approved";
    case PatchDecision::Blocked:
        return "patch.blocked";
    case PatchDecision::None:
    case PatchDecision::Unknown:
        break;
    }
    return "patch.cleared";
}

Result<Done> examine(const PatchDecisionOrder &order)
{
    QList<FieldError> errors = textProblems(u"-"_s, {{u"reason"_s, order.reason}});
    if (order.patches.isEmpty())
        errors.append({u"patches"_s, u"1 to %1 ids"_s.arg(maximumSetSize)});
    if (!order.decision.isKnown())
        errors.append({u"decision"_s, u"approved, blocked or none"_s});
    return errors.isEmpty() ? Result<Done>(Done{}) : validationError(errors);
}

SoftwarePatch decided(const SoftwarePatch &before, const PatchDecisionOrder &order, const WriteCall &call)
{
    SoftwarePatch after = before;
    clearDecision(after);
    if (order.decision == PatchDecision::None)
        return after;
    after.decision = order.decision;
    after.decided = call.now();
    after.decidedBy = call.info.actor.name;
    after.reason = order.reason.trimmed();
    return after;
}

Result<Done> store(WriteCall &call, const SoftwarePatch &before, const SoftwarePatch &after, const QString &reason)
{
    static const Table<SoftwarePatch> table;
    const Result<SoftwarePatch> stored = table.update(call.transaction, after);
    if (!stored)
        return stored.error();
    const QString title = u"%1 %2"_s.arg(after.package, after.release);
    AuditNote note =
        recordNote(nameOf(after.decision.value()), Resource<SoftwarePatch>::singular, after.id.text, title);
    note.reason = reason;
    note.changes = {{u"decision"_s, before.decision.token(), after.decision.token()},
        {u"platform"_s, after.platform.token(), after.platform.token()}, {u"devices"_s, before.devices, after.devices}};
    return call.audit(note);
}

Result<PatchDecisionCount> decide(WriteCall &call, const DecidePatches &operation)
{
    static const Table<SoftwarePatch> table;
    const PatchDecisionOrder &order = operation.body;
    const Result<Done> good = examine(order);
    if (!good)
        return good.error();
    const Result<std::vector<PatchBlock>> patterns = patchBlocks(call.database());
    if (!patterns)
        return patterns.error();
    PatchDecisionCount count;
    for (const QString &id : order.patches) {
        const Result<SoftwarePatch> before = table.get(call.database(), {id});
        if (!before && before.error().kind == ApiError::Kind::NotFound)
            continue; // gone meanwhile; the count says so
        if (!before)
            return before.error();
        ++count.matched;
        // a block, which may be newer than what was shown, is taken back before anything is approved
        const bool isBlocked = before.value().decision == PatchDecision::Blocked;
        if (!before.value().block.isEmpty() || (isBlocked && order.decision == PatchDecision::Approved)) {
            ++count.blocked;
            continue;
        }
        if (before.value().decision == order.decision)
            continue;
        SoftwarePatch after = decided(before.value(), order, call);
        if (isBlocked)
            applyBlocks(patterns.value(), after); // those that came since
        const Result<Done> stored = store(call, before.value(), after, order.reason.trimmed());
        if (!stored)
            return stored.error();
        ++count.changed;
    }
    return count;
}

Result<PatchBlock> createBlock(WriteCall &call, const Create<PatchBlock> &operation)
{
    static const Table<PatchBlock> table;
    PatchBlock block = operation.body;
    block.package = block.package.trimmed();
    block.release = block.release.trimmed();
    QList<FieldError> errors = textProblems(block.package, {{u"reason"_s, block.reason}});
    for (FieldError &error : errors) {
        if (error.field == "name"_L1)
            error.field = u"package"_s;
    }
    if (block.release.size() > maximumPatchName)
        errors.append({u"release"_s, u"at most %1 characters"_s.arg(maximumPatchName)});
    if (!errors.isEmpty())
        return validationError(errors);
    block.created = call.now();
    block.createdBy = call.info.actor.name;
    const Result<PatchBlock> made = table.insert(call.transaction, block);
    if (!made)
        return made;
    const Result<qint64> blocked = blockStored(call.transaction, made.value());
    if (!blocked)
        return blocked.error();
    AuditNote note =
        recordNote("patch.block.created", Resource<PatchBlock>::singular, made.value().id.text, block.package);
    note.reason = block.reason;
    note.changes = {{u"release"_s, QJsonValue::Null, block.release},
        {u"platform"_s, QJsonValue::Null, block.platform.token()}, {u"patches"_s, QJsonValue::Null, blocked.value()}};
    const Result<Done> audited = call.audit(note);
    return audited ? made : audited.error();
}

Result<None> removeBlock(WriteCall &call, const Remove<PatchBlock> &operation)
{
    static const Table<PatchBlock> table;
    const Result<PatchBlock> stored = table.get(call.database(), operation.id);
    if (!stored)
        return stored.error();
    Result<Done> done = call.info.match(stored.value().version);
    if (done)
        done = table.remove(call.transaction, operation.id);
    if (!done)
        return done.error();
    const Result<qint64> freed = unblockStored(call.transaction, stored.value());
    if (!freed)
        return freed.error();
    AuditNote note =
        recordNote("patch.block.deleted", Resource<PatchBlock>::singular, operation.id.text, stored.value().package);
    note.changes = {{u"patches"_s, freed.value(), QJsonValue::Null}};
    const Result<Done> audited = call.audit(note);
    return audited ? Result<None>(None{}) : audited.error();
}

} // namespace

void servePatches(Router &router)
{
    serveReading<SoftwarePatch>(router);
    serveReading<PatchBlock>(router);
    router.write<DecidePatches>(decide);
    router.read<ListPatchDevices>([](ReadCall &call, const ListPatchDevices &operation) -> Result<Page<PatchDevice>> {
        static const Table<SoftwarePatch> table;
        const Result<SoftwarePatch> patch = table.get(call.database, operation.id);
        return patch ? patchDevices(call.database, operation.id, operation.parameters) : patch.error();
    });
    router.write<Create<PatchBlock>>(createBlock);
    router.write<Remove<PatchBlock>>(removeBlock);
}

} // namespace belvedere::server
