// Planning of what a device is to have.
#include "compliance/plan.h"

#include "compliance/derived.h"
#include "query/parser.h"

#include <algorithm>
#include <QMap>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError scopeError(const QString &message)
{
    ApiError error = validationError({{u"scope"_s, message}});
    error.code = u"policy.scope"_s;
    return error;
}

struct Wanted {
    const ConfigurationProfile *profile = nullptr;
    const Deployment *deployment = nullptr; // nullptr: none
    QStringList active; // policies, in order of activation
    QStringList paused;
    size_t rank = 0; // of the first active policy
};

bool isDue(const Deployment &deployment, const QDateTime &now)
{
    return willBeRetried(deployment) && deployment.stateSince.secsTo(now) >= retrySeconds;
}

QString obstacle(const ConfigurationProfile &profile, const Device &device)
{
    if (device.management.value() != Management::Agent)
        return u"inventory-only"_s;
    return profile.platform == device.platform ? QString() : u"platform"_s;
}

// The device has it, or has begun to take it.
bool holdsPlace(const Deployment &deployment)
{
    const DeploymentState state = deployment.state.value();
    return state == DeploymentState::Delivered || state == DeploymentState::Installing
        || state == DeploymentState::Installed || (state == DeploymentState::Queued && deployment.attempts > 0)
        || (!deployment.proof.isEmpty() && state != DeploymentState::Removing);
}

// A profile whose place nobody knows excludes no other.
QString placeOf(const ConfigurationProfile &profile)
{
    return profile.place.isEmpty() ? profile.id.text : profile.place;
}

// Of the profiles of one place the one that the device is to have.
const Wanted *winnerOf(const QList<const Wanted *> &rivals)
{
    const auto better = [](const Wanted *a, const Wanted *b) {
        const bool aThere = a->deployment && holdsPlace(*a->deployment);
        const bool bThere = b->deployment && holdsPlace(*b->deployment);
        if (aThere != bThere)
            return aThere;
        return std::pair(a->rank, a->profile->id.text) < std::pair(b->rank, b->profile->id.text);
    };
    return rivals.isEmpty() ? nullptr : *std::min_element(rivals.begin(), rivals.end(), better);
}

void planWanted(const Wanted &wanted, const QDateTime &now, ProfilePlan &plan)
{
    plan.step = ProfileStep::Install;
    if (!wanted.deployment)
        return;
    const Deployment &deployment = *wanted.deployment;
    const DeploymentState state = deployment.state.value();
    if (state == DeploymentState::Removing || state == DeploymentState::NotPossible || state == DeploymentState::Unknown
        || deployment.policies.isEmpty())
        return;
    if (deployment.revision != wanted.profile->revision) {
        plan.step = mayBeOnDevice(deployment) ? ProfileStep::Replace : ProfileStep::Install;
        return;
    }
    if (state != DeploymentState::Failed || (willBeRetried(deployment) && !isDue(deployment, now))) {
        plan.step = ProfileStep::Present;
    } else if (!willBeRetried(deployment)) {
        plan.step = ProfileStep::Impossible;
        plan.code = deployment.code;
    }
}

void planUnwanted(const Wanted &wanted, const QDateTime &now, ProfilePlan &plan)
{
    const Deployment &deployment = *wanted.deployment;
    const DeploymentState state = deployment.state.value();
    if (!wanted.paused.isEmpty() && mayBeOnDevice(deployment) && state != DeploymentState::Removing) {
        plan.step = ProfileStep::Keep;
        plan.policies = wanted.paused;
        return;
    }
    if (state == DeploymentState::Removing)
        plan.step = ProfileStep::Keep;
    else if (state == DeploymentState::Failed && deployment.policies.isEmpty())
        plan.step = isDue(deployment, now) ? ProfileStep::Remove : ProfileStep::Keep; // the removal failed
    else
        plan.step = mayBeOnDevice(deployment) ? ProfileStep::Remove : ProfileStep::Drop;
}

QMap<QString, Wanted> collect(
    const PolicySet &set, const Device &device, const DevicePresent &present, DevicePlan &plan)
{
    QMap<QString, Wanted> all;
    QStringList paused;
    for (const BusinessPolicy &policy : set.paused) {
        if (present.policies.contains(policy.id.text))
            paused.append(policy.id.text);
    }
    for (const Deployment &deployment : present.deployments) {
        Wanted &wanted = all[deployment.profile.text];
        wanted.deployment = &deployment;
        // what it brought, not what it names now: it may have been edited, and that shows when it is activated again
        for (const QString &policy : deployment.policies) {
            if (paused.contains(policy))
                wanted.paused.append(policy);
        }
    }
    QStringList rules;
    for (size_t rank = 0; rank < set.active.size(); ++rank) {
        const BusinessPolicy &policy = set.active[rank].policy;
        if (!set.active[rank].holds(device))
            continue;
        plan.isAssigned = true;
        plan.policies.append(policy.id.text);
        rules += policy.rules;
        for (const QString &profile : policy.profiles) {
            Wanted &wanted = all[profile];
            if (wanted.active.isEmpty())
                wanted.rank = rank;
            wanted.active.append(policy.id.text);
        }
    }
    plan.policies += paused;
    plan.rules = canonicalSet(rules);
    for (auto it = all.begin(); it != all.end(); ++it) {
        const auto profile = set.profiles.constFind(it.key());
        if (profile != set.profiles.constEnd())
            it->profile = &profile.value();
    }
    return all;
}

} // namespace

