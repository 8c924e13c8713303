// Planning of what a device is to have.
#include "compliance/plan.h"

#include "base/digest.h"
#include "compliance/itemorder.h"

#include <algorithm>
#include <functional>
#include <map>
#include <QMap>
#include <QSet>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Wanted {
    const DeployableItem *item = nullptr; // in the revision that is wanted; nullptr: cannot be read
    const Deployment *deployment = nullptr; // nullptr: none
    QStringList active; // policies, in order of activation
    QStringList paused;
    QStringList halted; // policies that would take it away, and whose roll-out has halted
    // that active policies name, the newest first, and whether all of those have halted
    std::map<qint64, bool, std::greater<>> revisions;
    size_t rank = 0; // of the first active policy
    qint64 revision = 0; // of those that are named the one that is wanted
    QString obstacle; // why the device cannot have it; empty: it can
    bool keepsOther = false; // another revision stays instead
    bool isHalted = false; // every active policy that names this revision
    bool isLeft = false; // a policy that ended said so
};

using AllWanted = QMap<QString, Wanted>;

// It has shown some revision, and nothing speaks for its having lost that or being about to. After a failure nobody
// knows what is left.
bool canKeep(const Deployment &deployment)
{
    switch (deployment.state.value()) {
    case DeploymentState::Queued:
    case DeploymentState::Waiting:
    case DeploymentState::Delivered:
    case DeploymentState::Installing:
    case DeploymentState::Installed:
    case DeploymentState::Postponed:
    case DeploymentState::Left:
        return provenRevision(deployment) > 0;
    case DeploymentState::Removing: // the order has not been fetched
        return provenRevision(deployment) > 0 && deployment.attempts == 0;
    default:
        return false;
    }
}

// There, or fetched.
bool isOnWay(const Deployment &deployment)
{
    const DeploymentState state = deployment.state.value();
    return state == DeploymentState::Delivered || state == DeploymentState::Installing
        || state == DeploymentState::Installed;
}

// The device has that revision, or has fetched it.
bool hasBegun(const Deployment &deployment, qint64 revision)
{
    return (isOnWay(deployment) && deployment.revision == revision)
        || (canKeep(deployment) && provenRevision(deployment) == revision);
}

// The newest revision that is named and that the device can have; one that cannot be read may be such. What only halted
// roll-outs name and the device has not begun comes after all others. Where there is none, the newest, for its
// obstacle.
void chooseRevision(const PolicySet &set, const PlanSubject &subject, const QString &id, Wanted &wanted)
{
    using Named = std::pair<const qint64, bool>;
    const auto choose = [&](const Named &named) {
        const auto item = set.items.constFind({id, named.first});
        wanted.revision = named.first;
        wanted.isHalted = named.second;
        wanted.item = item == set.items.constEnd() ? nullptr : &item.value();
        wanted.obstacle = wanted.item ? obstacle(*wanted.item, wanted.deployment, subject) : QString();
        return wanted.obstacle.isEmpty();
    };
    const auto chooseOpen = [&](const Named &named) {
        const bool isOpen = !named.second || (wanted.deployment && hasBegun(*wanted.deployment, named.first));
        return isOpen && choose(named);
    };
    const auto &all = wanted.revisions;
    if (std::any_of(all.begin(), all.end(), chooseOpen) || std::any_of(all.begin(), all.end(), choose))
        return;
    choose(*all.begin());
    wanted.keepsOther = isLacking(wanted.obstacle) && wanted.deployment && canKeep(*wanted.deployment);
}

bool isInstalled(const Deployment &deployment) { return deployment.state.value() == DeploymentState::Installed; }

