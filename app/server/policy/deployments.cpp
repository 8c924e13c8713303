// Rows and commands of deployments.
#include "server/policy/deployments.h"

#include "api/policies.h"
#include "server/policy/queue.h"
#include "server/store/auditlog.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

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
}

Result<Done> orderInstall(Transaction &transaction, const Deployment &deployment, const ConfigurationProfile &profile)
{
    ProfileParameters parameters;
    parameters.profile = profile.id.text;
    parameters.version = profile.revision;
    parameters.type = profile.type;
    parameters.settings = profile.settings;
    return queueCommand(transaction, Command{{}, CommandKind::ProfileInstall, toJson(parameters)}, deployment.device,
        deployment.id.text, {})
        .map([](const QString &) { return Done{}; });
}

Result<Done> orderRemoval(Transaction &transaction, const Deployment &deployment)
{
    const QJsonObject parameters{{u"profile"_s, deployment.profile.text}};
    return queueCommand(
        transaction, Command{{}, CommandKind::ProfileRemove, parameters}, deployment.device, deployment.id.text, {})
        .map([](const QString &) { return Done{}; });
}

QString impossibleDetail(const ProfilePlan &step, const PolicySet &set)
{
    if (step.code == "inventory-only"_L1)
        return u"The device has no agent that could install it."_s;
    if (step.code == "platform"_L1)
        return u"The profile is for another platform."_s;
    if (step.winner.isEmpty())
        return {};
    return u"A device holds one profile of a kind; %1 has the place."_s.arg(set.profiles.value(step.winner).name);
}

// One step of a plan on one row.
class Step {
public:
    Step(Transaction &transaction, const PolicySet &set, const Device &device, const ProfilePlan &plan,
        const Deployment *present)
        : m_transaction(transaction)
        , m_set(set)
        , m_plan(plan)
        , m_exists(present)
        , m_before(present ? *present : Deployment())
        , m_after(m_before)
    {
        m_after.profile.text = plan.profile;
        m_after.device = device.id;
        m_after.deviceName = device.name;
        m_after.simulated = device.simulated;
        const auto profile = set.profiles.constFind(plan.profile);
        if (profile != set.profiles.constEnd())
            m_after.profileName = profile->name;
    }

    Result<Done> take()
    {
        switch (m_plan.step) {
        case ProfileStep::Install:
        case ProfileStep::Replace:
            return install();
        case ProfileStep::Remove:
            return remove();
        case ProfileStep::Drop: {
            const Result<bool> withdrawn = withdrawCommand(m_transaction, m_before.id.text);
            return withdrawn ? table().remove(m_transaction, m_before.id) : withdrawn.error();
        }
        case ProfileStep::Impossible:
            return refuse();
        case ProfileStep::Present:
            m_after.policies = canonicalSet(m_plan.policies);
            break;
        case ProfileStep::Keep:
            // while it is being removed nobody wants it, and that is how a failed removal is told from an installation
            if (!m_before.policies.isEmpty())
                m_after.policies = canonicalSet(m_plan.policies);
            break;
        }
        return save();
    }

private:
    Result<Done> save()
    {
        if (!m_exists) {
            const Result<Deployment> made = table().insert(m_transaction, m_after);
            if (!made)
                return made.error();
            m_after = made.value();
            return Done{};
        }
        return toJson(m_after) == toJson(m_before) ? Result<Done>(Done{})
                                                   : done(table().refresh(m_transaction, m_after));
    }

    Result<Done> install()
    {
        const ConfigurationProfile profile = m_set.profiles.value(m_plan.profile);
        const bool isRetry = m_before.state.value() == DeploymentState::Failed && !m_before.policies.isEmpty()
            && m_before.revision == profile.revision;
        // something may be on the device already, which must not be forgotten when the order is taken back
        if (!isRetry)
            m_after.attempts = m_exists && mayBeOnDevice(m_before) && m_before.proof.isEmpty() ? 1 : 0;
        m_after.revision = profile.revision;
        m_after.policies = canonicalSet(m_plan.policies);
        enter(m_after, DeploymentState::Queued, m_transaction.now());
        const Result<Done> withdrawn = withdraw();
        const Result<Done> saved = withdrawn ? save() : withdrawn;
        return saved ? orderInstall(m_transaction, m_after, profile) : saved;
    }

    Result<Done> remove()
    {
        const bool isRetry = m_before.state.value() == DeploymentState::Failed && m_before.policies.isEmpty();
        if (!isRetry)
            m_after.attempts = 0;
        m_after.policies.clear();
        enter(m_after, DeploymentState::Removing, m_transaction.now());
        const Result<Done> withdrawn = withdraw();
        const Result<Done> saved = withdrawn ? save() : withdrawn;
        return saved ? orderRemoval(m_transaction, m_after) : saved;
    }

    Result<Done> refuse()
    {
        m_after.policies = canonicalSet(m_plan.policies);
        const bool isFinal = m_before.state.value() == DeploymentState::Failed && m_plan.winner.isEmpty()
            && m_plan.code == m_before.code && !m_before.code.isEmpty();
        const bool isSame = m_before.state.value() == DeploymentState::NotPossible && m_before.code == m_plan.code;
        const QString detail = impossibleDetail(m_plan, m_set);
        if (!isFinal && (!isSame || m_before.detail != detail)) {
            m_after.revision = m_set.profiles.value(m_plan.profile).revision;
            enter(m_after, DeploymentState::NotPossible, m_transaction.now(), m_plan.code, detail);
        }
        const Result<Done> withdrawn = withdraw();
        return withdrawn ? save() : withdrawn;
    }

    Result<Done> withdraw()
    {
        if (!m_exists)
            return Done{};
        return withdrawCommand(m_transaction, m_before.id.text).map([](bool) { return Done{}; });
    }

