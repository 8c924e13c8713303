// The declaration of Deployment.
#include "domain/deployment.h"

namespace belvedere {

template<> std::span<const Choice> choices<ItemKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Deployment", "Not known")},
        {"profile", QT_TRANSLATE_NOOP("Deployment", "Profile")},
        {"application", QT_TRANSLATE_NOOP("Deployment", "Application")},
        {"file", QT_TRANSLATE_NOOP("Deployment", "File")},
        {"certificate", QT_TRANSLATE_NOOP("Deployment", "Certificate")}};
    return list;
}

template<> std::span<const Choice> choices<DeploymentState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Deployment", "Not known")},
        {"queued", QT_TRANSLATE_NOOP("Deployment", "Queued")}, {"waiting", QT_TRANSLATE_NOOP("Deployment", "Waiting")},
        {"delivered", QT_TRANSLATE_NOOP("Deployment", "Delivered")},
        {"installing", QT_TRANSLATE_NOOP("Deployment", "Installing")},
        {"installed", QT_TRANSLATE_NOOP("Deployment", "Installed")},
        {"failed", QT_TRANSLATE_NOOP("Deployment", "Failed")},
        {"postponed", QT_TRANSLATE_NOOP("Deployment", "Postponed")},
        {"removing", QT_TRANSLATE_NOOP("Deployment", "Removing")},
        {"not_possible", QT_TRANSLATE_NOOP("Deployment", "Not possible")},
        {"left", QT_TRANSLATE_NOOP("Deployment", "Left installed")}};
    return list;
}

template<> std::span<const Field> fields<Deployment>()
{
    using D = Deployment;
    static const Field list[] = {field<&D::id>("id", QT_TRANSLATE_NOOP("Deployment", "Id"), Required | ReadOnly),
        field<&D::item>("item", QT_TRANSLATE_NOOP("Deployment", "Item id"), Required | ReadOnly | Hidden, Personal::No,
            nullptr, "profile_id"),
        field<&D::itemName>("item_name", QT_TRANSLATE_NOOP("Deployment", "Item"), ReadOnly | Searchable | Facet,
            Personal::No, nullptr, "profile"),
        field<&D::kind>("kind", QT_TRANSLATE_NOOP("Deployment", "Kind"), ReadOnly | Facet),
        field<&D::revision>("revision", QT_TRANSLATE_NOOP("Deployment", "Revision"), ReadOnly),
        field<&D::device>("device_id", QT_TRANSLATE_NOOP("Deployment", "Device id"), Required | ReadOnly | Hidden),
        field<&D::deviceName>(
            "device", QT_TRANSLATE_NOOP("Deployment", "Device"), ReadOnly | Searchable, Personal::Identity),
        field<&D::policies>("policies", QT_TRANSLATE_NOOP("Deployment", "Policies"), ReadOnly),
        field<&D::formerPolicies>(
            "former_policies", QT_TRANSLATE_NOOP("Deployment", "Wanted before by"), ReadOnly | Hidden),
        field<&D::rule>("rule_id", QT_TRANSLATE_NOOP("Deployment", "Rule id"), ReadOnly | Hidden),
        field<&D::ruleName>("rule", QT_TRANSLATE_NOOP("Deployment", "Brought by rule"), ReadOnly | Searchable | Facet),
        field<&D::state>("state", QT_TRANSLATE_NOOP("Deployment", "State"), Required | ReadOnly | Facet),
        field<&D::code>("code", QT_TRANSLATE_NOOP("Deployment", "Reason"), ReadOnly | Facet),
        field<&D::detail>("detail", QT_TRANSLATE_NOOP("Deployment", "Detail"), ReadOnly | Searchable),
        field<&D::attempts>("attempts", QT_TRANSLATE_NOOP("Deployment", "Attempts"), ReadOnly),
        field<&D::due>("due", QT_TRANSLATE_NOOP("Deployment", "Next try"), ReadOnly),
        field<&D::after>("after", QT_TRANSLATE_NOOP("Deployment", "Needs"), ReadOnly | Hidden),
        field<&D::place>("place", QT_TRANSLATE_NOOP("Deployment", "Place"), ReadOnly | Hidden),
        field<&D::proof>("proof", QT_TRANSLATE_NOOP("Deployment", "Proof"), ReadOnly | Detail),
        field<&D::stateSince>("state_since", QT_TRANSLATE_NOOP("Deployment", "Since"), ReadOnly),
        field<&D::simulated>("simulated", QT_TRANSLATE_NOOP("Deployment", "Simulated"), ReadOnly | Facet),
        field<&D::version>("version", QT_TRANSLATE_NOOP("Deployment", "Version"), ReadOnly | Hidden)};
    return list;
}

ItemKind itemKind(QStringView id)
{
    struct Prefix {
        const char *text;
        ItemKind kind;
    };
    static constexpr Prefix prefixes[] = {{"prf", ItemKind::Profile}, {"app", ItemKind::Application},
        {"fil", ItemKind::File}, {"crt", ItemKind::Certificate}};
    for (const Prefix &prefix : prefixes) {
        if (idNumber(id, prefix.text))
            return prefix.kind;
    }
    return ItemKind::Unknown;
}

} // namespace belvedere
