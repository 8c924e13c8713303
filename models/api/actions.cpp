// Fields of what is sent and answered about actions.
#include "api/actions.h"

namespace belvedere {

template<> std::span<const Field> fields<ActionOrder>()
{
    static const Field list[] = {field<&ActionOrder::kind>("kind", "Kind", Required),
        field<&ActionOrder::query>("query", QT_TRANSLATE_NOOP("ActionOrder", "Devices asked for")),
        field<&ActionOrder::devices>("devices", "Devices"), field<&ActionOrder::parameters>("parameters", "Parameters"),
        field<&ActionOrder::expires>("expires", "Expires after", 0, Personal::No, "s")};
    return list;
}

template<> std::span<const Field> fields<ActionRefusal>()
{
    static const Field list[] = {field<&ActionRefusal::device>("device", "Device", Required),
        field<&ActionRefusal::name>("name", "Name", 0, Personal::Identity),
        field<&ActionRefusal::code>("code", "Reason", Required)};
    return list;
}

template<> std::span<const Field> fields<ActionEffect>()
{
    static const Field list[] = {field<&ActionEffect::management>("management", "Management"),
        field<&ActionEffect::platform>("platform", "Platform"),
        field<&ActionEffect::simulated>("simulated", "Simulated", Required),
        field<&ActionEffect::devices>("devices", "Devices", Required),
        field<&ActionEffect::effect>("effect", "Effect", Required)};
    return list;
}

template<> std::span<const Field> fields<ActionPreview>()
{
    static const Field list[] = {field<&ActionPreview::kind>("kind", "Kind", Required),
        field<&ActionPreview::matched>("matched", "Devices matched", Required),
        field<&ActionPreview::accepted>("accepted", "Devices that can do it", Required),
        field<&ActionPreview::effects>("effects", "Effects", Required),
        field<&ActionPreview::refused>("refused", "Devices that cannot", Required),
        field<&ActionPreview::updates>("updates", "Updates to install")};
    return list;
}

template<> std::span<const Field> fields<ActionReceipt>()
{
    static const Field list[] = {field<&ActionReceipt::request>("request", "Action", Required),
        field<&ActionReceipt::kind>("kind", "Kind", Required),
        field<&ActionReceipt::matched>("matched", "Devices matched", Required),
        field<&ActionReceipt::accepted>("accepted", "Devices ordered", Required),
        field<&ActionReceipt::refused>("refused", "Devices that cannot", Required)};
    return list;
}

} // namespace belvedere
