// Dry runs over the API: what a compliance rule would destroy now, before anybody approves it, and what it will bring.
#pragma once

#include "api/rules.h"

namespace belvedere {

// A step that a failure leads to, and what holds it back: a destructive one that is due, or one that brings an item.
struct DryRunStep {
    Id<Device> device;
    QString deviceName;
    Coded<RuleActionKind> kind;
    QDateTime due;
    QString step; // id of the step that waits; empty: the server has not looked at the device since it is due
    QString code; // why it may not be approved now, or would fail; empty: a second person may approve it, or it comes
    QString item; // id of what is brought
};
struct RuleDryRun {
    QString rule; // id
    QString ruleName;
    qint64 devices = 0; // that a destructive step is due for
    qint64 total = 0; // such steps
    std::vector<DryRunStep> steps; // by id of the device; the first mostDryRunSteps
    qint64 bringsTotal = 0; // that were not begun, due or not: steps that bring an item to a device that fails now
    std::vector<DryRunStep> brings; // likewise
};
inline constexpr size_t mostDryRunSteps = 1'000;

template<> struct TypeName<DryRunStep> {
    static constexpr char value[] = "DryRunStep";
};
template<> struct TypeName<RuleDryRun> {
    static constexpr char value[] = "RuleDryRun";
};
struct DryRunRule : Operation<ComplianceRule, None, None, RuleDryRun> {
    static constexpr Spec spec{"dryRunRule", Verb::Get, "rules", "/{id}/dry-run", Permission::PoliciesRead,
        "Says which devices the rule would wipe or take work data from now, to which it brings an item, and what holds "
        "each "
        "step back."};
};

} // namespace belvedere
