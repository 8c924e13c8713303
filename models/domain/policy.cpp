// The declarations of BusinessPolicy and Deployment.
#include "domain/policy.h"

namespace belvedere {

template<> std::span<const Choice> choices<PolicyState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("BusinessPolicy", "Not known")},
        {"draft", QT_TRANSLATE_NOOP("BusinessPolicy", "Draft")},
        {"active", QT_TRANSLATE_NOOP("BusinessPolicy", "Active")},
        {"paused", QT_TRANSLATE_NOOP("BusinessPolicy", "Paused")}};
    return list;
}

template<> std::span<const Choice> choices<DeploymentState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Deployment", "Not known")},
        {"queued", QT_TRANSLATE_NOOP("Deployment", "Waiting")},
        {"delivered", QT_TRANSLATE_NOOP("Deployment", "Delivered")},
        {"installing", QT_TRANSLATE_NOOP("Deployment", "Installing")},
        {"installed", QT_TRANSLATE_NOOP("Deployment", "Installed")},
        {"failed", QT_TRANSLATE_NOOP("Deployment", "Failed")},
        {"removing", QT_TRANSLATE_NOOP("Deployment", "Removing")},
        {"not_possible", QT_TRANSLATE_NOOP("Deployment", "Not possible")}};
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
        field<&P::profiles>("profiles", QT_TRANSLATE_NOOP("BusinessPolicy", "Profiles")),
        field<&P::rules>("rules", QT_TRANSLATE_NOOP("BusinessPolicy", "Rules")),
        field<&P::state>("state", QT_TRANSLATE_NOOP("BusinessPolicy", "State"), ReadOnly | Facet),
        field<&P::devices>("devices", QT_TRANSLATE_NOOP("BusinessPolicy", "Devices"), ReadOnly),
        field<&P::created>("created", QT_TRANSLATE_NOOP("BusinessPolicy", "Created"), ReadOnly),
        field<&P::activated>("activated", QT_TRANSLATE_NOOP("BusinessPolicy", "Activated"), ReadOnly),
        field<&P::activatedBy>(
            "activated_by", QT_TRANSLATE_NOOP("BusinessPolicy", "Activated by"), ReadOnly | Facet, Personal::Identity),
        field<&P::version>("version", QT_TRANSLATE_NOOP("BusinessPolicy", "Version"), ReadOnly | Hidden)};
    return list;
}

template<> std::span<const Field> fields<Deployment>()
{
    using D = Deployment;
    static const Field list[] = {field<&D::id>("id", QT_TRANSLATE_NOOP("Deployment", "Id"), Required | ReadOnly),
        field<&D::profile>("profile_id", QT_TRANSLATE_NOOP("Deployment", "Profile id"), Required | ReadOnly | Hidden),
        field<&D::profileName>("profile", QT_TRANSLATE_NOOP("Deployment", "Profile"), ReadOnly | Searchable | Facet),
        field<&D::revision>("revision", QT_TRANSLATE_NOOP("Deployment", "Revision"), ReadOnly),
        field<&D::device>("device_id", QT_TRANSLATE_NOOP("Deployment", "Device id"), Required | ReadOnly | Hidden),
        field<&D::deviceName>(
            "device", QT_TRANSLATE_NOOP("Deployment", "Device"), ReadOnly | Searchable, Personal::Identity),
        field<&D::policies>("policies", QT_TRANSLATE_NOOP("Deployment", "Policies"), ReadOnly),
        field<&D::state>("state", QT_TRANSLATE_NOOP("Deployment", "State"), Required | ReadOnly | Facet),
        field<&D::code>("code", QT_TRANSLATE_NOOP("Deployment", "Reason"), ReadOnly | Facet),
        field<&D::detail>("detail", QT_TRANSLATE_NOOP("Deployment", "Detail"), ReadOnly | Searchable),
        field<&D::attempts>("attempts", QT_TRANSLATE_NOOP("Deployment", "Attempts"), ReadOnly),
        field<&D::proof>("proof", QT_TRANSLATE_NOOP("Deployment", "Proof"), ReadOnly | Detail),
        field<&D::stateSince>("state_since", QT_TRANSLATE_NOOP("Deployment", "Since"), ReadOnly),
        field<&D::simulated>("simulated", QT_TRANSLATE_NOOP("Deployment", "Simulated"), ReadOnly | Facet),
        field<&D::version>("version", QT_TRANSLATE_NOOP("Deployment", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
