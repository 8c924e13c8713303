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

const RuleResult *find(const std::vector<RuleResult> &results, const Id<ComplianceRule> &rule)
{
    const auto it =
        std::find_if(results.begin(), results.end(), [&rule](const RuleResult &result) { return result.rule == rule; });
    return it == results.end() ? nullptr : &*it;
}

Result<std::vector<RuleResult>> evaluated(Database &database, const PolicySet &set, std::span<const PlannedRule> rules,
    const Device &device, const std::vector<RuleResult> &previous, const FactTimes &times)
{
    QList<std::pair<const PlannedRule *, const CompiledRule *>> known;
    for (const PlannedRule &planned : rules) {
        const auto rule = set.rules.constFind(rulePin(planned.rule, planned.revision, planned.parameters));
        if (rule != set.rules.constEnd() && !rule->rule().disabled)
            known.append({&planned, &rule.value()});
    }
    const bool asksLists =
        std::any_of(known.begin(), known.end(), [](const auto &pair) { return pair.second->asksLists(); });
    const bool asksAssignment = std::any_of(
        known.begin(), known.end(), [](const auto &pair) { return countsFromAssignment(pair.second->rule()); });
    const Result<DeviceLists> lists = deviceLists(database, device, asksLists, set.now);
    const Result<Assignments> assigned = asksAssignment ? assignments(database, device.id) : Assignments();
    if (!lists || !assigned)
        return lists ? assigned.error() : lists.error();
    std::vector<RuleResult> results;
    results.reserve(size_t(known.size()));
    for (const auto &[planned, rule] : std::as_const(known)) {
        RuleCircumstances circumstances;
        circumstances.previous = find(previous, rule->rule().id);
        circumstances.lists = &lists.value();
        circumstances.waiver = waiverFor(set.waivers, planned->rule, device);
        if (asksAssignment)
            circumstances.assigned = assignedSince(set, assigned.value(), planned->rule);
        circumstances.monitors = planned->isMonitored;
        results.push_back(rule->evaluate(device, times, circumstances));
    }
    return results;
}

} // namespace

bool countsFromAssignment(const ComplianceRule &rule) { return rule.graceStarts.value() == GraceStart::PolicyAssigned; }

Result<Assignments> assignments(Database &database, const Id<Device> &device)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT policy, assigned FROM policy_devices WHERE device = ?"_s, {device.text});
    if (!rows)
        return rows.error();
    Assignments times;
    while (rows.value()->next())
        times.insert(rows.value()->value(0).toString(),
            QDateTime::fromMSecsSinceEpoch(rows.value()->value(1).toLongLong(), Qt::UTC));
    rows.value()->finish();
    return times;
}

QDateTime assignedSince(const PolicySet &set, const Assignments &assignments, const QString &rule)
{
    QDateTime first = set.now;
    for (const CompiledPolicy &active : set.active) {
        QDateTime time = assignments.value(active.policy.id.text);
        const CompiledPolicy *version = &active; // the newest that names it
        while (version && !version->policy.rules.contains(rule))
            version = version->previous.get();
        if (!version)
            continue;
        const QDateTime came = version->ruleSince.value(rule); // later than the policy, if it was added to it
        if (came.isValid() && came > time)
            time = came;
        if (time.isValid() && time < first)
            first = time;
    }
    return first;
}

Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous)
{
    if (rules.empty())
        return std::vector<RuleResult>();
    const Result<FactTimes> times = factTimes(database, device, set.now);
    return times ? evaluated(database, set, rules, device, previous, times.value())
                 : Result<std::vector<RuleResult>>(times.error());
}

Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous,
    const QList<SectionTime> &told)
{
    if (rules.empty())
        return std::vector<RuleResult>();
    const Result<FactTimes> times = factTimes(database, device, set.now, told);
    return times ? evaluated(database, set, rules, device, previous, times.value())
                 : Result<std::vector<RuleResult>>(times.error());
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

Result<Compliance> refreshResults(Transaction &transaction, const PolicySet &set, const DevicePlan &plan,
    Device &device, const std::vector<RuleResult> &before, const QList<SectionTime> &told)
{
    const Result<std::vector<RuleResult>> after =
        evaluateRules(transaction.database(), set, plan.rules, device, before, told);
    if (!after)
        return after.error();
    for (const RuleResult &old : before) {
        if (find(after.value(), old.rule))
            continue;
        const Result<Done> removed = table().remove(transaction, old.id);
        if (!removed)
            return removed.error();
    }
    for (RuleResult result : after.value()) {
        const RuleResult *old = find(before, result.rule);
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
