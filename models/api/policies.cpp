// Fields of what is sent and answered about rules and policies.
#include "api/policies.h"

namespace belvedere {

template<> std::span<const Choice> choices<PreviewChange>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("PreviewDevice", "Not known")},
        {"enters", QT_TRANSLATE_NOOP("PreviewDevice", "Enters")},
        {"stays", QT_TRANSLATE_NOOP("PreviewDevice", "Stays")},
        {"leaves", QT_TRANSLATE_NOOP("PreviewDevice", "Leaves")}};
    return list;
}

template<> std::span<const Field> fields<ProfileRendering>()
{
    using R = ProfileRendering;
    static const Field list[] = {field<&R::profile>("profile", "Profile", Required),
        field<&R::revision>("revision", "Revision", Required), field<&R::secrets>("secrets", "Secrets", Required),
        field<&R::files>("files", "Files")};
    return list;
}

template<> std::span<const Field> fields<RuleTrial>()
{
    static const Field list[] = {field<&RuleTrial::pass>("pass", "Pass", Required),
        field<&RuleTrial::fail>("fail", "Fail", Required),
        field<&RuleTrial::undetermined>("undetermined", "Undetermined", Required),
        field<&RuleTrial::error>("error", "Error", Required),
        field<&RuleTrial::notApplicable>("not_applicable", "Not applicable", Required)};
    return list;
}

template<> std::span<const Field> fields<PreviewItem>()
{
    static const Field list[] = {field<&PreviewItem::item>("item", "Profile", Required),
        field<&PreviewItem::name>("name", "Name"), field<&PreviewItem::install>("install", "Install", Required),
        field<&PreviewItem::replace>("replace", "Replace", Required),
        field<&PreviewItem::remove>("remove", "Remove", Required),
        field<&PreviewItem::present>("present", "Already there", Required),
        field<&PreviewItem::impossible>("impossible", "Not possible", Required)};
    return list;
}

template<> std::span<const Field> fields<PreviewConflict>()
{
    static const Field list[] = {field<&PreviewConflict::item>("item", "Profile", Required),
        field<&PreviewConflict::with>("with", "Other profile", Required),
        field<&PreviewConflict::policies>("policies", "Other policies"),
        field<&PreviewConflict::devices>("devices", "Devices", Required),
        field<&PreviewConflict::winner>("winner", "Profile that stays")};
    return list;
}

template<> std::span<const Field> fields<PreviewDevice>()
{
    using D = PreviewDevice;
    static const Field list[] = {field<&D::device>("device", QT_TRANSLATE_NOOP("PreviewDevice", "Device"), Required),
        field<&D::name>("name", QT_TRANSLATE_NOOP("PreviewDevice", "Name"), 0, Personal::Identity),
        field<&D::change>("change", QT_TRANSLATE_NOOP("PreviewDevice", "Change"), Required),
        field<&D::install>("install", QT_TRANSLATE_NOOP("PreviewDevice", "Install")),
        field<&D::replace>("replace", QT_TRANSLATE_NOOP("PreviewDevice", "Replace")),
        field<&D::remove>("remove", QT_TRANSLATE_NOOP("PreviewDevice", "Remove")),
        field<&D::impossible>("impossible", QT_TRANSLATE_NOOP("PreviewDevice", "Not possible")),
        field<&D::before>("compliance_before", QT_TRANSLATE_NOOP("PreviewDevice", "Compliance before")),
        field<&D::after>("compliance_after", QT_TRANSLATE_NOOP("PreviewDevice", "Compliance after")),
        field<&D::simulated>("simulated", QT_TRANSLATE_NOOP("PreviewDevice", "Simulated"))};
    return list;
}

template<> std::span<const Field> fields<PolicyPreview>()
{
    using P = PolicyPreview;
    static const Field list[] = {field<&P::policy>("policy", "Policy", Required),
        field<&P::version>("version", "Version", Required), field<&P::enter>("enter", "Devices entering", Required),
        field<&P::leave>("leave", "Devices leaving", Required), field<&P::stay>("stay", "Devices staying", Required),
        field<&P::items>("items", "Profiles", Required), field<&P::conflicts>("conflicts", "Conflicts", Required),
        field<&P::compliance>("compliance", "Compliance", Required), field<&P::devices>("devices", "Devices", Required),
        field<&P::changing>("changing", "Devices changed", Required)};
    return list;
}

template<> std::span<const Field> fields<PolicyStep>()
{
    static const Field list[] = {field<&PolicyStep::version>("version", "Version", Required)};
    return list;
}

} // namespace belvedere