// The device has it, or has begun to take it.
bool holdsPlace(const Deployment &deployment)
{
    switch (deployment.state.value()) {
    case DeploymentState::Delivered:
    case DeploymentState::Installing:
    case DeploymentState::Installed:
        return true;
    case DeploymentState::Removing:
    case DeploymentState::Left: // gives way
        return false;
    case DeploymentState::Queued:
        return deployment.attempts > 0 || !deployment.proof.isEmpty();
    default:
        return !deployment.proof.isEmpty() && !deployment.policies.isEmpty();
    }
}

QString placeOf(const Wanted &wanted)
{
    return wanted.item && !wanted.keepsOther ? wanted.item->place : wanted.deployment->place;
}

// Of the items of one place the one that the device is to have.
QString winnerOf(const AllWanted &all, const QStringList &rivals)
{
    const auto better = [&all](const QString &a, const QString &b) {
        const Wanted &first = *all.constFind(a);
        const Wanted &second = *all.constFind(b);
        const bool firstThere = first.deployment && holdsPlace(*first.deployment);
        const bool secondThere = second.deployment && holdsPlace(*second.deployment);
        if (firstThere != secondThere)
            return firstThere;
        return std::tie(first.rank, a) < std::tie(second.rank, b);
    };
    return rivals.isEmpty() ? QString() : *std::min_element(rivals.begin(), rivals.end(), better);
}

void planWanted(const Wanted &wanted, const QDateTime &now, ItemPlan &plan)
{
    plan.step = ItemStep::Install;
    if (!wanted.deployment)
        return;
    const Deployment &deployment = *wanted.deployment;
    const DeploymentState state = deployment.state.value();
    const bool isThere = provenRevision(deployment) == wanted.revision;
    if (state == DeploymentState::Left || state == DeploymentState::Waiting) {
        plan.step = isThere ? ItemStep::Present : mayBeOnDevice(deployment) ? ItemStep::Replace : ItemStep::Install;
        return;
    }
    const bool isOver = state == DeploymentState::Failed || state == DeploymentState::Postponed;
    // what failed for a rule begins anew for a policy
    const bool isTheirs = !deployment.policies.isEmpty() || (isWanted(deployment) && !isOver);
    if (state == DeploymentState::Removing || state == DeploymentState::NotPossible || state == DeploymentState::Unknown
        || !isTheirs)
        return;
    if (deployment.revision != wanted.revision) {
        plan.step = mayBeOnDevice(deployment) ? ItemStep::Replace : ItemStep::Install;
        return;
    }
    if (!isOver || (willBeRetried(deployment) && !isDue(deployment, now))) {
        plan.step = ItemStep::Present;
    } else if (!willBeRetried(deployment)) {
        plan.step = ItemStep::Impossible;
        plan.code = deployment.code;
    }
}

// Somebody no longer wants it, and the device has not heard of that.
bool isToldNothing(const Deployment &deployment)
{
    if (!deployment.policies.isEmpty() || deployment.state.value() == DeploymentState::Waiting)
        return true;
    return deployment.state.value() == DeploymentState::Removing && deployment.attempts == 0;
}

void planUnwanted(const Wanted &wanted, const QDateTime &now, ItemPlan &plan)
{
    const Deployment &deployment = *wanted.deployment;
    const DeploymentState state = deployment.state.value();
    const bool isThere = mayBeOnDevice(deployment);
    const bool isOrdered = state == DeploymentState::Queued || state == DeploymentState::Waiting;
    const bool isHalted = !wanted.halted.isEmpty() && isThere && isToldNothing(deployment);
    if (isHalted && state != DeploymentState::Left) {
        plan.step = isOrdered || state == DeploymentState::Removing ? ItemStep::Recall : ItemStep::Keep;
        plan.policies = wanted.paused + wanted.halted;
    } else if (state == DeploymentState::Left || state == DeploymentState::Removing) {
        plan.step = ItemStep::Keep;
    } else if (!wanted.paused.isEmpty() && isThere) {
        plan.step = isOrdered ? ItemStep::Recall : ItemStep::Keep;
        plan.policies = wanted.paused;
    } else if (!isWanted(deployment) && state == DeploymentState::Failed) {
        plan.step = isDue(deployment, now) ? ItemStep::Remove : ItemStep::Keep; // the removal failed
    } else if (!isThere) {
        plan.step = ItemStep::Drop;
    } else {
        plan.step = wanted.isLeft ? ItemStep::Leave : ItemStep::Remove;
    }
}

