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

template<> std::span<const Field> fields<RenderingParameters>()
{
    static const Field list[] = {field<&RenderingParameters::isSigned>("signed", "Signed")};
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

template<> std::span<const Field> fields<IneffectiveSetting>()
{
    using S = IneffectiveSetting;
    static const Field list[] = {field<&S::setting>("setting", "Setting", Required), field<&S::label>("label", "Label"),
        field<&S::revision>("revision", "Revision", Required), field<&S::reason>("reason", "Why", Required),
        field<&S::minimumOs>("minimum_os", "System that it needs"), field<&S::devices>("devices", "Devices", Required)};
    return list;
}

template<> std::span<const Field> fields<PartialProfile>()
{
    using P = PartialProfile;
    static const Field list[] = {field<&P::profile>("profile", "Profile", Required), field<&P::name>("name", "Name"),
        field<&P::revision>("revision", "Revision", Required),
        field<&P::settings>("settings", "Settings without effect", Required)};
    return list;
}

template<> std::span<const Field> fields<PreviewParameters>()
{
    using P = PreviewParameters;
    static const Field list[] = {field<&P::item>("item", "Profile of a setting without effect"),
        field<&P::setting>("setting", "Setting without effect"),
        field<&P::revision>("revision", "Revision of the profile"), field<&P::reason>("reason", "Why without effect")};
    return list;
}

template<> std::span<const Field> fields<PreviewItem>()
{
    static const Field list[] = {field<&PreviewItem::item>("item", "Item", Required),
        field<&PreviewItem::name>("name", "Name"), field<&PreviewItem::kind>("kind", "Kind"),
        field<&PreviewItem::install>("install", "Install", Required),
        field<&PreviewItem::replace>("replace", "Replace", Required),
        field<&PreviewItem::remove>("remove", "Remove", Required),
        field<&PreviewItem::present>("present", "Already there", Required),
        field<&PreviewItem::waiting>("waiting", "Waiting for another item", Required),
        field<&PreviewItem::impossible>("impossible", "Not possible", Required),
        field<&PreviewItem::reasons>("reasons", "Why not possible"),
        field<&PreviewItem::left>("left", "Left installed", Required),
        field<&PreviewItem::ineffective>("ineffective", "Settings without effect")};
    return list;
}

template<> std::span<const Choice> choices<ConflictKind>()
{
    static constexpr Choice list[] = {
        {"", "Not known"}, {"place", "One place"}, {"revision", "Two revisions"}, {"rule", "One rule in two ways"}};
    return list;
}

template<> std::span<const Field> fields<PreviewConflict>()
{
    using C = PreviewConflict;
    static const Field list[] = {field<&C::kind>("kind", "Kind"), field<&C::item>("item", "Item or rule", Required),
        field<&C::with>("with", "Other item", Required), field<&C::policies>("policies", "Other policies"),
        field<&C::devices>("devices", "Devices", Required), field<&C::winner>("winner", "Item that stays"),
        field<&C::winnerPolicy>("winner_policy", "Policy by which it goes"),
        field<&C::revision>("revision", "Revision"), field<&C::otherRevision>("other_revision", "Other revision"),
        field<&C::parameters>("params", "Parameters"), field<&C::otherParameters>("other_params", "Other parameters")};
    return list;
}

template<> std::span<const Field> fields<PreviewWave>()
{
    static const Field list[] = {field<&PreviewWave::wave>("wave", "Wave", Required),
        field<&PreviewWave::devices>("devices", "Devices", Required),
        field<&PreviewWave::isOpen>("open", "Reached at once", Required)};
    return list;
}

template<> std::span<const Field> fields<PreviewVersion>()
{
    static const Field list[] = {field<&PreviewVersion::number>("number", "Version", Required),
        field<&PreviewVersion::devices>("devices", "Devices", Required)};
    return list;
}

template<> std::span<const Field> fields<PreviewBringing>()
{
    using B = PreviewBringing;
    static const Field list[] = {field<&B::rule>("rule_id", "Rule id", Required), field<&B::ruleName>("rule", "Rule"),
        field<&B::item>("item", "Item", Required), field<&B::itemName>("item_name", "Name of the item"),
        field<&B::revision>("revision", "Revision", Required)};
    return list;
}

template<> std::span<const Field> fields<PreviewTransition>()
{
    static const Field list[] = {field<&PreviewTransition::before>("before", "Compliance before"),
        field<&PreviewTransition::after>("after", "Compliance after"),
        field<&PreviewTransition::devices>("devices", "Devices", Required)};
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
        field<&D::waiting>("waiting", QT_TRANSLATE_NOOP("PreviewDevice", "Waiting")),
        field<&D::impossible>("impossible", QT_TRANSLATE_NOOP("PreviewDevice", "Not possible")),
        field<&D::ineffective>("ineffective", QT_TRANSLATE_NOOP("PreviewDevice", "Settings without effect")),
        field<&D::before>("compliance_before", QT_TRANSLATE_NOOP("PreviewDevice", "Compliance before")),
        field<&D::after>("compliance_after", QT_TRANSLATE_NOOP("PreviewDevice", "Compliance after")),
        field<&D::simulated>("simulated", QT_TRANSLATE_NOOP("PreviewDevice", "Simulated"))};
    return list;
}

