// The roll-up of rule results.
#include "compliance/rollup.h"

namespace belvedere {

Compliance rollUp(std::span<const RuleResult> results, bool isAssigned, const QDateTime &now)
{
    if (!isAssigned)
        return Compliance::NotAssigned;
    bool applies = false;
    bool failed = false;
    bool error = false;
    bool unknown = false;
    for (const RuleResult &result : results) {
        const RuleState state = result.state.value();
        if (state == RuleState::NotApplicable)
            continue;
        applies = true;
        const RuleSeverity severity = result.severity.value();
        if (severity == RuleSeverity::Info || result.mode.value() == RuleMode::Monitor || state == RuleState::Excepted)
            continue;
        // a severity that this server does not know counts in full
        const bool blocks = severity != RuleSeverity::Low;
        if (state == RuleState::Fail && blocks && result.graceUntil <= now)
            return Compliance::Noncompliant;
        failed = failed || state == RuleState::Fail;
        error = error || state == RuleState::Error;
        unknown = unknown || state == RuleState::Undetermined || state == RuleState::NotChecked
            || state == RuleState::Unknown;
    }
    if (!applies)
        return Compliance::NotApplicable;
    return failed ? Compliance::InGrace
        : error   ? Compliance::Error
        : unknown ? Compliance::Undetermined
                  : Compliance::Compliant;
}

} // namespace belvedere