// What a rule's step brought and no policy wants.
void planBrought(const PolicySet &set, const Deployment &deployment, ItemPlan &plan)
{
    plan.step = ItemStep::Keep;
    if (!isDue(deployment, set.now) || !set.items.contains({deployment.item, deployment.revision}))
        return;
    plan.step = ItemStep::Install;
    plan.revision = deployment.revision;
}

// What the device has, and which paused or ended policy brought it.
void collectPresent(const PolicySet &set, const DevicePresent &present, DevicePlan &plan, AllWanted &all)
{
    QStringList paused;
    for (const BusinessPolicy &policy : set.paused) {
        if (present.policies.contains(policy.id.text))
            paused.append(policy.id.text);
    }
    for (const Deployment &deployment : present.deployments) {
        Wanted &wanted = all[deployment.item];
        wanted.deployment = &deployment;
        // what it brought, not what it names now: it may have been edited, and that shows when it is activated again
        for (const QString &policy : deployment.policies) {
            if (paused.contains(policy))
                wanted.paused.append(policy);
            wanted.isLeft = wanted.isLeft || set.left.contains(policy);
        }
    }
    plan.policies += paused;
}

// A policy that only monitors has no say in how one that enforces judges.
void addRules(const BusinessPolicy &policy, bool isMonitored, QMap<QString, PlannedRule> &rules)
{
    for (const PolicyRule &pin : policy.rulePins) {
        const PlannedRule planned{pin.rule, pin.revision, isMonitored, pin.parameters};
        const auto found = rules.find(pin.rule);
        if (found == rules.end())
            rules.insert(pin.rule, planned);
        else if (found->isMonitored == isMonitored ? pin.revision > found->revision : found->isMonitored)
            *found = planned;
    }
}

void collectWanted(const PolicySet &set, const PlanSubject &subject, DevicePlan &plan, AllWanted &all, ItemOrder &order)
{
    QMap<QString, PlannedRule> rules;
    for (const PlanScope &scope : subject.scopes) {
        const CompiledPolicy &active = set.active[scope.rank];
        const CompiledPolicy &version = *active.version(scope.back);
        const BusinessPolicy &policy = version.policy;
        const bool isMonitored = policy.mode.value() == PolicyMode::Monitor;
        plan.policies.append(policy.id.text);
        plan.isAssigned = plan.isAssigned || !isMonitored;
        addRules(policy, isMonitored, rules);
        if (isMonitored)
            continue;
        const bool isHalted = policy.rollout.value() == RolloutState::Halted;
        for (const PolicyItem &item : policy.items) {
            Wanted &wanted = all[item.item];
            if (wanted.active.isEmpty())
                wanted.rank = scope.rank;
            wanted.active.append(policy.id.text);
            const auto named = wanted.revisions.try_emplace(item.revision, true).first;
            named->second = named->second && isHalted;
            for (const QString &needed : item.after)
                order.add(item.item, needed);
        }
        if (!isHalted)
            continue;
        QSet<QString> before; // what it drops counts too, whichever version brought it
        for (const CompiledPolicy *older = version.previous.get(); older; older = older->previous.get()) {
            for (const PolicyItem &item : older->policy.items)
                before.insert(item.item);
        }
        for (const QString &item : std::as_const(before))
            all[item].halted.append(policy.id.text);
    }
    plan.rules.assign(rules.begin(), rules.end());
}

