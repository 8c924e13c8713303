// Storing of rule results.
#include "server/policy/results.h"

#include "api/policies.h"
#include "compliance/rollup.h"
#include "server/policy/devicelists.h"
#include "server/policy/facttimes.h"
#include "server/policy/steps.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const Table<RuleResult> &table()
{
    static const Table<RuleResult> results;
    return results;
}

// When each active policy first had the device; one that is only looked at has it from now on.
Result<QHash<QString, QDateTime>> assignments(Database &database, const Id<Device> &device)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT policy, assigned FROM policy_devices WHERE device = ?"_s, {device.text});
    if (!rows)
        return rows.error();
    QHash<QString, QDateTime> times;
    while (rows.value()->next())
        times.insert(rows.value()->value(0).toString(),
            QDateTime::fromMSecsSinceEpoch(rows.value()->value(1).toLongLong(), Qt::UTC));
    rows.value()->finish();
    return times;
}

QDateTime assignedSince(const PolicySet &set, const QHash<QString, QDateTime> &assignments, const QString &rule)
{
    QDateTime first = set.now;
    for (const CompiledPolicy &active : set.active) {
        const QDateTime time = assignments.value(active.policy.id.text);
        if (active.policy.rules.contains(rule) && time.isValid() && time < first)
            first = time;
    }
    return first;
}

const RuleResult *find(const std::vector<RuleResult> &results, const Id<ComplianceRule> &rule)
{
    const auto it =
        std::find_if(results.begin(), results.end(), [&rule](const RuleResult &result) { return result.rule == rule; });
    return it == results.end() ? nullptr : &*it;
}

} // namespace

Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous)
{
    std::vector<RuleResult> results;
    if (rules.empty())
        return results;
    const Result<FactTimes> times = factTimes(database, device, set.now);
    if (!times)
        return times.error();
    QList<std::pair<const PlannedRule *, const CompiledRule *>> known;
    for (const PlannedRule &planned : rules) {
        const auto rule = set.rules.constFind(rulePin(planned.rule, planned.revision, planned.parameters));
        if (rule != set.rules.constEnd() && !rule->rule().disabled)
            known.append({&planned, &rule.value()});
    }
    const bool asksLists =
        std::any_of(known.begin(), known.end(), [](const auto &pair) { return pair.second->asksLists(); });
    const Result<DeviceLists> lists = deviceLists(database, device, asksLists, set.now);
    const Result<QHash<QString, QDateTime>> assigned = assignments(database, device.id);
    if (!lists || !assigned)
        return lists ? assigned.error() : lists.error();
    for (const auto &[planned, rule] : std::as_const(known)) {
        RuleCircumstances circumstances;
        circumstances.previous = find(previous, rule->rule().id);
        circumstances.lists = &lists.value();
        circumstances.waiver = waiverFor(set.waivers, planned->rule, device);
        circumstances.assigned = assignedSince(set, assigned.value(), planned->rule);
        circumstances.monitors = planned->isMonitored;
        results.push_back(rule->evaluate(device, times.value(), circumstances));
    }
    return results;
}

std::vector<RuleResult> enforcedResults(std::span<const RuleResult> results, const DevicePlan &plan)
{
    std::vector<RuleResult> enforced;
    std::copy_if(results.begin(), results.end(), std::back_inserter(enforced), [&plan](const RuleResult &result) {
        return std::none_of(plan.rules.begin(), plan.rules.end(),
            [&result](const PlannedRule &rule) { return rule.isMonitored && rule.rule == result.rule.text; });
    });
    return enforced;
}

Result<std::vector<RuleResult>> storedResults(Database &database, const Id<Device> &device)
{
    return table().list(database, {u"device_id = ?"_s, {device.text}});
}

Result<Compliance> refreshResults(
    Transaction &transaction, const PolicySet &set, const DevicePlan &plan, Device &device)
{
    const Result<std::vector<RuleResult>> before = storedResults(transaction.database(), device.id);
    if (!before)
        return before.error();
    const Result<std::vector<RuleResult>> after =
        evaluateRules(transaction.database(), set, plan.rules, device, before.value());
    if (!after)
        return after.error();
    for (const RuleResult &old : before.value()) {
        if (find(after.value(), old.rule))
            continue;
        const Result<Done> removed = table().remove(transaction, old.id);
        if (!removed)
            return removed.error();
    }
    for (RuleResult result : after.value()) {
        const RuleResult *old = find(before.value(), result.rule);
        if (old && !mattersOver(*old, result))
            continue;
        if (old) {
            result.id = old->id;
            result.version = old->version;
        }
        const Result<RuleResult> stored =
            old ? table().refresh(transaction, result) : table().insert(transaction, result);
        if (!stored)
            return stored.error();
    }
    const Result<Done> taken = takeSteps(transaction, set, plan, after.value(), device);
    if (!taken)
        return taken.error();
    return rollUp(enforcedResults(after.value(), plan), plan.isAssigned, set.now);
}

} // namespace belvedere::server
