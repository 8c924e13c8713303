// Ordering of deployments anew: by a person, or because the device was installed anew.
#include "api/operations.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/items.h"
#include "server/policy/reconcile.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr QLatin1StringView retriedCode("retried");

const Table<Deployment> &table()
{
    static const Table<Deployment> deployments;
    return deployments;
}

// As something that is due now; the plan does the rest.
Result<Deployment> dueAgain(Transaction &transaction, Deployment deployment, const QString &code)
{
    const Result<Done> ended = endCommandsOf(transaction, deployment.id.text);
    if (!ended)
        return ended.error();
    deployment.attempts = 1; // the device has met it before
    deployment.state = DeploymentState::Failed;
    deployment.code = code;
    deployment.detail.clear();
    deployment.due = transaction.now();
    deployment.stateSince = transaction.now();
    return deployment;
}

Result<Done> reconcileOne(Transaction &transaction, const Deployment &retried)
{
    static const Table<Device> devices;
    const Result<Device> stored = devices.get(transaction.database(), retried.device);
    const Result<std::shared_ptr<const PolicySet>> set = currentPolicySet(transaction.database(), transaction.now());
    if (!stored || !set)
        return stored ? set.error() : stored.error();
    Device device = stored.value();
    // held in memory for up to a minute, and what is due now is due by its time
    PolicySet current = *set.value();
    current.now = transaction.now();
    if (!retried.rule.isEmpty()) { // which may name it no more
        const auto item = loadItem(transaction.database(), retried.item, retried.revision);
        if (!item)
            return item.error();
        if (item.value())
            current.items.insert({retried.item, retried.revision}, *item.value());
    }
    Reconciliation reconciliation(transaction, current);
    Result<Done> done = reconciliation.reconcile(device);
    if (done)
        done = reconciliation.close();
    if (done)
        done = devices.refresh(transaction, device, stored.value()).map([](const Device &) { return Done{}; });
    return done;
}

} // namespace

Result<Done> reorderDeployments(Transaction &transaction, const Id<Device> &device)
{
    const Result<std::vector<Deployment>> deployments = storedDeployments(transaction.database(), device);
    if (!deployments)
        return deployments.error();
    for (const Deployment &deployment : deployments.value()) {
        const DeploymentState state = deployment.state.value();
        if (state == DeploymentState::Left) { // nobody can say any more that it is there
            const Result<Done> gone = table().remove(transaction, deployment.id);
            if (!gone)
                return gone;
            continue;
        }
        const bool isUnderWay = state == DeploymentState::Removing || state == DeploymentState::Delivered
            || state == DeploymentState::Installing || state == DeploymentState::Installed;
        Result<Deployment> due =
            isUnderWay ? dueAgain(transaction, deployment, u"device.enrolled-anew"_s) : Result<Deployment>(deployment);
        if (!due)
            return due.error();
        // what it showed before proves nothing now, only that it may still be there
        if (!deployment.proof.isEmpty())
            due.value().attempts = std::max<qint64>(due.value().attempts, 1);
        due.value().proof = {};
        const Result<Deployment> stored = table().refresh(transaction, due.value(), deployment);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

Result<Deployment> retryDeployment(Transaction &transaction, const Deployment &failed)
{
    const DeploymentState state = failed.state.value();
    if (state != DeploymentState::Failed && state != DeploymentState::Postponed)
        return conflict(u"deployment.state"_s, u"Only a failed deployment can be tried again."_s);
    const Result<Deployment> due = dueAgain(transaction, failed, retriedCode);
    const Result<Deployment> stored = due ? table().update(transaction, due.value()) : due;
    if (!stored)
        return stored;
    const Result<Done> reconciled = reconcileOne(transaction, failed);
    if (!reconciled)
        return reconciled.error();
    Result<Deployment> tried = table().get(transaction.database(), failed.id);
    // the error undoes all of this, so that what it failed with stays on record
    if (tried && tried.value().state.value() == DeploymentState::Failed && tried.value().code == retriedCode)
        return conflict(u"deployment.paused"_s, u"Its policy is paused or its roll-out has halted."_s);
    return tried;
}

} // namespace belvedere::server