// The first item that has to be there before and is not.
QString missing(const AllWanted &all, const QStringList &after)
{
    for (const QString &needed : after) {
        const auto found = all.constFind(needed);
        const bool isThere = found != all.constEnd() && found->deployment && isInstalled(*found->deployment)
            && found->deployment->revision == found->revision;
        if (!isThere)
            return needed;
    }
    return {};
}

bool hasFailedAt(const Deployment *deployment, qint64 revision)
{
    if (!deployment || deployment->policies.isEmpty() || deployment->revision != revision)
        return false;
    const DeploymentState state = deployment->state.value();
    return state == DeploymentState::Failed || state == DeploymentState::Postponed;
}

void planOne(const Wanted &wanted, const AllWanted &all, const QString &winner, const QDateTime &now, ItemPlan &step)
{
    step.revision = wanted.revision;
    step.policies = wanted.active + wanted.paused;
    if (!wanted.item) { // what cannot be read is not taken from anybody
        step.step = wanted.deployment && mayBeOnDevice(*wanted.deployment) ? ItemStep::Keep : ItemStep::Impossible;
        step.code = step.step == ItemStep::Impossible ? u"item.missing"_s : QString();
        return;
    }
    step.code = wanted.obstacle;
    if ((step.code.isEmpty() || wanted.keepsOther) && !winner.isEmpty() && winner != step.item) {
        step.code = u"conflict"_s;
        step.winner = winner;
    } else if (wanted.keepsOther) {
        step.step = isOnWay(*wanted.deployment) ? ItemStep::Keep : ItemStep::Recall;
        return;
    }
    if (!step.code.isEmpty()) {
        if (wanted.deployment && mayBeOnDevice(*wanted.deployment)) { // first it has to go
            step = ItemPlan{step.item, ItemStep::Keep, 0, {}, {}, {}, {}, {}};
            planUnwanted(wanted, now, step);
        } else {
            step.step = ItemStep::Impossible;
        }
        return;
    }
    planWanted(wanted, now, step);
    const bool isOrdered = wanted.deployment && wanted.deployment->state.value() == DeploymentState::Queued;
    const bool begins = step.step == ItemStep::Install || step.step == ItemStep::Replace;
    if (wanted.isHalted && begins && hasFailedAt(wanted.deployment, wanted.revision)) {
        step.step = ItemStep::Keep; // what it failed with is why the roll-out has halted
        return;
    }
    if (wanted.isHalted && (begins || isOrdered)) {
        step.step = ItemStep::Wait;
        step.code = u"rollout.halted"_s;
        return;
    }
    if (!begins)
        return;
    step.needs = missing(all, step.after);
    if (!step.needs.isEmpty()) {
        step.step = ItemStep::Wait;
        step.code = u"waiting"_s;
    }
}

// What waits for something that the device cannot have, directly or through others, would wait for ever. Where the
// device has shown another revision of it, that stays.
void giveUpDependents(const AllWanted &all, std::vector<ItemPlan> &plans)
{
    QSet<QString> impossible;
    for (const ItemPlan &plan : plans) {
        if (plan.isRefused())
            impossible.insert(plan.item);
    }
    for (bool isGrowing = !impossible.isEmpty(); isGrowing;) {
        isGrowing = false;
        for (ItemPlan &plan : plans) {
            const bool waits = plan.step == ItemStep::Wait && !plan.needs.isEmpty() && !impossible.contains(plan.item);
            const auto needed = std::find_if(plan.after.begin(), plan.after.end(),
                [&impossible](const QString &item) { return impossible.contains(item); });
            if (!waits || needed == plan.after.end())
                continue;
            impossible.insert(plan.item);
            isGrowing = true;
            const Deployment *deployment = all.constFind(plan.item)->deployment;
            plan.needs = *needed;
            const bool staysOther = deployment && canKeep(*deployment) && provenRevision(*deployment) != plan.revision;
            if (!staysOther && deployment && mayBeOnDevice(*deployment))
                continue; // nobody knows what is left, and it is not forgotten
            plan.code = u"dependency"_s;
            if (staysOther)
                plan.step = isOnWay(*deployment) ? ItemStep::Keep : ItemStep::Recall;
            else
                plan.step = ItemStep::Impossible;
        }
    }
}

