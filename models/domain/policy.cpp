// The declaration of BusinessPolicy.
#include "domain/policy.h"

namespace belvedere {

template<> std::span<const Choice> choices<PolicyState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("BusinessPolicy", "Not known")},
        {"draft", QT_TRANSLATE_NOOP("BusinessPolicy", "Draft")},
        {"approved", QT_TRANSLATE_NOOP("BusinessPolicy", "Approved")},
        {"active", QT_TRANSLATE_NOOP("BusinessPolicy", "Active")},
        {"paused", QT_TRANSLATE_NOOP("BusinessPolicy", "Paused")},
        {"retired", QT_TRANSLATE_NOOP("BusinessPolicy", "Retired")}};
    return list;
}

template<> std::span<const Choice> choices<PolicyMode>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("BusinessPolicy", "Not known")},
        {"enforce", QT_TRANSLATE_NOOP("BusinessPolicy", "Enforce")},
        {"monitor", QT_TRANSLATE_NOOP("BusinessPolicy", "Monitor")}};
    return list;
}

template<> std::span<const Choice> choices<RolloutState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("BusinessPolicy", "Not staged")},
        {"running", QT_TRANSLATE_NOOP("BusinessPolicy", "Running")},
        {"waiting", QT_TRANSLATE_NOOP("BusinessPolicy", "Waiting for a person")},
        {"halted", QT_TRANSLATE_NOOP("BusinessPolicy", "Halted")},
        {"done", QT_TRANSLATE_NOOP("BusinessPolicy", "Complete")}};
    return list;
}

template<> std::span<const Field> fields<PolicyItem>()
{
    using I = PolicyItem;
    static const Field list[] = {field<&I::item>("item", QT_TRANSLATE_NOOP("BusinessPolicy", "Item"), Required),
        field<&I::name>("name", QT_TRANSLATE_NOOP("BusinessPolicy", "Name")),
        field<&I::after>("after", QT_TRANSLATE_NOOP("BusinessPolicy", "After")),
        field<&I::revision>("revision", QT_TRANSLATE_NOOP("BusinessPolicy", "Revision")),
        field<&I::hash>("hash", QT_TRANSLATE_NOOP("BusinessPolicy", "SHA-256"))};
    return list;
}

template<> std::span<const Field> fields<PolicyRule>()
{
    using R = PolicyRule;
    static const Field list[] = {field<&R::rule>("rule", QT_TRANSLATE_NOOP("BusinessPolicy", "Rule"), Required),
        field<&R::name>("name", QT_TRANSLATE_NOOP("BusinessPolicy", "Name")),
        field<&R::parameters>("params", QT_TRANSLATE_NOOP("BusinessPolicy", "Parameters")),
        field<&R::revision>("revision", QT_TRANSLATE_NOOP("BusinessPolicy", "Revision")),
        field<&R::hash>("hash", QT_TRANSLATE_NOOP("BusinessPolicy", "SHA-256"))};
    return list;
}

template<> std::span<const Field> fields<RolloutWave>()
{
    using W = RolloutWave;
    static const Field list[] = {field<&W::percent>("percent", QT_TRANSLATE_NOOP("BusinessPolicy", "Percent")),
        field<&W::query>("query", QT_TRANSLATE_NOOP("BusinessPolicy", "Devices"))};
    return list;
}

template<> std::span<const Field> fields<ReplacedRollout>()
{
    using R = ReplacedRollout;
    static const Field list[] = {field<&R::number>("number", QT_TRANSLATE_NOOP("BusinessPolicy", "Version")),
        field<&R::wave>("wave", QT_TRANSLATE_NOOP("BusinessPolicy", "Wave")),
        field<&R::halted>("halted", QT_TRANSLATE_NOOP("BusinessPolicy", "Halted"))};
    return list;
}

