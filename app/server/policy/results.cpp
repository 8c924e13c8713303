// Storing of rule results.
#include "server/policy/results.h"

#include "api/policies.h"
#include "compliance/rollup.h"
#include "server/policy/facttimes.h"
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
    for (const PlannedRule &planned : rules) {
        const auto rule = set.rules.constFind({planned.rule, planned.revision});
        if (rule != set.rules.constEnd())
            results.push_back(rule->evaluate(device, times.value(), find(previous, Id<ComplianceRule>{planned.rule})));
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
    Transaction &transaction, const PolicySet &set, const DevicePlan &plan, const Device &device)
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
    return rollUp(enforcedResults(after.value(), plan), plan.isAssigned, set.now);
}

} // namespace belvedere::server
