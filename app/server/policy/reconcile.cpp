// Reconciling of devices.
#include "server/policy/reconcile.h"

#include "api/policies.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/results.h"
#include "server/policy/steps.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<QStringList> memberships(Database &database, const Id<Device> &device)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT policy FROM policy_devices WHERE device = ?"_s, {device.text});
    if (!rows)
        return rows.error();
    QStringList policies;
    while (rows.value()->next())
        policies.append(rows.value()->value(0).toString());
    rows.value()->finish();
    return policies;
}

Result<Done> Reconciliation::changeMembership(const Device &device, const QStringList &before, const QStringList &after)
{
    Database &database = m_transaction.database();
    for (const QString &policy : before) {
        if (after.contains(policy))
            continue;
        const Result<QSqlQuery *> left =
            database.run(u"DELETE FROM policy_devices WHERE policy = ? AND device = ?"_s, {policy, device.id.text});
        if (!left)
            return left.error();
        --m_moved[policy];
    }
    for (const QString &policy : after) {
        if (before.contains(policy))
            continue;
        const Result<QSqlQuery *> entered =
            database.run(u"INSERT INTO policy_devices (policy, device, assigned) VALUES (?, ?, ?)"_s,
                {policy, device.id.text, m_transaction.now().toMSecsSinceEpoch()});
        if (!entered)
            return entered.error();
        ++m_moved[policy];
    }
    return Done{};
}

Result<Done> Reconciliation::reconcile(Device &device)
{
    Database &database = m_transaction.database();
    const Result<QStringList> before = memberships(database, device.id);
    if (!before)
        return before.error();
    const Result<std::vector<Deployment>> deployments = storedDeployments(database, device.id);
    if (!deployments)
        return deployments.error();
    const DevicePlan plan = planDevice(m_set, device, {deployments.value(), before.value()});
    Result<Done> done = changeMembership(device, before.value(), plan.policies);
    if (done)
        done = applyDeployments(m_transaction, m_set, plan, device, deployments.value());
    if (!done)
        return done;
    const Result<Compliance> compliance = refreshResults(m_transaction, m_set, plan, device);
    if (!compliance)
        return compliance.error();
    device.compliance = compliance.value();
    return Done{};
}

Result<Done> Reconciliation::close()
{
    static const Table<BusinessPolicy> table;
    for (auto it = m_moved.begin(); it != m_moved.end(); ++it) {
        const Result<BusinessPolicy> stored = table.get(m_transaction.database(), Id<BusinessPolicy>{it.key()});
        if (!stored && stored.error().kind == ApiError::Kind::NotFound)
            continue; // it was removed, and with it the number
        if (!stored)
            return stored.error();
        BusinessPolicy policy = stored.value();
        policy.devices += it.value();
        const Result<BusinessPolicy> counted = table.refresh(m_transaction, policy);
        if (!counted)
            return counted.error();
    }
    m_moved.clear();
    return Done{};
}

Result<Done> reconcileNow(Transaction &transaction, Device &device)
{
    const Result<std::shared_ptr<const PolicySet>> set = currentPolicySet(transaction.database(), transaction.now());
    if (!set)
        return set.error();
    if (set.value()->isEmpty())
        return Done{}; // what an earlier policy left is in the queue
    Reconciliation reconciliation(transaction, *set.value());
    const Result<Done> done = reconciliation.reconcile(device);
    return done ? reconciliation.close() : done;
}

Result<Done> forgetPolicies(Transaction &transaction, const Id<Device> &device)
{
    static const Table<Deployment> deploymentTable;
    static const Table<RuleResult> resultTable;
    const Result<std::vector<Deployment>> deployments = storedDeployments(transaction.database(), device);
    const Result<std::vector<RuleResult>> results = storedResults(transaction.database(), device);
    if (!deployments || !results)
        return deployments ? results.error() : deployments.error();
    for (const Deployment &deployment : deployments.value()) {
        const Result<Done> removed = deploymentTable.remove(transaction, deployment.id);
        if (!removed)
            return removed;
    }
    for (const RuleResult &result : results.value()) {
        const Result<Done> removed = resultTable.remove(transaction, result.id);
        if (!removed)
            return removed;
    }
    const Result<Done> forgotten = forgetSteps(transaction, device);
    if (!forgotten)
        return forgotten;
    const PolicySet nothing;
    Reconciliation reconciliation(transaction, nothing);
    Device gone;
    gone.id = device;
    const Result<Done> left = reconciliation.reconcile(gone);
    return left ? reconciliation.close() : left;
}

} // namespace belvedere::server
