// The roll-up of rule results.
#include "compliance/rollup.h"

namespace belvedere {

void RollUp::add(RuleState state, RuleSeverity severity, bool isInGrace)
{
    if (state == RuleState::NotApplicable)
        return;
    m_applies = true;
    if (severity == RuleSeverity::Info)
        return;
    // a severity that this server does not know counts in full
    m_blocks = m_blocks || (state == RuleState::Fail && severity != RuleSeverity::Low && !isInGrace);
    m_failed = m_failed || state == RuleState::Fail;
    m_error = m_error || state == RuleState::Error;
    m_unknown = m_unknown || state == RuleState::Undetermined || state == RuleState::Unknown;
}

Compliance RollUp::result(bool isAssigned) const
{
    if (!isAssigned)
        return Compliance::NotAssigned;
    if (!m_applies)
        return Compliance::NotApplicable;
    if (m_blocks)
        return Compliance::Noncompliant;
    return m_failed ? Compliance::InGrace
        : m_error   ? Compliance::Error
        : m_unknown ? Compliance::Undetermined
                    : Compliance::Compliant;
}

Compliance rollUp(std::span<const RuleResult> results, bool isAssigned, const QDateTime &now)
{
    RollUp sum;
    for (const RuleResult &result : results)
        sum.add(result.state.value(), result.severity.value(), result.graceUntil > now);
    return sum.result(isAssigned);
}

} // namespace belvedere
