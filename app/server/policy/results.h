// Rule results of one device: evaluated, and stored where something that matters changed.
#pragma once

#include "compliance/plan.h"
#include "server/policy/facttimes.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// What the rules say about the device, with `previous` as it is on record; nothing is stored.
Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous);

// The same with the device's sections read before.
Result<std::vector<RuleResult>> evaluateRules(Database &database, const PolicySet &set,
    std::span<const PlannedRule> rules, const Device &device, const std::vector<RuleResult> &previous,
    const QList<SectionTime> &told);

// Without those of rules that are only monitored: what the device's state follows from.
std::vector<RuleResult> enforcedResults(std::span<const RuleResult> results, const DevicePlan &plan);

// Whether the grace of the rule begins when a policy with it first has the device.
bool countsFromAssignment(const ComplianceRule &rule);
// When each policy first had the device, by its id.
using Assignments = QHash<QString, QDateTime>;
Result<Assignments> assignments(Database &database, const Id<Device> &device);
// When the first of the active policies had the device and the rule; from now on where none is on record for it.
QDateTime assignedSince(const PolicySet &set, const Assignments &assignments, const QString &rule);

Result<std::vector<RuleResult>> storedResults(Database &database, const Id<Device> &device);
// Makes the stored results, which are `before`, those of the plan's rules and answers what the device comes to. See
// mattersOver() for what is written. Takes the steps that are due, which may set device.accessBlocked.
Result<Compliance> refreshResults(Transaction &transaction, const PolicySet &set, const DevicePlan &plan,
    Device &device, const std::vector<RuleResult> &before, const QList<SectionTime> &told);

} // namespace belvedere::server
