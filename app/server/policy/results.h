// Rule results of one device: evaluated, and stored where something that matters changed.
#pragma once

#include "compliance/plan.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// What the rules say about the device, with `previous` as it is on record; nothing is stored.
Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous);

// Without those of rules that are only monitored: what the device's state follows from.
std::vector<RuleResult> enforcedResults(std::span<const RuleResult> results, const DevicePlan &plan);

Result<std::vector<RuleResult>> storedResults(Database &database, const Id<Device> &device);
// Makes the stored results those of `rules` and answers what the device comes to. See mattersOver() for what is
// written.
Result<Compliance> refreshResults(
    Transaction &transaction, const PolicySet &set, const DevicePlan &plan, const Device &device);

} // namespace belvedere::server
