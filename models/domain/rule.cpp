// The declarations of ComplianceRule, its parts, and RuleResult.
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
        {"not_applicable", QT_TRANSLATE_NOOP("RuleResult", "Not applicable")},
        {"not_checked", QT_TRANSLATE_NOOP("RuleResult", "Not checked")},
        {"excepted", QT_TRANSLATE_NOOP("RuleResult", "Excepted")}};
    return list;
}

template<> std::span<const Choice> choices<RuleMode>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("ComplianceRule", "Not known")},
        {"enforce", QT_TRANSLATE_NOOP("ComplianceRule", "Enforce")},
        {"monitor", QT_TRANSLATE_NOOP("ComplianceRule", "Monitor")}};
    return list;
}

template<> std::span<const Choice> choices<GraceStart>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("ComplianceRule", "Not known")},
        {"first_fail", QT_TRANSLATE_NOOP("ComplianceRule", "With the first failure")},
        {"policy_assigned", QT_TRANSLATE_NOOP("ComplianceRule", "When the policy reaches the device")}};
    return list;
}

template<> std::span<const Choice> choices<ParameterType>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("RuleParameter", "Not known")},
        {"bool", QT_TRANSLATE_NOOP("RuleParameter", "Yes or no")},
        {"int", QT_TRANSLATE_NOOP("RuleParameter", "Whole number")},
        {"duration", QT_TRANSLATE_NOOP("RuleParameter", "Duration")},
        {"version", QT_TRANSLATE_NOOP("RuleParameter", "Version")},
        {"range", QT_TRANSLATE_NOOP("RuleParameter", "Range of versions")},
        {"text", QT_TRANSLATE_NOOP("RuleParameter", "Text")}, {"choice", QT_TRANSLATE_NOOP("RuleParameter", "Choice")},
        {"list", QT_TRANSLATE_NOOP("RuleParameter", "List")}};
    return list;
}

template<> std::span<const Choice> choices<RuleActionKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("RuleAction", "Not known")},
        {"notify_user", QT_TRANSLATE_NOOP("RuleAction", "Tell the user")},
        {"notify_admin", QT_TRANSLATE_NOOP("RuleAction", "Tell the administrators")},
        {"block_access", QT_TRANSLATE_NOOP("RuleAction", "Block access")},
        {"remote_lock", QT_TRANSLATE_NOOP("RuleAction", "Lock the device")},
        {"lost_mode", QT_TRANSLATE_NOOP("RuleAction", "Lost mode")},
        {"remove_work_data", QT_TRANSLATE_NOOP("RuleAction", "Remove work data")},
        {"wipe", QT_TRANSLATE_NOOP("RuleAction", "Wipe the device")},
        {"push_profile", QT_TRANSLATE_NOOP("RuleAction", "Bring a profile")},
        {"install_app", QT_TRANSLATE_NOOP("RuleAction", "Install an application")},
        {"run_command", QT_TRANSLATE_NOOP("RuleAction", "Run a command")},
        {"webhook", QT_TRANSLATE_NOOP("RuleAction", "Tell a webhook")},
        {"create_ticket", QT_TRANSLATE_NOOP("RuleAction", "Make a ticket")}};
    return list;
}

template<> std::span<const Field> fields<RuleParameter>()
{
    using R = RuleParameter;
    static const Field list[] = {field<&R::name>("name", QT_TRANSLATE_NOOP("RuleParameter", "Name"), Required),
        field<&R::type>("type", QT_TRANSLATE_NOOP("RuleParameter", "Type"), Required),
        field<&R::label>("label", QT_TRANSLATE_NOOP("RuleParameter", "Label")),
        field<&R::value>("value", QT_TRANSLATE_NOOP("RuleParameter", "Value")),
        field<&R::minimum>("min", QT_TRANSLATE_NOOP("RuleParameter", "At least")),
        field<&R::maximum>("max", QT_TRANSLATE_NOOP("RuleParameter", "At most")),
        field<&R::allowed>("allowed", QT_TRANSLATE_NOOP("RuleParameter", "Allowed values")),
        field<&R::baselines>("baselines", QT_TRANSLATE_NOOP("RuleParameter", "Values of baselines"))};
    return list;
}

