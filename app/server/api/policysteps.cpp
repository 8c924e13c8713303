// The steps of a policy's life: approval, activation, pause, the next wave, taking up an earlier version, the end.
#include "server/api/policysteps.h"

#include "server/api/records.h"
#include "server/policy/approval.h"
#include "server/policy/currentset.h"
#include "server/policy/queue.h"
#include "server/policy/revisions.h"
#include "server/policy/rollouts.h"
#include "server/store/statements.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using State = PolicyState;

ApiError changedSince(const BusinessPolicy &policy, const PolicyStep &step)
{
    ApiError error = conflict(u"precondition.failed"_s,
        u"The policy has changed: version %1 was sent, version %2 is stored. Look at the preview again."_s
            .arg(step.version)
            .arg(policy.version));
    error.http = 412;
    error.fields = {{u"sent"_s, QString::number(step.version)}, {u"stored"_s, QString::number(policy.version)}};
    return error;
}

// The stored policy when it is the one that was looked at.
Result<BusinessPolicy> lookedAt(
    WriteCall &call, const Id<BusinessPolicy> &id, const PolicyStep &step, bool withContent = false)
{
    static const Table<BusinessPolicy> table;
    const Result<BusinessPolicy> stored = table.get(call.database(), id);
    if (!stored)
        return stored;
    const BusinessPolicy &policy = stored.value();
    if (withContent && step.hash.isEmpty())
        return validationError({{u"hash"_s, u"required: that of the version that was looked at"_s}});
    const bool isSame = policy.version == step.version && (!withContent || policy.hash == step.hash);
    if (!isSame)
        return changedSince(policy, step);
    return stored;
}

// What the policy names has to be what was looked at when it was saved.
Result<Done> soundPart(Database &database, const QString &id, qint64 revision, const QString &hash)
{
    const Result<std::optional<Revision>> kept = storedRevision(database, id, revision);
    if (!kept)
        return kept.error();
    const bool isSame = kept.value() && (hash.isEmpty() || kept.value()->hash == hash);
    return isSame ? Result<Done>(Done{})
                  : storeError(u"item.corrupt"_s, u"%1 in revision %2 is not what was named."_s.arg(id).arg(revision));
}

Result<Done> soundParts(Database &database, const BusinessPolicy &policy)
{
    Result<Done> sound = Done{};
    for (auto it = policy.items.begin(); sound && it != policy.items.end(); ++it)
        sound = soundPart(database, it->item, it->revision, it->hash);
    for (auto it = policy.rulePins.begin(); sound && it != policy.rulePins.end(); ++it)
        sound = soundPart(database, it->rule, it->revision, it->hash);
    return sound;
}

// The newest version as it was saved: nothing but its own content may be approved or activated.
Result<PolicyVersion> soundVersion(WriteCall &call, const BusinessPolicy &policy)
{
    const Result<PolicyVersion> version = versionOf(call.database(), policy.id, policy.number);
    if (!version)
        return version;
    const bool isSound = version.value().hash == policy.hash && contentHash(policyContent(policy)) == policy.hash
        && contentHash(version.value().content) == policy.hash;
    if (!isSound)
        return storeError(u"policy.corrupt"_s, u"The policy is not what its version says."_s);
    const Result<Done> parts = soundParts(call.database(), policy);
    return parts ? version : parts.error();
}

// Numbers of the versions that devices keep because a roll-out came to them and was replaced.
QJsonArray replacedVersions(const BusinessPolicy &policy)
{
    QJsonArray numbers;
    for (const ReplacedRollout &stage : policy.replaced)
        numbers.append(stage.number);
    return numbers;
}

// Stores the step with its record; with `content`, in which state the devices are to be looked at again.
Result<BusinessPolicy> moved(WriteCall &call, const BusinessPolicy &before, const BusinessPolicy &after,
    AuditActionName action, const QString &reason = {})
{
    static const Table<BusinessPolicy> table;
    const Result<BusinessPolicy> changed = table.update(call.transaction, after);
    if (!changed)
        return changed;
    AuditNote note = recordNote(action, Resource<BusinessPolicy>::singular, after.id.text, after.name);
    note.reason = reason;
    note.changes = {{u"number"_s, before.number, after.number}, {u"in_force"_s, before.inForce, after.inForce},
        {u"state"_s, before.state.token(), after.state.token()},
        {u"rollout.replaced"_s, replacedVersions(before), replacedVersions(after)}};
    note.changes.removeIf([](const AuditChange &change) { return change.before == change.after; });
    const Result<Done> audited = call.audit(note);
    return audited ? changed : audited.error();
}

