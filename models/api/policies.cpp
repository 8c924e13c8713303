// Fields of what is sent and answered about rules and policies.
#include "api/policies.h"

namespace belvedere {

template<> std::span<const Choice> choices<PreviewChange>()
{
    static constexpr Choice list[] = {
        {"", "Not known"}, {"enters", "Enters"}, {"stays", "Stays"}, {"leaves", "Leaves"}};
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
    static const Field list[] = {field<&D::device>("device", "Device", Required),
        field<&D::name>("name", "Name", 0, Personal::Identity), field<&D::change>("change", "Change", Required),
        field<&D::install>("install", "Install"), field<&D::replace>("replace", "Replace"),
        field<&D::remove>("remove", "Remove"), field<&D::impossible>("impossible", "Not possible"),
        field<&D::before>("compliance_before", "Compliance before"),
        field<&D::after>("compliance_after", "Compliance after"), field<&D::simulated>("simulated", "Simulated")};
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
