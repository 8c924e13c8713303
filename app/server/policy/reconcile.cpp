// Reconciling of devices.
#include "server/policy/reconcile.h"

#include "api/policies.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/results.h"
#include "server/policy/steps.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<QStringList> memberships(Database &database, const Id<Device> &device)
{
    return textsOf(database, u"SELECT policy FROM policy_devices WHERE device = ?"_s, {device.text});
}

namespace {

// What the plan comes to; paused policies keep what is noted.
Memberships plannedMemberships(const PolicySet &set, const PlanSubject &subject, const DevicePlan &plan,
    const Device &device, const Memberships &before)
{
    Memberships after;
    for (const QString &policy : plan.policies)
        after.insert(policy, before.value(policy));
    for (const PlanScope &scope : subject.scopes) {
        const CompiledPolicy &active = set.active[scope.rank];
        after.insert(active.policy.id.text,
            {active.waves.empty() ? 0 : active.waveOf(device), active.version(scope.back)->policy.inForce});
    }
    return after;
}

Result<Done> writeMemberships(
    Transaction &transaction, const Id<Device> &device, const Memberships &before, const Memberships &after)
{
    Database &database = transaction.database();
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (after.contains(it.key()))
            continue;
        const Result<Done> left =
            execute(database, u"DELETE FROM policy_devices WHERE policy = ? AND device = ?"_s, {it.key(), device.text});
        if (!left)
            return left;
    }
    for (auto it = after.begin(); it != after.end(); ++it) {
        const auto old = before.constFind(it.key());
        if (old != before.constEnd() && *old == *it)
            continue;
        const Result<Done> written = old == before.constEnd()
            ? execute(database,
                u"INSERT INTO policy_devices (policy, device, assigned, wave, number) VALUES (?, ?, ?, ?, ?)"_s,
                {it.key(), device.text, transaction.now().toMSecsSinceEpoch(), it->wave, it->number})
            : execute(database, u"UPDATE policy_devices SET wave = ?, number = ? WHERE policy = ? AND device = ?"_s,
                {it->wave, it->number, it.key(), device.text});
        if (!written)
            return written;
    }
    return Done{};
}

} // namespace

Result<Done> Reconciliation::readAhead(const QStringList &devices)
{
    return readRecords(m_transaction.database(), devices).map([this](const QHash<QString, DeviceRecords> &read) {
        m_ahead = read;
        return Done{};
    });
}

Result<Done> Reconciliation::reconcile(Device &device)
{
    if (!m_ahead.contains(device.id.text)) {
        const Result<Done> read = readAhead({device.id.text});
        if (!read)
            return read;
    }
    const DeviceRecords records = m_ahead.take(device.id.text); // what is written now makes it old
    const Memberships &before = records.memberships;
    const PlanSubject subject = subjectOf(m_set, device);
    const DevicePlan plan = planDevice(m_set, subject, {records.deployments, QStringList(before.keys())});
    const Memberships after = plannedMemberships(m_set, subject, plan, device, before);
    Result<Done> done = writeMemberships(m_transaction, device.id, before, after);
    if (done)
        done = applyDeployments(m_transaction, m_set, plan, device, records.deployments);
    if (!done)
        return done;
    for (auto it = before.begin(); it != before.end(); ++it)
        m_moved[it.key()] -= after.contains(it.key()) ? 0 : 1;
    for (auto it = after.begin(); it != after.end(); ++it)
        m_moved[it.key()] += before.contains(it.key()) ? 0 : 1;
    const Result<Compliance> compliance =
        refreshResults(m_transaction, m_set, plan, device, records.results, records.sections);
    if (!compliance)
        return compliance.error();
    device.compliance = compliance.value();
    return Done{};
}

Result<Done> Reconciliation::close()
{
    static const Table<BusinessPolicy> table;
    for (auto it = m_moved.begin(); it != m_moved.end(); ++it) {
        if (it.value() == 0)
            continue;
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
        return Done{}; // what an earlier policy brought is in the queue
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
