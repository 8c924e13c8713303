// The roll-up of rule results.
#include "compliance/rollup.h"

namespace belvedere {

void RollUp::add(const Part &part)
{
    if (part.state == RuleState::NotApplicable)
        return;
    m_applies = true;
    if (part.severity == RuleSeverity::Info || part.isMonitored || part.state == RuleState::Excepted)
        return;
    const bool fails = part.state == RuleState::Fail;
    // a severity that this server does not know counts in full
    m_blocks = m_blocks || (fails && part.severity != RuleSeverity::Low && !part.isInGrace);
    m_failed = m_failed || fails;
    m_error = m_error || part.state == RuleState::Error;
    m_unknown = m_unknown || part.state == RuleState::Undetermined || part.state == RuleState::NotChecked
        || part.state == RuleState::Unknown;
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
        sum.add({result.state.value(), result.severity.value(), result.graceUntil > now,
            result.mode.value() == RuleMode::Monitor});
    return sum.result(isAssigned);
}

} // namespace belvedere
