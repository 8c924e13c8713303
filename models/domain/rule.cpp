// The declarations of ComplianceRule and RuleResult.
#include "domain/rule.h"

namespace belvedere {

template<> std::span<const Choice> choices<RuleSeverity>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("ComplianceRule", "Not known")},
        {"info", QT_TRANSLATE_NOOP("ComplianceRule", "Information")},
        {"low", QT_TRANSLATE_NOOP("ComplianceRule", "Low")}, {"medium", QT_TRANSLATE_NOOP("ComplianceRule", "Medium")},
        {"high", QT_TRANSLATE_NOOP("ComplianceRule", "High")},
        {"critical", QT_TRANSLATE_NOOP("ComplianceRule", "Critical")}};
    return list;
}

template<> std::span<const Choice> choices<RuleState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("RuleResult", "Not known")},
        {"pass", QT_TRANSLATE_NOOP("RuleResult", "Pass")}, {"fail", QT_TRANSLATE_NOOP("RuleResult", "Fail")},
        {"undetermined", QT_TRANSLATE_NOOP("RuleResult", "Not determined")},
        {"error", QT_TRANSLATE_NOOP("RuleResult", "Error")},
        {"not_applicable", QT_TRANSLATE_NOOP("RuleResult", "Not applicable")}};
    return list;
}

template<> std::span<const Field> fields<ComplianceRule>()
{
    using R = ComplianceRule;
    static const Field list[] = {field<&R::id>("id", QT_TRANSLATE_NOOP("ComplianceRule", "Id"), Required | ReadOnly),
        field<&R::name>("name", QT_TRANSLATE_NOOP("ComplianceRule", "Name"), Required | Searchable),
        field<&R::description>("description", QT_TRANSLATE_NOOP("ComplianceRule", "Description"), Searchable),
        field<&R::remediation>("remediation", QT_TRANSLATE_NOOP("ComplianceRule", "Remediation"), Searchable),
        field<&R::check>("check", QT_TRANSLATE_NOOP("ComplianceRule", "Check"), Required | Searchable),
        field<&R::platforms>("platforms", QT_TRANSLATE_NOOP("ComplianceRule", "Platforms"), Facet),
        field<&R::severity>("severity", QT_TRANSLATE_NOOP("ComplianceRule", "Severity"), Facet),
        field<&R::grace>("grace", QT_TRANSLATE_NOOP("ComplianceRule", "Grace"), 0, Personal::No, "s"),
        field<&R::revision>("revision", QT_TRANSLATE_NOOP("ComplianceRule", "Revision"), ReadOnly),
        field<&R::created>("created", QT_TRANSLATE_NOOP("ComplianceRule", "Created"), ReadOnly),
        field<&R::edited>("edited", QT_TRANSLATE_NOOP("ComplianceRule", "Edited"), ReadOnly),
        field<&R::version>("version", QT_TRANSLATE_NOOP("ComplianceRule", "Version"), ReadOnly | Hidden)};
    return list;
}

template<> std::span<const Field> fields<RuleResult>()
{
    using R = RuleResult;
    static const Field list[] = {field<&R::id>("id", QT_TRANSLATE_NOOP("RuleResult", "Id"), Required | ReadOnly),
        field<&R::rule>("rule_id", QT_TRANSLATE_NOOP("RuleResult", "Rule id"), Required | ReadOnly | Hidden),
        field<&R::ruleName>("rule", QT_TRANSLATE_NOOP("RuleResult", "Rule"), ReadOnly | Searchable | Facet),
        field<&R::revision>("revision", QT_TRANSLATE_NOOP("RuleResult", "Revision"), ReadOnly),
        field<&R::device>("device_id", QT_TRANSLATE_NOOP("RuleResult", "Device id"), Required | ReadOnly | Hidden),
        field<&R::deviceName>(
            "device", QT_TRANSLATE_NOOP("RuleResult", "Device"), ReadOnly | Searchable, Personal::Identity),
        field<&R::severity>("severity", QT_TRANSLATE_NOOP("RuleResult", "Severity"), ReadOnly | Facet),
        field<&R::state>("state", QT_TRANSLATE_NOOP("RuleResult", "State"), Required | ReadOnly | Facet),
        field<&R::reason>("reason", QT_TRANSLATE_NOOP("RuleResult", "Reason"), ReadOnly | Facet),
        field<&R::expected>("expected", QT_TRANSLATE_NOOP("RuleResult", "Expected"), ReadOnly),
        field<&R::actual>("actual", QT_TRANSLATE_NOOP("RuleResult", "Actual"), ReadOnly),
        field<&R::asOf>("as_of", QT_TRANSLATE_NOOP("RuleResult", "As of"), ReadOnly),
        field<&R::evaluated>("evaluated", QT_TRANSLATE_NOOP("RuleResult", "Evaluated"), ReadOnly),
        field<&R::failingSince>("failing_since", QT_TRANSLATE_NOOP("RuleResult", "Failing since"), ReadOnly),
        field<&R::graceUntil>("grace_until", QT_TRANSLATE_NOOP("RuleResult", "Grace until"), ReadOnly),
        field<&R::version>("version", QT_TRANSLATE_NOOP("RuleResult", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
