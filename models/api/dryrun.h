// Dry runs over the API: what a compliance rule would destroy now, before anybody approves it.
#pragma once

#include "api/rules.h"

namespace belvedere {

// A destructive step that a failure leads to now, and what holds it back.
struct DryRunStep {
    Id<Device> device;
    QString deviceName;
    Coded<RuleActionKind> kind;
    QDateTime due;
    QString step; // id of the step that waits; empty: the server has not looked at the device since it is due
    QString code; // why it may not be approved now, or would fail; empty: a second person may approve it
};
struct RuleDryRun {
    QString rule; // id
    QString ruleName;
    qint64 devices = 0; // that such a step is due for
    qint64 total = 0; // steps
    std::vector<DryRunStep> steps; // by id of the device; the first mostDryRunSteps
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
        "Says which devices the rule would wipe or take work data from now, and what holds each step back."};
};

} // namespace belvedere
