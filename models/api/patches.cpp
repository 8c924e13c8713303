// Fields of what is sent and answered about patches.
#include "api/patches.h"

namespace belvedere {

template<> std::span<const Field> fields<PatchDecisionOrder>()
{
    using O = PatchDecisionOrder;
    static const Field list[] = {field<&O::patches>("patches", "Patches", Required),
        field<&O::decision>("decision", "Decision", Required),
        field<&O::reason>("reason", QT_TRANSLATE_NOOP("PatchDecisionOrder", "Reason"))};
    return list;
}

template<> std::span<const Field> fields<PatchDecisionCount>()
{
    using C = PatchDecisionCount;
    static const Field list[] = {field<&C::matched>("matched", "Patches named", Required),
        field<&C::changed>("changed", "Patches changed", Required),
        field<&C::blocked>("blocked", "Patches that a pattern blocks", Required)};
    return list;
}

template<> std::span<const Field> fields<PatchDeviceParameters>()
{
    using P = PatchDeviceParameters;
    static const Field list[] = {
        field<&P::limit>("limit", "Page size"), field<&P::cursor>("cursor", "Cursor of the next page")};
    return list;
}

} // namespace belvedere