template<> std::span<const Field> fields<RuleAction>()
{
    using R = RuleAction;
    static const Field list[] = {field<&R::kind>("kind", QT_TRANSLATE_NOOP("RuleAction", "Action"), Required),
        field<&R::after>("after", QT_TRANSLATE_NOOP("RuleAction", "After"), 0, Personal::No, "s"),
        field<&R::repeat>("repeat", QT_TRANSLATE_NOOP("RuleAction", "Again every"), 0, Personal::No, "s"),
        field<&R::message>("message", QT_TRANSLATE_NOOP("RuleAction", "Message")),
        field<&R::phone>("phone", QT_TRANSLATE_NOOP("RuleAction", "Phone")),
        field<&R::item>("item", QT_TRANSLATE_NOOP("RuleAction", "Item")),
        field<&R::revision>("revision", QT_TRANSLATE_NOOP("RuleAction", "Revision")),
        field<&R::command>("command", QT_TRANSLATE_NOOP("RuleAction", "Command")),
        field<&R::target>("target", QT_TRANSLATE_NOOP("RuleAction", "Target"))};
    return list;
}

template<> std::span<const Field> fields<RuleFix>()
{
    using R = RuleFix;
    static const Field list[] = {field<&R::platform>("platform", QT_TRANSLATE_NOOP("RuleFix", "Platform"), Required),
        field<&R::kind>("kind", QT_TRANSLATE_NOOP("RuleFix", "Kind"), Required),
        field<&R::text>("text", QT_TRANSLATE_NOOP("RuleFix", "Fix"), Required)};
    return list;
}

template<> std::span<const Field> fields<RuleLeaf>()
{
    using R = RuleLeaf;
    static const Field list[] = {field<&R::field>("field", QT_TRANSLATE_NOOP("RuleLeaf", "Field"), Required),
        field<&R::state>("state", QT_TRANSLATE_NOOP("RuleLeaf", "State"), Required),
        field<&R::reason>("reason", QT_TRANSLATE_NOOP("RuleLeaf", "Reason")),
        field<&R::expected>("expected", QT_TRANSLATE_NOOP("RuleLeaf", "Expected")),
        field<&R::actual>("actual", QT_TRANSLATE_NOOP("RuleLeaf", "Actual")),
        field<&R::asOf>("as_of", QT_TRANSLATE_NOOP("RuleLeaf", "As of")),
        field<&R::decided>("decided", QT_TRANSLATE_NOOP("RuleLeaf", "Decided"))};
    return list;
}

qint64 weightOf(const ComplianceRule &rule)
{
    constexpr qint64 weights[] = {5, 0, 1, 5, 10, 20}; // by RuleSeverity; one that is not known counts as medium
    return rule.weight.value_or(weights[size_t(rule.severity.value())]);
}