// What goes waits for what needs it.
void orderRemovals(const AllWanted &all, std::vector<ItemPlan> &plans)
{
    const auto goes = [](const ItemPlan &plan) {
        return plan.step == ItemStep::Remove || (plan.step == ItemStep::Keep && plan.policies.isEmpty());
    };
    ItemOrder order;
    QHash<QString, QStringList> blockers;
    for (const ItemPlan &plan : plans) {
        const Deployment *deployment = all.value(plan.item).deployment;
        if (!goes(plan) || !deployment || deployment->state.value() == DeploymentState::Left)
            continue;
        for (const QString &needed : deployment->after) {
            if (order.add(plan.item, needed))
                blockers[needed].append(plan.item);
        }
    }
    for (ItemPlan &plan : plans) {
        if (plan.step != ItemStep::Remove || !blockers.contains(plan.item))
            continue;
        plan.step = ItemStep::RemoveLater;
        plan.needs = blockers.value(plan.item).first();
    }
}

} // namespace

QString lackOf(const DeviceNeeds &needs, const PlanSubject &subject)
{
    if (isOlder(subject.osVersion, needs.minimumOs))
        return u"minimum-os"_s;
    if (needs.supervisedOnly && !subject.supervised.value_or(true))
        return u"supervised"_s;
    return needs.companyOnly && subject.ownership.value() == Ownership::Byod ? u"company-owned"_s : QString();
}

std::vector<SettingLack> settingsWithoutEffect(const DeployableItem &item, const PlanSubject &subject)
{
    std::vector<SettingLack> lacks;
    for (const ItemSetting &setting : item.settings) {
        const QString code = lackOf(setting.needs, subject);
        if (!code.isEmpty())
            lacks.push_back({&setting, code});
    }
    return lacks;
}

bool takes(const Coded<Platform> &device, const Coded<Platform> &item)
{
    return !item.isKnown() || device == item || (device.value() == Platform::IpadOs && item.value() == Platform::Ios);
}

QString obstacle(const DeployableItem &item, const Deployment *deployment, const PlanSubject &subject)
{
    if (subject.management.value() != Management::Agent)
        return u"inventory-only"_s;
    if (!takes(subject.platform, item.platform))
        return u"platform"_s;
    if (deployment && provenRevision(*deployment) == item.revision)
        return {}; // the device knows better than the catalogue
    return lackOf(item, subject);
}

bool isLacking(const QString &code)
{
    return code == "minimum-os"_L1 || code == "supervised"_L1 || code == "company-owned"_L1;
}

bool isOlder(const Version &system, const Version &minimum)
{
    const QString &text = system.text();
    const bool isNumber = !text.isEmpty() && text.front() >= u'0' && text.front() <= u'9';
    const bool isPart = minimum.text().startsWith(QString(text + u'.'));
    return isNumber && !isPart && system < minimum;
}

bool mayBeOnDevice(const Deployment &deployment)
{
    switch (deployment.state.value()) {
    case DeploymentState::Queued:
    case DeploymentState::Waiting:
    case DeploymentState::Postponed:
    case DeploymentState::Failed:
    case DeploymentState::Unknown:
        return deployment.attempts > 0 || !deployment.proof.isEmpty();
    case DeploymentState::NotPossible:
        return false;
    default:
        return true;
    }
}

bool isWanted(const Deployment &deployment) { return !deployment.policies.isEmpty() || !deployment.rule.isEmpty(); }

qint64 provenRevision(const Deployment &deployment)
{
    const QJsonValue revision = deployment.proof.value(u"revision"_s);
    return (revision.isUndefined() ? deployment.proof.value(u"version"_s) : revision).toInteger();
}