Result<Done> lookAtDevices(WriteCall &call, const BusinessPolicy &policy, bool withScope)
{
    const Result<Done> noted = policiesChanged(call.transaction);
    if (!noted || !withScope)
        return noted ? enqueuePolicy(call.transaction, policy, false) : noted;
    const Result<BusinessPolicy> inForce = withVersion(call.database(), policy, policy.inForce);
    return inForce ? enqueuePolicy(call.transaction, inForce.value(), true) : inForce.error();
}

Result<BusinessPolicy> approve(WriteCall &call, const ApprovePolicy &operation)
{
    static const Table<PolicyVersion> versions;
    const Result<BusinessPolicy> stored = lookedAt(call, operation.id, operation.body, true);
    const Result<PolicyVersion> found = stored ? soundVersion(call, stored.value()) : stored.error();
    if (!found)
        return found.error();
    PolicyVersion version = found.value();
    if (version.state.value() != VersionState::Draft)
        return conflict(u"policy.state"_s, u"Only a draft can be approved."_s);
    if (version.editors.contains(call.info.actor.account.text)) {
        ApiError error = forbidden(u"Whoever has edited a version cannot approve it."_s);
        error.code = u"policy.approver"_s;
        return error;
    }
    version.state = VersionState::Approved;
    version.approved = call.now();
    version.approvedBy = call.info.actor.name;
    const Result<PolicyVersion> kept = versions.update(call.transaction, version);
    if (!kept)
        return kept.error();
    BusinessPolicy policy = stored.value();
    policy.approvedBy = version.approvedBy;
    policy.needsApproval = false;
    if (policy.state.value() == State::Draft)
        policy.state = State::Approved;
    return moved(call, stored.value(), policy, "policy.approved");
}

Result<Done> supersede(WriteCall &call, const BusinessPolicy &policy)
{
    if (policy.inForce == 0 || policy.inForce == policy.number)
        return Done{};
    return markVersion(call.transaction, policy.id, policy.inForce, VersionState::Superseded);
}

Result<BusinessPolicy> activate(WriteCall &call, const ActivatePolicy &operation)
{
    static const Table<PolicyVersion> versions;
    const Result<BusinessPolicy> stored = lookedAt(call, operation.id, operation.body, true);
    const Result<PolicyVersion> found = stored ? soundVersion(call, stored.value()) : stored.error();
    if (!found)
        return found.error();
    BusinessPolicy policy = stored.value();
    PolicyVersion version = found.value();
    if (policy.state.value() == State::Retired)
        return conflict(u"policy.state"_s, u"A retired policy is over."_s);
    if (policy.state.value() == State::Active && policy.inForce == policy.number)
        return conflict(u"policy.state"_s, u"The policy is active already, and nothing was edited since."_s);
    const bool isNew = policy.inForce != policy.number;
    const Result<PolicySettings> settings = policySettings(call.database());
    if (!settings)
        return settings.error();
    const bool needsApproval = version.needsApproval || settings.value().isRequired;
    if (isNew && needsApproval && version.state.value() != VersionState::Approved)
        return conflict(u"policy.approval"_s, u"A second person has to approve this version first."_s);
    const Result<CompiledPolicy> compiled = compilePolicy(policy, call.now());
    if (!compiled)
        return compiled.error();
    const Result<Done> superseded = supersede(call, policy);
    if (!superseded)
        return superseded.error();
    if (isNew) {
        version.state = VersionState::Active;
        version.activated = call.now();
        version.activatedBy = call.info.actor.name;
        const Result<PolicyVersion> kept = versions.update(call.transaction, version);
        if (!kept)
            return kept.error();
    }
    const Result<BusinessPolicy> activated = activatedPolicy(call.database(), policy, call.now());
    if (!activated)
        return activated;
    policy = activated.value();
    policy.needsApproval = false;
    policy.activatedBy = call.info.actor.name;
    const Result<BusinessPolicy> active = moved(call, stored.value(), policy, "policy.activated");
    const Result<Done> looked = active ? lookAtDevices(call, policy, true) : active.error();
    return looked ? active : looked.error();
}

Result<BusinessPolicy> pause(WriteCall &call, const PausePolicy &operation)
{
    const Result<BusinessPolicy> stored = lookedAt(call, operation.id, operation.body);
    if (!stored)
        return stored;
    if (stored.value().state.value() != State::Active)
        return conflict(u"policy.state"_s, u"Only an active policy can be paused."_s);
    BusinessPolicy policy = stored.value();
    policy.state = State::Paused;
    const Result<BusinessPolicy> paused = moved(call, stored.value(), policy, "policy.paused");
    const Result<Done> looked = paused ? lookAtDevices(call, policy, false) : paused.error();
    return looked ? paused : looked.error();
}

