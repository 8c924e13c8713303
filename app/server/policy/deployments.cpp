// What devices tell about deployments.
#include "server/policy/deployments.h"

#include "api/policies.h"
#include "server/policy/bringing.h"
#include "server/policy/items.h"
#include "server/policy/queue.h"
#include "server/store/auditlog.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 postponedAttempt = 3; // waits as long as after so many failures

const Table<Deployment> &table()
{
    static const Table<Deployment> deployments;
    return deployments;
}

Result<Done> done(const Result<Deployment> &stored)
{
    return stored.map([](const Deployment &) { return Done{}; });
}

void enter(Deployment &deployment, DeploymentState state, const QDateTime &now, const QString &code = {},
    const QString &detail = {})
{
    deployment.state = state;
    deployment.code = code;
    deployment.detail = detail;
    deployment.stateSince = now;
    deployment.due = {};
}

// Whether the deployment was given another command after this one.
Result<bool> isSuperseded(Database &database, const QString &deployment, const QString &command)
{
    return database.value(u"SELECT MAX(n) FROM commands WHERE origin = ?"_s, {deployment})
        .map([&command](
                 const QVariant &newest) { return newest.toLongLong() > command.section(u'.', -1).toLongLong(); });
}

Result<Done> audit(Transaction &transaction, const Deployment &deployment, AuditActionName action)
{
    AuditContext context;
    context.actorType = AuditActorType::Device;
    context.actorId = deployment.device.text;
    context.actorName = deployment.deviceName;
    AuditNote note{.action = action};
    note.targetType = deployment.kind.token();
    note.targetId = deployment.item;
    note.targetName = deployment.itemName;
    note.correlationId = deployment.id.text;
    if (!deployment.rule.isEmpty()) {
        note.reason = deployment.ruleName;
        note.changes = {{u"rule"_s, QJsonValue::Null, deployment.rule}};
    }
    if (deployment.state.value() == DeploymentState::Failed) {
        note.outcome = AuditOutcome::Failure;
        note.error = deployment.code;
    }
    return appendAudit(transaction, context, note);
}

void takeFailure(Deployment &deployment, const CommandResult &result, const QDateTime &now)
{
    const CommandOutcome outcome = result.outcome.value();
    if (outcome == CommandOutcome::Postponed && isWanted(deployment)) {
        deployment.attempts = std::max<qint64>(deployment.attempts - 1, 0); // nothing was done
        enter(deployment, DeploymentState::Postponed, now, result.code.isEmpty() ? u"postponed"_s : result.code,
            result.detail);
        deployment.due = nextAttempt(deployment.id, postponedAttempt, now);
        return;
    }
    QString code = result.code;
    if (outcome == CommandOutcome::Done)
        code = u"proof.missing"_s;
    else if (outcome == CommandOutcome::Interrupted)
        code = u"interrupted"_s;
    else if (outcome == CommandOutcome::Postponed)
        code = u"postponed"_s;
    else if (code.isEmpty())
        code = u"failed"_s;
    enter(deployment, DeploymentState::Failed, now, code,
        outcome == CommandOutcome::Done ? u"The device reported the end without showing it."_s : result.detail);
    if (willBeRetried(deployment))
        deployment.due = nextAttempt(deployment.id, deployment.attempts, now);
}

void takeInstallEnd(Deployment &deployment, const CommandResult &result, const QDateTime &now)
{
    if (result.outcome.value() == CommandOutcome::Done
        && provesInstalled(result.proof, deployment.item, deployment.revision)) {
        enter(deployment, DeploymentState::Installed, now);
        deployment.proof = result.proof;
    } else {
        takeFailure(deployment, result, now);
    }
}

// What waits for this one on the device is looked at again.
Result<Done> wakeOthers(Transaction &transaction, const Deployment &deployment)
{
    const Result<QVariant> waiting = transaction.database().value(
        u"SELECT EXISTS (SELECT 1 FROM deployments WHERE device_id = ? AND (state = 'waiting' OR code = 'dependency'))"_s,
        {deployment.device.text});
    if (!waiting)
        return waiting.error();
    return waiting.value().toBool() ? enqueueDevice(transaction, deployment.device) : Result<Done>(Done{});
}

} // namespace