bool willBeRetried(const Deployment &deployment)
{
    if (deployment.state.value() == DeploymentState::Postponed)
        return true;
    return deployment.state.value() == DeploymentState::Failed && deployment.attempts < maximumAttempts
        && deployment.code != "conflict"_L1 && deployment.code != "secret.corrupt"_L1
        && deployment.code != withdrawnStep;
}

bool isDue(const Deployment &deployment, const QDateTime &now)
{
    return willBeRetried(deployment) && (!deployment.due.isValid() || deployment.due <= now);
}

QDateTime nextAttempt(const Id<Deployment> &deployment, qint64 attempts, const QDateTime &now)
{
    static constexpr qint64 minutes[] = {1, 5, 15, 60};
    const qint64 wait = minutes[std::clamp<qint64>(attempts, 1, std::size(minutes)) - 1] * 60'000;
    const QByteArray digest = sha256(QString(deployment.text + u'/' + QString::number(attempts)).toUtf8());
    const auto draw = qint64(qFromBigEndian<quint32>(digest.constData()) % 401); // of a thousand
    return now.addMSecs(wait * (800 + draw) / 1'000);
}

const ItemPlan *DevicePlan::find(const QString &item) const
{
    const auto it =
        std::find_if(items.begin(), items.end(), [&item](const ItemPlan &plan) { return plan.item == item; });
    return it == items.end() ? nullptr : &*it;
}

PlanSubject subjectOf(const Device &device)
{
    return {device.platform, device.management, device.osVersion, device.supervised, device.ownership, {}};
}

PlanSubject subjectOf(const PolicySet &set, const Device &device)
{
    PlanSubject subject = subjectOf(device);
    for (size_t rank = 0; rank < set.active.size(); ++rank) {
        const CompiledPolicy &active = set.active[rank];
        size_t back = 0;
        const CompiledPolicy *version = &active;
        for (; version && !version->hasReached(device); version = version->previous.get())
            ++back;
        if (version && version->holds(device))
            subject.scopes.push_back({rank, back});
    }
    return subject;
}

DevicePlan planDevice(const PolicySet &set, const Device &device, const DevicePresent &present)
{
    return planDevice(set, subjectOf(set, device), present);
}

DevicePlan planDevice(const PolicySet &set, const PlanSubject &subject, const DevicePresent &present)
{
    DevicePlan plan;
    plan.subject = subject;
    AllWanted all;
    ItemOrder order;
    collectWanted(set, subject, plan, all, order);
    collectPresent(set, present, plan, all);
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (!it->active.isEmpty())
            chooseRevision(set, subject, it.key(), *it);
    }
    QMap<QString, QStringList> rivals; // by place
    for (auto it = all.constBegin(); it != all.constEnd(); ++it) {
        const bool isKept = !it->paused.isEmpty() && it->deployment && holdsPlace(*it->deployment);
        const bool isPossible = it->item && (it->obstacle.isEmpty() || it->keepsOther);
        if ((isKept || isPossible) && !placeOf(*it).isEmpty())
            rivals[placeOf(*it)].append(it.key());
    }
    for (auto it = all.constBegin(); it != all.constEnd(); ++it) {
        ItemPlan step;
        step.item = it.key();
        if (!it->active.isEmpty()) {
            step.after = order.neededBy(it.key());
            const QString winner = it->item ? winnerOf(all, rivals.value(placeOf(*it))) : QString();
            planOne(*it, all, winner, set.now, step);
        } else if (it->deployment && isWanted(*it->deployment) && it->deployment->policies.isEmpty()
            && rivals.value(it->deployment->place).isEmpty()) {
            planBrought(set, *it->deployment, step);
        } else if (it->deployment) {
            planUnwanted(*it, set.now, step);
        } else {
            continue;
        }
        plan.items.push_back(step);
    }
    giveUpDependents(all, plan.items);
    orderRemovals(all, plan.items);
    return plan;
}

} // namespace belvedere
