// Previewing as reconciliation goes about it, several questions to the database for every device.
#include "bench/plainpreview.h"

#include "api/operations.h"
#include "compliance/rollup.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/previewsum.h"
#include "server/policy/reconcile.h"
#include "server/policy/results.h"
#include "server/policy/rollouts.h"
#include "server/store/entitytable.h"

#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;
using namespace belvedere::server;

namespace belvedere::bench {

namespace {

Result<QSet<QString>> members(Database &database, const BusinessPolicy &policy)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT device FROM policy_devices WHERE policy = ?"_s, {policy.id.text});
    if (!rows)
        return rows.error();
    QSet<QString> devices;
    while (rows.value()->next())
        devices.insert(rows.value()->value(0).toString());
    rows.value()->finish();
    return devices;
}

// The first by name, sorted.
std::vector<PreviewDevice> firstOf(std::vector<PreviewDevice> devices)
{
    std::sort(devices.begin(), devices.end(), PreviewSum::isListedBefore);
    devices.resize(std::min(devices.size(), PreviewSum::listedDevices));
    return devices;
}

Result<PolicyPreview> previewAtOneMoment(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    static const EntityTable table(tableSpec<Device>());
    const Result<BusinessPolicy> activated = activatedPolicy(database, policy, now);
    if (!activated)
        return activated.error();
    const BusinessPolicy &active = activated.value();
    const Result<CompiledPolicy> scope = compilePolicy(active, now);
    if (!scope)
        return scope.error();
    const Result<PolicySet> set = loadPolicySet(database, now, &active);
    const Result<QSet<QString>> before = members(database, policy);
    if (!set || !before)
        return set ? before.error() : set.error();
    PreviewSum sum(policy, set.value());
    std::vector<PreviewDevice> changing;
    Device device;
    const Result<Done> visited = table.all(database, &device, [&]() -> Result<Done> {
        const bool wasMember = before.value().contains(device.id.text);
        if (!active.waves.empty() && scope.value().holds(device))
            sum.addToWave(scope.value().waveOf(device), 1);
        const PlanSubject subject = subjectOf(set.value(), device);
        const bool isConcerned = std::any_of(subject.scopes.begin(), subject.scopes.end(),
            [&](const PlanScope &part) { return set.value().active[part.rank].policy.id == active.id; });
        if (!wasMember && !isConcerned)
            return Done{};
        const Result<QStringList> policies = memberships(database, device.id);
        const Result<std::vector<Deployment>> present = storedDeployments(database, device.id);
        const Result<std::vector<RuleResult>> results = storedResults(database, device.id);
        if (!policies || !present || !results)
            return !policies ? policies.error() : !present ? present.error() : results.error();
        const DevicePlan plan = planDevice(set.value(), subject, {present.value(), policies.value()});
        const Result<std::vector<RuleResult>> after =
            evaluateRules(database, set.value(), plan.rules, device, results.value());
        if (!after)
            return after.error();
        PreviewDevice line = sum.effect(plan, present.value(), wasMember);
        line.device = device.id.text;
        line.name = device.name;
        line.simulated = device.simulated;
        line.before = device.compliance;
        line.after = rollUp(enforcedResults(after.value(), plan), plan.isAssigned, now);
        sum.add(plan, present.value(), wasMember, 1);
        sum.addCompliance(device.compliance.token(), line.after.value(), 1);
        if (PreviewSum::changes(line)) {
            line.ineffective = sum.ineffective(plan);
            changing.push_back(line);
        }
        return Done{};
    });
    if (!visited)
        return visited.error();
    sum.setChanging(qint64(changing.size()), firstOf(changing));
    return sum.result();
}

} // namespace

Result<PolicyPreview> plainPreview(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    return database.look([&] { return previewAtOneMoment(database, policy, now); });
}

} // namespace belvedere::bench