bool CompiledPolicy::holds(const Device &device) const
{
    if (!scope)
        return policy.allDevices;
    return scope->evaluate([&device](size_t field) { return fields<Device>()[field].get(&device); }) == Truth::True;
}

Result<CompiledPolicy> compilePolicy(const BusinessPolicy &policy, const QDateTime &now)
{
    const bool hasScope = !policy.scope.trimmed().isEmpty();
    if (hasScope == policy.allDevices)
        return scopeError(
            hasScope ? u"either a query or all devices, not both"_s : u"a query, or all_devices for the whole fleet"_s);
    if (policy.allDevices)
        return CompiledPolicy{policy, std::nullopt};
    const QueryParse parsed = parseQuery(policy.scope, fields<Device>());
    if (!parsed) {
        ApiError error = toApiError(parsed.error());
        error.fields = {{u"scope"_s, error.detail}};
        return error;
    }
    if (testsDerived(parsed.query().root))
        return scopeError(u"compliance follows from policies and cannot decide on one"_s);
    const Result<Matcher> matcher = Matcher::compile(parsed.query(), fields<Device>(), now);
    if (!matcher)
        return matcher.error();
    if (matcher.value().isEmpty())
        return scopeError(u"a query, or all_devices for the whole fleet"_s);
    return CompiledPolicy{policy, matcher.value()};
}

void sortByActivation(std::vector<CompiledPolicy> &policies)
{
    std::sort(policies.begin(), policies.end(), [](const CompiledPolicy &a, const CompiledPolicy &b) {
        return std::tuple(a.policy.activated, number(a.policy.id))
            < std::tuple(b.policy.activated, number(b.policy.id));
    });
}

bool mayBeOnDevice(const Deployment &deployment)
{
    switch (deployment.state.value()) {
    case DeploymentState::Queued:
    case DeploymentState::Failed:
    case DeploymentState::Unknown:
        return deployment.attempts > 0 || !deployment.proof.isEmpty();
    case DeploymentState::NotPossible:
        return false;
    default:
        return true;
    }
}

bool willBeRetried(const Deployment &deployment)
{
    return deployment.state.value() == DeploymentState::Failed && deployment.attempts < maximumAttempts
        && deployment.code != "conflict"_L1;
}

const ProfilePlan *DevicePlan::find(const QString &profile) const
{
    const auto it = std::find_if(
        profiles.begin(), profiles.end(), [&profile](const ProfilePlan &plan) { return plan.profile == profile; });
    return it == profiles.end() ? nullptr : &*it;
}

DevicePlan planDevice(const PolicySet &set, const Device &device, const DevicePresent &present)
{
    DevicePlan plan;
    const QMap<QString, Wanted> all = collect(set, device, present, plan);
    QMap<QString, QList<const Wanted *>> rivals; // by place
    for (const Wanted &wanted : all) {
        const bool isKept = !wanted.paused.isEmpty() && wanted.deployment && holdsPlace(*wanted.deployment);
        if (wanted.profile && (isKept || (!wanted.active.isEmpty() && obstacle(*wanted.profile, device).isEmpty())))
            rivals[placeOf(*wanted.profile)].append(&wanted);
    }
    for (auto it = all.begin(); it != all.end(); ++it) {
        const Wanted &wanted = it.value();
        ProfilePlan step;
        step.profile = it.key();
        if (wanted.active.isEmpty() || !wanted.profile) {
            if (!wanted.deployment)
                continue;
            planUnwanted(wanted, set.now, step);
            plan.profiles.push_back(step);
            continue;
        }
        step.policies = wanted.active + wanted.paused;
        step.code = obstacle(*wanted.profile, device);
        const Wanted *winner = winnerOf(rivals.value(placeOf(*wanted.profile)));
        if (step.code.isEmpty() && winner != &wanted) {
            step.code = u"conflict"_s;
            step.winner = winner->profile->id.text;
        }
        if (step.code.isEmpty()) {
            planWanted(wanted, set.now, step);
        } else if (wanted.deployment && mayBeOnDevice(*wanted.deployment)) {
            step = {step.profile, ProfileStep::Keep, {}, {}, {}}; // first it has to go
            planUnwanted(wanted, set.now, step);
        } else {
            step.step = ProfileStep::Impossible;
        }
        plan.profiles.push_back(step);
    }
    return plan;
}

} // namespace belvedere
