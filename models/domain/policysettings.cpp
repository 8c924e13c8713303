// The declaration of PolicySettings.
#include "domain/policysettings.h"

namespace belvedere {

template<> std::span<const Choice> choices<ApprovalRule>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("PolicySettings", "Not known")},
        {"automatic", QT_TRANSLATE_NOOP("PolicySettings", "From the second Administrator on")},
        {"always", QT_TRANSLATE_NOOP("PolicySettings", "Always")},
        {"never", QT_TRANSLATE_NOOP("PolicySettings", "Never")}};
    return list;
}

template<> std::span<const Field> fields<PolicySettings>()
{
    using S = PolicySettings;
    static const Field list[] = {
        field<&S::approval>("approval", QT_TRANSLATE_NOOP("PolicySettings", "Approval by a second person"), Required),
        field<&S::isRequired>(
            "approval_required", QT_TRANSLATE_NOOP("PolicySettings", "Approval is required now"), ReadOnly),
        field<&S::administrators>(
            "administrators", QT_TRANSLATE_NOOP("PolicySettings", "Enabled Administrators"), ReadOnly),
        field<&S::waiting>("waiting", QT_TRANSLATE_NOOP("PolicySettings", "Versions to be approved"), ReadOnly)};
    return list;
}

} // namespace belvedere