Result<std::vector<Deployment>> storedDeployments(Database &database, const Id<Device> &device)
{
    return table().list(database, {u"device_id = ?"_s, {device.text}});
}

Result<Done> forgetLeft(Transaction &transaction, const QString &item)
{
    const Result<std::vector<Deployment>> left = table().list(transaction.database(),
        {u"item = ? AND (state = 'left' OR (rule_id <> '' AND state IN ('installed', 'failed')))"_s, {item}});
    if (!left)
        return left.error();
    for (const Deployment &deployment : left.value()) {
        const Result<Done> removed = table().remove(transaction, deployment.id);
        if (!removed)
            return removed;
    }
    return Done{};
}

Result<Done> deliverDeployment(Transaction &transaction, const Id<Deployment> &id)
{
    const Result<Deployment> stored = table().get(transaction.database(), id);
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<Done>(Done{}) : stored.error();
    Deployment deployment = stored.value();
    const qint64 proven = provenRevision(deployment);
    if (deployment.state.value() == DeploymentState::Queued && proven > 0 && proven != deployment.revision) {
        // from here on nobody knows which of the two the device has; that it has one of them, the attempts say
        deployment.proof = {};
        deployment.attempts = std::max<qint64>(deployment.attempts, 1);
    }
    ++deployment.attempts;
    if (deployment.state.value() == DeploymentState::Queued)
        enter(deployment, DeploymentState::Delivered, transaction.now());
    return done(table().refresh(transaction, deployment));
}

Result<Done> withholdDeployment(Transaction &transaction, const Id<Deployment> &id, const ApiError &why)
{
    const Result<Deployment> stored = table().get(transaction.database(), id);
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<Done>(Done{}) : stored.error();
    Deployment deployment = stored.value();
    if (deployment.state.value() != DeploymentState::Queued)
        return Done{};
    deployment.code = why.code;
    deployment.detail = why.detail;
    return done(table().refresh(transaction, deployment, stored.value()));
}

Result<Done> reportDeployment(Transaction &transaction, const Id<Deployment> &id, const CommandResult &result)
{
    const Result<Deployment> stored = table().get(transaction.database(), id);
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<Done>(Done{}) : stored.error();
    const Result<bool> superseded = isSuperseded(transaction.database(), id.text, result.command);
    if (!superseded)
        return superseded.error();
    Deployment deployment = stored.value();
    const DeploymentState state = deployment.state.value();
    const bool isRemoval = state == DeploymentState::Removing;
    const bool isOpen = isRemoval || state == DeploymentState::Queued || state == DeploymentState::Delivered
        || state == DeploymentState::Installing;
    if (superseded.value() || !isOpen)
        return Done{};
    if (result.outcome.value() == CommandOutcome::Started) {
        if (isRemoval)
            return Done{};
        enter(deployment, DeploymentState::Installing, transaction.now());
        return done(table().refresh(transaction, deployment));
    }
    // an older order that the device never answered must not be carried out after this one
    const Result<Done> ended = endCommandsOf(transaction, id.text);
    if (!ended)
        return ended;
    if (!isRemoval) {
        takeInstallEnd(deployment, result, transaction.now());
        const Result<Deployment> kept = table().refresh(transaction, deployment);
        const Result<Done> woken = kept ? wakeOthers(transaction, deployment) : kept.error();
        if (!woken || deployment.rule.isEmpty())
            return woken ? audit(transaction, deployment, "policy.applied") : woken;
        const Result<Done> told = tellBringingSteps(transaction, deployment);
        return told ? audit(transaction, deployment, "rule.item.applied") : told;
    }
    if (result.outcome.value() == CommandOutcome::Done && provesRemoved(result.proof, deployment.item)) {
        Result<Done> gone = table().remove(transaction, id);
        if (gone)
            gone = enqueueDevice(transaction, deployment.device); // the place is free for another item
        return gone ? audit(transaction, deployment, "policy.taken_back") : gone;
    }
    takeFailure(deployment, result, transaction.now());
    const Result<Deployment> kept = table().refresh(transaction, deployment);
    return kept ? audit(transaction, deployment, "policy.taken_back") : kept.error();
}

} // namespace belvedere::server