Result<BusinessPolicy> goOn(WriteCall &call, const ContinueRollout &operation)
{
    const Result<BusinessPolicy> stored = lookedAt(call, operation.id, operation.body);
    const Result<BusinessPolicy> next = stored ? continueRollout(call.transaction, stored.value()) : stored;
    if (!next)
        return next;
    const Result<BusinessPolicy> kept = moved(call, stored.value(), next.value(), "policy.rollout.opened");
    const Result<Done> looked = kept ? lookAtDevices(call, next.value(), true) : kept.error();
    return looked ? kept : looked.error();
}

Result<BusinessPolicy> rollBack(WriteCall &call, const RollBackPolicy &operation)
{
    const PolicyRollBack &body = operation.body;
    const Result<BusinessPolicy> stored = lookedAt(call, operation.id, {body.version, {}});
    if (!stored)
        return stored;
    if (stored.value().state.value() == State::Retired)
        return conflict(u"policy.state"_s, u"A retired policy is over."_s);
    const Result<BusinessPolicy> earlier = withVersion(call.database(), stored.value(), body.number);
    if (!earlier)
        return earlier;
    BusinessPolicy policy = earlier.value();
    policy.reason = body.reason;
    if (contentHash(policyContent(policy)) == stored.value().hash)
        return conflict(u"policy.state"_s, u"The policy says that already."_s);
    return savedVersion(call, stored.value(), policy, "policy.rolled_back", body.number);
}

Result<BusinessPolicy> retire(WriteCall &call, const RetirePolicy &operation)
{
    const PolicyRetirement &body = operation.body;
    const Result<BusinessPolicy> stored = lookedAt(call, operation.id, {body.version, {}});
    if (!stored)
        return stored;
    if (stored.value().state.value() == State::Retired)
        return conflict(u"policy.state"_s, u"The policy is retired already."_s);
    const Result<Done> ended = endPolicy(call, stored.value(), body.installed.value());
    if (!ended)
        return ended.error();
    BusinessPolicy policy = stored.value();
    policy.state = State::Retired;
    policy.rollout = {};
    policy.base = 0;
    policy.replaced.clear();
    policy.needsApproval = false;
    for (const qint64 number : {policy.number, policy.inForce == policy.number ? 0 : policy.inForce}) {
        const Result<Done> marked = number == 0
            ? Result<Done>(Done{})
            : markVersion(call.transaction, policy.id, number, VersionState::Retired);
        if (!marked)
            return marked.error();
    }
    policy.inForce = 0;
    const Result<BusinessPolicy> retired = moved(call, stored.value(), policy, "policy.retired", body.reason);
    const Result<Done> looked = retired ? lookAtDevices(call, policy, false) : retired.error();
    return looked ? retired : looked.error();
}

} // namespace

Editor editorOf(const WriteCall &call) { return {call.info.actor.account.text, call.info.actor.name}; }

Result<BusinessPolicy> savedVersion(
    WriteCall &call, const BusinessPolicy &before, BusinessPolicy after, AuditActionName action, qint64 restores)
{
    const Result<PolicyVersion> version = addVersion(call.transaction, after, editorOf(call), restores);
    return version ? changeRecord(call, before, after, action, after.name) : version.error();
}

Result<Done> endPolicy(WriteCall &call, const BusinessPolicy &policy, Installed installed)
{
    const Result<QVariant> brought = call.database().value(
        u"SELECT EXISTS (SELECT 1 FROM deployments WHERE %1)"_s.arg(call.database().contains("policies")),
        {QString(u'"' + policy.id.text + u'"')});
    if (!brought)
        return brought.error();
    if (brought.value().toBool() && installed == Installed::Unknown) {
        ApiError error = validationError({{u"installed"_s, u"remove or leave what the policy has installed"_s}});
        error.code = u"policy.installed"_s;
        return error;
    }
    if (installed != Installed::Leave)
        return Done{};
    return execute(
        call.database(), u"INSERT INTO left_policies (policy) VALUES (?) ON CONFLICT DO NOTHING"_s, {policy.id.text});
}

void servePolicySteps(Router &router)
{
    router.write<ApprovePolicy>(approve);
    router.write<ActivatePolicy>(activate);
    router.write<PausePolicy>(pause);
    router.write<ContinueRollout>(goOn);
    router.write<RollBackPolicy>(rollBack);
    router.write<RetirePolicy>(retire);
}

} // namespace belvedere::server