    Transaction &m_transaction;
    const PolicySet &m_set;
    const ProfilePlan &m_plan;
    bool m_exists;
    Deployment m_before;
    Deployment m_after;
};

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
    note.targetType = u"profile"_s;
    note.targetId = deployment.profile.text;
    note.targetName = deployment.profileName;
    note.correlationId = deployment.id.text;
    if (deployment.state.value() == DeploymentState::Failed) {
        note.outcome = AuditOutcome::Failure;
        note.error = deployment.code;
    }
    return appendAudit(transaction, context, note);
}

// With a new command, as it is to be stored; one that nobody wants is being removed.
Result<Deployment> orderedAgain(Transaction &transaction, Deployment deployment)
{
    static const Table<ConfigurationProfile> profiles;
    const bool isRemoval = deployment.policies.isEmpty();
    deployment.attempts = 1; // the device has met it before
    enter(deployment, isRemoval ? DeploymentState::Removing : DeploymentState::Queued, transaction.now());
    Result<Done> ordered = endCommandsOf(transaction, deployment.id.text);
    if (ordered && isRemoval)
        ordered = orderRemoval(transaction, deployment);
    if (ordered && !isRemoval) {
        const Result<ConfigurationProfile> profile = profiles.get(transaction.database(), deployment.profile);
        if (!profile)
            return profile.error();
        deployment.revision = profile.value().revision;
        ordered = orderInstall(transaction, deployment, profile.value());
    }
    return ordered ? Result<Deployment>(deployment) : ordered.error();
}

void takeInstallEnd(Deployment &deployment, const CommandResult &result, const QDateTime &now)
{
    const bool isProof = result.proof.value(u"profile"_s).toString() == deployment.profile.text
        && result.proof.value(u"version"_s).toInteger() == deployment.revision;
    if (result.outcome.value() == CommandOutcome::Done && isProof) {
        enter(deployment, DeploymentState::Installed, now);
        deployment.proof = result.proof;
    } else if (result.outcome.value() == CommandOutcome::Done) {
        enter(deployment, DeploymentState::Failed, now, u"proof.missing"_s,
            u"The device said that it installed the profile, without showing it."_s);
    } else {
        const bool isCut = result.outcome.value() == CommandOutcome::Interrupted;
        enter(deployment, DeploymentState::Failed, now, isCut ? u"interrupted"_s : result.code, result.detail);
    }
}

} // namespace

Result<std::vector<Deployment>> storedDeployments(Database &database, const Id<Device> &device)
{
    return table().list(database, {u"device_id = ?"_s, {device.text}});
}

Result<Done> applyDeployments(Transaction &transaction, const PolicySet &set, const DevicePlan &plan,
    const Device &device, const std::vector<Deployment> &present)
{
    // What goes is ordered before what comes: the device holds one profile of a place.
    for (const bool goes : {true, false}) {
        for (const ProfilePlan &step : plan.profiles) {
            if (goes != (step.step == ProfileStep::Remove || step.step == ProfileStep::Drop))
                continue;
            const auto row = std::find_if(present.begin(), present.end(),
                [&step](const Deployment &deployment) { return deployment.profile.text == step.profile; });
            const Result<Done> taken =
                Step(transaction, set, device, step, row == present.end() ? nullptr : &*row).take();
            if (!taken)
                return taken;
        }
    }
    return Done{};
}

Result<Done> deliverDeployment(Transaction &transaction, const Id<Deployment> &id)
{
    const Result<Deployment> stored = table().get(transaction.database(), id);
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<Done>(Done{}) : stored.error();
    Deployment deployment = stored.value();
    ++deployment.attempts;
    if (deployment.state.value() == DeploymentState::Queued)
        enter(deployment, DeploymentState::Delivered, transaction.now());
    return done(table().refresh(transaction, deployment));
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
        return kept ? audit(transaction, deployment, "policy.applied") : kept.error();
    }
    const bool isProof = result.proof.value(u"removed"_s).toString() == deployment.profile.text;
    if (result.outcome.value() == CommandOutcome::Done && isProof) {
        Result<Done> gone = table().remove(transaction, id);
        if (gone)
            gone = enqueueDevice(transaction, deployment.device); // the place is free for another profile
        return gone ? audit(transaction, deployment, "policy.taken_back") : gone;
    }
    takeInstallEnd(deployment, result, transaction.now()); // a proof of something else counts as none
    const Result<Deployment> kept = table().refresh(transaction, deployment);
    return kept ? audit(transaction, deployment, "policy.taken_back") : kept.error();
}

Result<Done> reorderDeployments(Transaction &transaction, const Id<Device> &device)
{
    const Result<std::vector<Deployment>> deployments = storedDeployments(transaction.database(), device);
    if (!deployments)
        return deployments.error();
    for (const Deployment &deployment : deployments.value()) {
        const DeploymentState state = deployment.state.value();
        const bool isUnderWay = state == DeploymentState::Removing || state == DeploymentState::Delivered
            || state == DeploymentState::Installing || state == DeploymentState::Installed;
        if (!isUnderWay)
            continue;
        const Result<Deployment> ordered = orderedAgain(transaction, deployment);
        const Result<Deployment> stored = ordered ? table().refresh(transaction, ordered.value()) : ordered;
        if (!stored)
            return stored.error();
    }
    return Done{};
}

Result<Deployment> retryDeployment(Transaction &transaction, const Deployment &failed)
{
    if (failed.state.value() != DeploymentState::Failed)
        return conflict(u"deployment.state"_s, u"Only a failed deployment can be tried again."_s);
    const Result<Deployment> ordered = orderedAgain(transaction, failed);
    return ordered ? table().update(transaction, ordered.value()) : ordered;
}

} // namespace belvedere::server