template<> std::span<const Field> fields<PolicyPreview>()
{
    using P = PolicyPreview;
    static const Field list[] = {field<&P::policy>("policy", "Policy", Required),
        field<&P::version>("version", "Version of the record", Required), field<&P::number>("number", "Version"),
        field<&P::hash>("hash", "SHA-256"), field<&P::enter>("enter", "Devices entering", Required),
        field<&P::leave>("leave", "Devices leaving", Required), field<&P::stay>("stay", "Devices staying", Required),
        field<&P::items>("items", "Items", Required), field<&P::conflicts>("conflicts", "Conflicts", Required),
        field<&P::waves>("waves", "Waves"), field<&P::versions>("versions", "Versions"),
        field<&P::compliance>("compliance", "Compliance", Required),
        field<&P::transitions>("transitions", "Changes of compliance"),
        field<&P::devices>("devices", "Devices", Required),
        field<&P::changing>("changing", "Devices changed", Required),
        field<&P::brings>("brings", "What its rules may bring")};
    return list;
}

template<> std::span<const Choice> choices<Installed>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("PolicyRetirement", "Not known")},
        {"remove", QT_TRANSLATE_NOOP("PolicyRetirement", "Remove")},
        {"leave", QT_TRANSLATE_NOOP("PolicyRetirement", "Leave installed")}};
    return list;
}

template<> std::span<const Field> fields<PolicyStep>()
{
    static const Field list[] = {field<&PolicyStep::version>("version", "Version of the record", Required),
        field<&PolicyStep::hash>("hash", "SHA-256 of the newest version")};
    return list;
}

template<> std::span<const Field> fields<PolicyRollBack>()
{
    static const Field list[] = {field<&PolicyRollBack::version>("version", "Version of the record", Required),
        field<&PolicyRollBack::number>("number", "Version to take up", Required),
        field<&PolicyRollBack::reason>("reason", "Reason")};
    return list;
}

template<> std::span<const Field> fields<PolicyRetirement>()
{
    static const Field list[] = {field<&PolicyRetirement::version>("version", "Version of the record", Required),
        field<&PolicyRetirement::installed>("installed", "What is installed"),
        field<&PolicyRetirement::reason>("reason", "Reason")};
    return list;
}

template<> std::span<const Field> fields<PolicyDeletion>()
{
    static const Field list[] = {field<&PolicyDeletion::installed>("installed", "What is installed")};
    return list;
}

template<> std::span<const Field> fields<DiffParameters>()
{
    static const Field list[] = {field<&DiffParameters::from>("from", "Number of a version"),
        field<&DiffParameters::to>("to", "Number of another")};
    return list;
}

template<> std::span<const Field> fields<PolicyDiff>()
{
    static const Field list[] = {field<&PolicyDiff::policy>("policy", "Policy", Required),
        field<&PolicyDiff::from>("from", "From version", Required),
        field<&PolicyDiff::to>("to", "To version", Required),
        field<&PolicyDiff::differences>("differences", "Differences", Required)};
    return list;
}

} // namespace belvedere
