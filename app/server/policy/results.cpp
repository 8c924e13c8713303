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

Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set, const QStringList &rules,
    const Device &device, const std::vector<RuleResult> &previous)
{
    std::vector<RuleResult> results;
    if (rules.isEmpty())
        return results;
    const Result<FactTimes> times = factTimes(database, device, set.now);
    if (!times)
        return times.error();
    QList<const CompiledRule *> known;
    for (const QString &id : rules) {
        const auto rule = set.rules.constFind(id);
        if (rule != set.rules.constEnd())
            known.append(&rule.value());
    }
    const bool asksLists =
        std::any_of(known.begin(), known.end(), [](const CompiledRule *rule) { return rule->asksLists(); });
    const Result<DeviceLists> lists = deviceLists(database, device, asksLists, set.now);
    const Result<QHash<QString, QDateTime>> assigned = assignments(database, device.id);
    if (!lists || !assigned)
        return lists ? assigned.error() : lists.error();
    for (const CompiledRule *rule : std::as_const(known)) {
        const QString &id = rule->rule().id.text;
        RuleCircumstances circumstances;
        circumstances.previous = find(previous, rule->rule().id);
        circumstances.lists = &lists.value();
        circumstances.waiver = waiverFor(set.waivers, id, device);
        circumstances.assigned = assignedSince(set, assigned.value(), id);
        results.push_back(rule->evaluate(device, times.value(), circumstances));
    }
    return results;
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
    const Result<Done> taken = takeSteps(transaction, set, after.value(), device);
    if (!taken)
        return taken.error();
    return rollUp(after.value(), plan.isAssigned, set.now);
}

} // namespace belvedere::server
