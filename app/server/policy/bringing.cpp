// Steps and their deployments.
#include "server/policy/bringing.h"

#include "api/operations.h"
#include "server/policy/deployments.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const Table<Deployment> &table()
{
    static const Table<Deployment> deployments;
    return deployments;
}

const Deployment *ownOf(std::span<const Deployment> present, const QString &item)
{
    const auto found = std::find_if(
        present.begin(), present.end(), [&item](const Deployment &deployment) { return deployment.item == item; });
    return found == present.end() ? nullptr : &*found;
}

bool isPaused(const PolicySet &set, const QString &policy)
{
    return std::any_of(set.paused.begin(), set.paused.end(),
        [&policy](const BusinessPolicy &paused) { return paused.id.text == policy; });
}

// How a deployment has failed for good; empty: it has not.
QString failureOf(const Deployment &deployment)
{
    const DeploymentState state = deployment.state.value();
    const bool isOver =
        state == DeploymentState::NotPossible || (state == DeploymentState::Failed && !willBeRetried(deployment));
    if (!isOver)
        return {};
    return deployment.code.isEmpty() ? u"failed"_s : deployment.code;
}

void fail(RuleStep &step, const QString &code, const QDateTime &now)
{
    step.state = StepState::Failed;
    step.code = code;
    step.taken = now;
}

void follow(const Deployment &deployment, RuleStep &step, const QDateTime &now)
{
    const DeploymentState state = deployment.state.value();
    if (state == DeploymentState::Installed) {
        step.state = StepState::Done;
        step.code.clear();
        step.taken = now;
    } else if (state == DeploymentState::Removing || state == DeploymentState::Left) {
        fail(step, u"item.taken-off"_s, now);
    } else if (const QString code = failureOf(deployment); !code.isEmpty()) {
        fail(step, code, now);
    }
}

} // namespace

QString bringingObstacle(
    const PolicySet &set, const Device &device, std::span<const Deployment> present, const BroughtItem &brought)
{
    const Deployment *own = ownOf(present, brought.item);
    if (own && !own->policies.isEmpty()) { // theirs to bring
        const QString failure = failureOf(*own);
        const bool isWaiting = own->state.value() != DeploymentState::Installed
            && std::all_of(own->policies.begin(), own->policies.end(),
                [&set](const QString &policy) { return isPaused(set, policy); });
        return failure.isEmpty() && isWaiting ? u"deployment.paused"_s : failure;
    }
    const auto item = set.items.constFind({brought.item, brought.revision});
    if (item == set.items.constEnd())
        return u"item.missing"_s;
    const PlanSubject subject{
        device.platform, device.management, device.osVersion, device.supervised, device.ownership, {}};
    const QString lacking = obstacle(item.value(), own, subject);
    if (!lacking.isEmpty())
        return lacking;
    const bool isTaken = std::any_of(present.begin(), present.end(), [&](const Deployment &other) {
        if (other.item == brought.item || item->place.isEmpty() || other.place != item->place)
            return false;
        // a policy may yet get its own there; what a rule could not bring is in nobody's way
        return other.policies.isEmpty() ? isWanted(other) && failureOf(other).isEmpty()
                                        : other.state.value() != DeploymentState::NotPossible;
    });
    return isTaken ? u"conflict"_s : QString();
}

Result<Done> bringItem(Transaction &transaction, const PolicySet &set, const Device &device, RuleStep &step)
{
    const Result<std::vector<Deployment>> present = storedDeployments(transaction.database(), device.id);
    if (!present)
        return present.error();
    const BroughtItem brought = BroughtItem::of(step.parameters);
    const QString code = bringingObstacle(set, device, present.value(), brought);
    if (!code.isEmpty()) {
        fail(step, code, transaction.now());
        return Done{};
    }
    const Deployment *own = ownOf(present.value(), brought.item);
    ItemPlan wanted;
    wanted.item = brought.item;
    wanted.step = ItemStep::Install;
    wanted.revision = brought.revision;
    const Result<Deployment> deployment = own && !own->policies.isEmpty()
        ? Result<Deployment>(*own)
        : orderItem(transaction, set, device, wanted, step.rule, step.ruleName, present.value());
    if (!deployment)
        return deployment.error();
    step.action = deployment.value().id.text;
    step.state = StepState::Ordered;
    step.taken = transaction.now();
    follow(deployment.value(), step, transaction.now());
    return Done{};
}

Result<RuleStep> followBringing(Transaction &transaction, RuleStep step)
{
    const Result<Deployment> stored = table().get(transaction.database(), Id<Deployment>{step.action});
    if (!stored && stored.error().kind != ApiError::Kind::NotFound)
        return stored.error();
    if (stored) {
        follow(stored.value(), step, transaction.now());
    } else if (step.ended.isValid()) { // its failure is over, and nothing came of the order
        step.state = StepState::Withdrawn;
        step.taken = transaction.now();
    } else {
        fail(step, u"item.taken-off"_s, transaction.now());
    }
    return step;
}

Result<Done> tellBringingSteps(Transaction &transaction, const Deployment &deployment)
{
    static const Table<RuleStep> steps;
    const Result<std::vector<RuleStep>> found = steps.list(transaction.database(),
        {u"device_id = ? AND state = 'ordered' AND action = ?"_s, {deployment.device.text, deployment.id.text}});
    if (!found)
        return found.error();
    for (const RuleStep &before : found.value()) {
        RuleStep after = before;
        follow(deployment, after, transaction.now());
        const Result<RuleStep> kept = steps.refresh(transaction, after, before);
        if (!kept)
            return kept.error();
    }
    return Done{};
}

Result<bool> takeBackItem(Transaction &transaction, const RuleStep &step)
{
    static const Table<RuleStep> steps;
    const Result<Deployment> stored = table().get(transaction.database(), Id<Deployment>{step.action});
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<bool>(true) : stored.error();
    const Deployment &before = stored.value();
    const Result<std::vector<RuleStep>> others = steps.list(transaction.database(),
        {u"device_id = ? AND state = 'ordered' AND action = ? AND ended IS NULL AND id <> ?"_s,
            {step.device.text, step.action, step.id.text}});
    if (!others)
        return others.error();
    if (!others.value().empty()) { // another rule's failure lasts: the order is that rule's now
        Deployment after = before;
        if (before.rule == step.rule.text) {
            after.rule = others.value().front().rule.text;
            after.ruleName = others.value().front().ruleName;
        }
        return table().refresh(transaction, after, before).map([](const Deployment &) { return true; });
    }
    const bool isQueued = before.state.value() == DeploymentState::Queued;
    if (before.rule != step.rule.text || !(isQueued || willBeRetried(before)))
        return false;
    const Result<bool> unsent = isQueued ? withdrawCommand(transaction, before.id.text) : true;
    if (!unsent || !unsent.value())
        return unsent;
    if (!mayBeOnDevice(before))
        return table().remove(transaction, before.id).map([](Done) { return true; });
    Deployment after = before;
    after.due = {};
    after.stateSince = transaction.now();
    const qint64 proven = provenRevision(before);
    if (isQueued && proven > 0) { // it was there before
        after.state = DeploymentState::Installed;
        after.revision = proven;
        after.code.clear();
        after.detail.clear();
    } else {
        after.state = DeploymentState::Failed;
        after.code = withdrawnStep;
        after.detail = u"It is not tried again: the rule does not ask for it any more."_s;
    }
    return table().refresh(transaction, after, before).map([](const Deployment &) { return true; });
}

} // namespace belvedere::server