template<> std::span<const Field> fields<BusinessPolicy>()
{
    using P = BusinessPolicy;
    static const Field list[] = {field<&P::id>("id", QT_TRANSLATE_NOOP("BusinessPolicy", "Id"), Required | ReadOnly),
        field<&P::name>("name", QT_TRANSLATE_NOOP("BusinessPolicy", "Name"), Required | Searchable),
        field<&P::description>("description", QT_TRANSLATE_NOOP("BusinessPolicy", "Description"), Searchable),
        field<&P::scope>("scope", QT_TRANSLATE_NOOP("BusinessPolicy", "Scope"), Searchable),
        field<&P::allDevices>("all_devices", QT_TRANSLATE_NOOP("BusinessPolicy", "All devices"), Facet),
        field<&P::items>("items", QT_TRANSLATE_NOOP("BusinessPolicy", "Items"), Detail),
        field<&P::profiles>("profiles", QT_TRANSLATE_NOOP("BusinessPolicy", "Profiles")),
        field<&P::rulePins>("rule_pins", QT_TRANSLATE_NOOP("BusinessPolicy", "Revisions of rules"), Detail),
        field<&P::rules>("rules", QT_TRANSLATE_NOOP("BusinessPolicy", "Rules")),
        field<&P::mode>("mode", QT_TRANSLATE_NOOP("BusinessPolicy", "Mode"), Facet),
        field<&P::waves>("rollout.waves", QT_TRANSLATE_NOOP("BusinessPolicy", "Waves"), Detail),
        field<&P::waveWait>(
            "rollout.wait", QT_TRANSLATE_NOOP("BusinessPolicy", "Time between waves"), Detail, Personal::No, "s"),
        field<&P::failureThreshold>("rollout.threshold", QT_TRANSLATE_NOOP("BusinessPolicy", "Halts at failures of"),
            Detail, Personal::No, "%"),
        field<&P::failureMinimum>(
            "rollout.minimum", QT_TRANSLATE_NOOP("BusinessPolicy", "Decides from deployments"), Detail),
        field<&P::reason>("reason", QT_TRANSLATE_NOOP("BusinessPolicy", "Reason"), Detail),
        field<&P::state>("state", QT_TRANSLATE_NOOP("BusinessPolicy", "State"), ReadOnly | Facet),
        field<&P::number>("number", QT_TRANSLATE_NOOP("BusinessPolicy", "Newest version"), ReadOnly),
        field<&P::inForce>("in_force", QT_TRANSLATE_NOOP("BusinessPolicy", "Version in force"), ReadOnly),
        field<&P::hash>("hash", QT_TRANSLATE_NOOP("BusinessPolicy", "SHA-256"), ReadOnly | Detail),
        field<&P::needsApproval>(
            "needs_approval", QT_TRANSLATE_NOOP("BusinessPolicy", "Needs approval"), ReadOnly | Facet),
        field<&P::approvedBy>(
            "approved_by", QT_TRANSLATE_NOOP("BusinessPolicy", "Approved by"), ReadOnly | Facet, Personal::Identity),
        field<&P::outdated>("outdated", QT_TRANSLATE_NOOP("BusinessPolicy", "Older revisions"), ReadOnly),
        field<&P::rollout>("rollout.state", QT_TRANSLATE_NOOP("BusinessPolicy", "Roll-out"), ReadOnly | Facet),
        field<&P::wave>("rollout.wave", QT_TRANSLATE_NOOP("BusinessPolicy", "Wave"), ReadOnly),
        field<&P::waveSince>("rollout.since", QT_TRANSLATE_NOOP("BusinessPolicy", "Wave since"), ReadOnly),
        field<&P::tolerated>(
            "rollout.tolerated", QT_TRANSLATE_NOOP("BusinessPolicy", "Failures passed over"), ReadOnly | Detail),
        field<&P::base>(
            "rollout.base", QT_TRANSLATE_NOOP("BusinessPolicy", "Version of devices not reached"), ReadOnly | Detail),
        field<&P::replaced>(
            "rollout.replaced", QT_TRANSLATE_NOOP("BusinessPolicy", "Roll-outs not completed"), ReadOnly | Detail),
        field<&P::devices>("devices", QT_TRANSLATE_NOOP("BusinessPolicy", "Devices"), ReadOnly),
        field<&P::created>("created", QT_TRANSLATE_NOOP("BusinessPolicy", "Created"), ReadOnly),
        field<&P::edited>("edited", QT_TRANSLATE_NOOP("BusinessPolicy", "Edited"), ReadOnly),
        field<&P::editedBy>(
            "edited_by", QT_TRANSLATE_NOOP("BusinessPolicy", "Edited by"), ReadOnly | Facet, Personal::Identity),
        field<&P::activated>("activated", QT_TRANSLATE_NOOP("BusinessPolicy", "Activated"), ReadOnly),
        field<&P::activatedBy>(
            "activated_by", QT_TRANSLATE_NOOP("BusinessPolicy", "Activated by"), ReadOnly | Facet, Personal::Identity),
        field<&P::version>("version", QT_TRANSLATE_NOOP("BusinessPolicy", "Version"), ReadOnly | Hidden)};
    return list;
}

std::span<const char *const> policyContentFields()
{
    static constexpr const char *names[] = {"name", "description", "scope", "all_devices", "items", "rule_pins", "mode",
        "rollout.waves", "rollout.wait", "rollout.threshold", "rollout.minimum"};
    return names;
}

} // namespace belvedere