template<> std::span<const Field> fields<ComplianceRule>()
{
    using R = ComplianceRule;
    static const Field list[] = {field<&R::id>("id", QT_TRANSLATE_NOOP("ComplianceRule", "Id"), Required | ReadOnly),
        field<&R::name>("name", QT_TRANSLATE_NOOP("ComplianceRule", "Name"), Required | Searchable),
        field<&R::description>("description", QT_TRANSLATE_NOOP("ComplianceRule", "Description"), Searchable),
        field<&R::rationale>("rationale", QT_TRANSLATE_NOOP("ComplianceRule", "Rationale"), Searchable | Detail),
        field<&R::remediation>("remediation", QT_TRANSLATE_NOOP("ComplianceRule", "Remediation"), Searchable),
        field<&R::check>("check", QT_TRANSLATE_NOOP("ComplianceRule", "Check"), Required | Searchable),
        field<&R::parameters>("params", QT_TRANSLATE_NOOP("ComplianceRule", "Parameters"), Detail),
        field<&R::platforms>("platforms", QT_TRANSLATE_NOOP("ComplianceRule", "Platforms"), Facet),
        field<&R::osMinimum>("os_min", QT_TRANSLATE_NOOP("ComplianceRule", "From OS version")),
        field<&R::osMaximum>("os_max", QT_TRANSLATE_NOOP("ComplianceRule", "To OS version")),
        field<&R::ownership>("ownership", QT_TRANSLATE_NOOP("ComplianceRule", "Ownership"), Facet),
        field<&R::supervisedOnly>("supervised", QT_TRANSLATE_NOOP("ComplianceRule", "Only supervised devices")),
        field<&R::forms>("forms", QT_TRANSLATE_NOOP("ComplianceRule", "Forms")),
        field<&R::severity>("severity", QT_TRANSLATE_NOOP("ComplianceRule", "Severity"), Facet),
        field<&R::grace>("grace", QT_TRANSLATE_NOOP("ComplianceRule", "Grace"), 0, Personal::No, "s"),
        field<&R::weight>("weight", QT_TRANSLATE_NOOP("ComplianceRule", "Weight")),
        field<&R::graceStarts>("grace_starts", QT_TRANSLATE_NOOP("ComplianceRule", "Grace starts")),
        field<&R::mode>("mode", QT_TRANSLATE_NOOP("ComplianceRule", "Mode"), Facet),
        field<&R::disabled>("disabled", QT_TRANSLATE_NOOP("ComplianceRule", "Disabled"), Facet),
        field<&R::actions>("actions", QT_TRANSLATE_NOOP("ComplianceRule", "Actions"), Detail),
        field<&R::references>("refs", QT_TRANSLATE_NOOP("ComplianceRule", "References"), Searchable),
        field<&R::fixes>("fix", QT_TRANSLATE_NOOP("ComplianceRule", "Fixes"), Detail),
        field<&R::starter>("starter", QT_TRANSLATE_NOOP("ComplianceRule", "Starter rule"), ReadOnly),
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
        field<&R::mode>("mode", QT_TRANSLATE_NOOP("RuleResult", "Mode"), ReadOnly | Facet),
        field<&R::state>("state", QT_TRANSLATE_NOOP("RuleResult", "State"), Required | ReadOnly | Facet),
        field<&R::reason>("reason", QT_TRANSLATE_NOOP("RuleResult", "Reason"), ReadOnly | Facet),
        field<&R::expected>("expected", QT_TRANSLATE_NOOP("RuleResult", "Expected"), ReadOnly),
        field<&R::actual>("actual", QT_TRANSLATE_NOOP("RuleResult", "Actual"), ReadOnly),
        field<&R::asOf>("as_of", QT_TRANSLATE_NOOP("RuleResult", "As of"), ReadOnly),
        field<&R::evaluated>("evaluated", QT_TRANSLATE_NOOP("RuleResult", "Evaluated"), ReadOnly),
        field<&R::failingSince>("failing_since", QT_TRANSLATE_NOOP("RuleResult", "Failing since"), ReadOnly),
        field<&R::graceUntil>("grace_until", QT_TRANSLATE_NOOP("RuleResult", "Grace until"), ReadOnly),
        field<&R::previous>("previous", QT_TRANSLATE_NOOP("RuleResult", "State before"), ReadOnly),
        field<&R::waiver>("waiver", QT_TRANSLATE_NOOP("RuleResult", "Waiver"), ReadOnly | Hidden),
        field<&R::leaves>("leaves", QT_TRANSLATE_NOOP("RuleResult", "Tests"), ReadOnly | Detail),
        field<&R::version>("version", QT_TRANSLATE_NOOP("RuleResult", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
