// The declarations of SoftwarePatch, its blocks and the devices that wait for it.
#include "domain/patch.h"

namespace belvedere {

namespace {

// "*" for any characters, "?" for one, the rest whatever its case. Goes back to the last star only, so that no pattern
// takes long.
bool matches(QStringView pattern, QStringView text)
{
    qsizetype p = 0;
    qsizetype t = 0;
    qsizetype star = -1;
    qsizetype behindStar = 0; // of the text: what the last star has swallowed so far
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            behindStar = t;
        } else if (p < pattern.size() && (pattern[p] == u'?' || pattern[p].toLower() == text[t].toLower())) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++behindStar;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

} // namespace

bool blocks(const PatchBlock &block, const SoftwarePatch &patch)
{
    return (!block.platform.isKnown() || block.platform == patch.platform)
        && (block.release.isEmpty() || block.release == patch.release) && matches(block.package, patch.package);
}

template<> std::span<const Choice> choices<PatchDecision>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Patch", "Not known")},
        {"none", QT_TRANSLATE_NOOP("Patch", "Not decided")}, {"approved", QT_TRANSLATE_NOOP("Patch", "Approved")},
        {"blocked", QT_TRANSLATE_NOOP("Patch", "Blocked")}};
    return list;
}

template<> std::span<const Field> fields<PendingUpdate>()
{
    using U = PendingUpdate;
    static const Field list[] = {
        field<&U::name>("name", QT_TRANSLATE_NOOP("PendingUpdate", "Update"), Required | Searchable),
        field<&U::installed>("installed", QT_TRANSLATE_NOOP("PendingUpdate", "Installed")),
        field<&U::available>("available", QT_TRANSLATE_NOOP("PendingUpdate", "Available"), Required),
        field<&U::security>("security", QT_TRANSLATE_NOOP("PendingUpdate", "Security"), Facet),
        field<&U::since>("since", QT_TRANSLATE_NOOP("PendingUpdate", "Pending since")),
        field<&U::decision>("decision", QT_TRANSLATE_NOOP("PendingUpdate", "Decision"), ReadOnly | Facet),
        field<&U::origin>("origin", QT_TRANSLATE_NOOP("PendingUpdate", "From"), Searchable),
        field<&U::manager>("manager", QT_TRANSLATE_NOOP("PendingUpdate", "Package manager"), Facet),
        field<&U::source>("source", QT_TRANSLATE_NOOP("PendingUpdate", "Reported by"), ReadOnly)};
    return list;
}

template<> std::span<const Field> fields<SoftwarePatch>()
{
    using P = SoftwarePatch;
    constexpr quint32 known = ReadOnly;
    static const Field list[] = {field<&P::id>("id", QT_TRANSLATE_NOOP("Patch", "Id"), Required | known),
        field<&P::package>("package", QT_TRANSLATE_NOOP("Patch", "Package"), Required | known | Searchable,
            Personal::No, nullptr, "name"),
        field<&P::release>("release", QT_TRANSLATE_NOOP("Patch", "Offered version"), Required | known | Searchable),
        field<&P::platform>("platform", QT_TRANSLATE_NOOP("Patch", "Platform"), known | Facet),
        field<&P::manager>("manager", QT_TRANSLATE_NOOP("Patch", "Package manager"), known | Facet),
        field<&P::origin>("origin", QT_TRANSLATE_NOOP("Patch", "From"), known | Searchable),
        field<&P::security>("security", QT_TRANSLATE_NOOP("Patch", "Security"), known | Facet),
        field<&P::devices>("devices", QT_TRANSLATE_NOOP("Patch", "Devices waiting"), known),
        field<&P::firstSeen>("first_seen", QT_TRANSLATE_NOOP("Patch", "First seen"), known),
        field<&P::decision>("decision", QT_TRANSLATE_NOOP("Patch", "Decision"), known | Facet),
        field<&P::block>("block", QT_TRANSLATE_NOOP("Patch", "Blocked by pattern"), known | Hidden),
        field<&P::decided>("decided", QT_TRANSLATE_NOOP("Patch", "Decided"), known),
        field<&P::decidedBy>(
            "decided_by", QT_TRANSLATE_NOOP("Patch", "Decided by"), known | Searchable | Facet, Personal::Identity),
        field<&P::reason>("reason", QT_TRANSLATE_NOOP("Patch", "Reason"), known | Searchable),
        field<&P::version>("version", QT_TRANSLATE_NOOP("Patch", "Version"), known | Hidden)};
    return list;
}

template<> std::span<const Field> fields<PatchBlock>()
{
    using B = PatchBlock;
    static const Field list[] = {field<&B::id>("id", QT_TRANSLATE_NOOP("PatchBlock", "Id"), Required | ReadOnly),
        field<&B::package>("package", QT_TRANSLATE_NOOP("PatchBlock", "Package or pattern"), Required | Searchable),
        field<&B::release>("release", QT_TRANSLATE_NOOP("PatchBlock", "Only this version"), Searchable),
        field<&B::platform>("platform", QT_TRANSLATE_NOOP("PatchBlock", "Only this platform"), Facet),
        field<&B::reason>("reason", QT_TRANSLATE_NOOP("PatchBlock", "Reason"), Searchable),
        field<&B::created>("created", QT_TRANSLATE_NOOP("PatchBlock", "Created"), ReadOnly),
        field<&B::createdBy>("created_by", QT_TRANSLATE_NOOP("PatchBlock", "Created by"), ReadOnly | Searchable | Facet,
            Personal::Identity),
        field<&B::version>("version", QT_TRANSLATE_NOOP("PatchBlock", "Version"), ReadOnly | Hidden)};
    return list;
}

template<> std::span<const Field> fields<PatchDevice>()
{
    using D = PatchDevice;
    static const Field list[] = {field<&D::device>("id", QT_TRANSLATE_NOOP("PatchDevice", "Id"), Required),
        field<&D::name>("name", QT_TRANSLATE_NOOP("PatchDevice", "Device"), Required, Personal::Identity),
        field<&D::installed>("installed", QT_TRANSLATE_NOOP("PatchDevice", "Installed")),
        field<&D::since>("since", QT_TRANSLATE_NOOP("PatchDevice", "Pending since")),
        field<&D::simulated>("simulated", QT_TRANSLATE_NOOP("PatchDevice", "Simulated"))};
    return list;
}

} // namespace belvedere
