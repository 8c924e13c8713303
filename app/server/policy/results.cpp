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

std::vector<RuleResult> evaluated(const PolicySet &set, std::span<const PlannedRule> rules, const Device &device,
    const std::vector<RuleResult> &previous, const FactTimes &times)
{
    std::vector<RuleResult> results;
    results.reserve(rules.size());
    for (const PlannedRule &planned : rules) {
        const auto rule = set.rules.constFind({planned.rule, planned.revision});
        if (rule != set.rules.constEnd())
            results.push_back(rule->evaluate(device, times, find(previous, Id<ComplianceRule>{planned.rule})));
    }
    return results;
}

} // namespace

Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous)
{
    if (rules.empty())
        return std::vector<RuleResult>();
    const Result<FactTimes> times = factTimes(database, device, set.now);
    return times ? evaluated(set, rules, device, previous, times.value())
                 : Result<std::vector<RuleResult>>(times.error());
}

Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous,
    const QList<SectionTime> &told)
{
    if (rules.empty())
        return std::vector<RuleResult>();
    const Result<FactTimes> times = factTimes(database, device, set.now, told);
    return times ? evaluated(set, rules, device, previous, times.value())
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
    const Device &device, const std::vector<RuleResult> &before, const QList<SectionTime> &told)
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
    return rollUp(enforcedResults(after.value(), plan), plan.isAssigned, set.now);
}

} // namespace belvedere::server
