// The declarations of Action and ActionRun.
#include "domain/action.h"

namespace belvedere {

bool hasLostMode(Platform platform)
{
    return platform == Platform::Ios || platform == Platform::IpadOs || platform == Platform::Android;
}

bool isEnd(RunState state)
{
    return state != RunState::Unknown && state != RunState::Waiting && state != RunState::Delivered
        && state != RunState::Started;
}

template<> std::span<const Choice> choices<ActionKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Action", "Not known")},
        {"sync", QT_TRANSLATE_NOOP("Action", "Synchronise")}, {"message", QT_TRANSLATE_NOOP("Action", "Message")},
        {"lock", QT_TRANSLATE_NOOP("Action", "Lock")}, {"restart", QT_TRANSLATE_NOOP("Action", "Restart")},
        {"updates_install", QT_TRANSLATE_NOOP("Action", "Install updates")},
        {"lost_mode", QT_TRANSLATE_NOOP("Action", "Lost mode")},
        {"lost_mode_end", QT_TRANSLATE_NOOP("Action", "End lost mode")},
        {"run_command", QT_TRANSLATE_NOOP("Action", "Run command")}};
    return list;
}

template<> std::span<const Choice> choices<ActionState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Action", "Not known")},
        {"running", QT_TRANSLATE_NOOP("Action", "Running")}, {"finished", QT_TRANSLATE_NOOP("Action", "Finished")}};
    return list;
}

template<> std::span<const Choice> choices<RunState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("ActionRun", "Not known")},
        {"waiting", QT_TRANSLATE_NOOP("ActionRun", "Waiting for the device")},
        {"delivered", QT_TRANSLATE_NOOP("ActionRun", "Delivered")},
        {"started", QT_TRANSLATE_NOOP("ActionRun", "Started")}, {"done", QT_TRANSLATE_NOOP("ActionRun", "Done")},
        {"failed", QT_TRANSLATE_NOOP("ActionRun", "Failed")},
        {"interrupted", QT_TRANSLATE_NOOP("ActionRun", "Interrupted")},
        {"refused", QT_TRANSLATE_NOOP("ActionRun", "Refused")},
        {"cancelled", QT_TRANSLATE_NOOP("ActionRun", "Cancelled")},
        {"expired", QT_TRANSLATE_NOOP("ActionRun", "Expired")}};
    return list;
}

template<> std::span<const Field> fields<Action>()
{
    static const Field list[] = {field<&Action::id>("id", QT_TRANSLATE_NOOP("Action", "Id"), Required | ReadOnly),
        field<&Action::kind>("kind", QT_TRANSLATE_NOOP("Action", "Kind"), Required | Facet),
        field<&Action::state>("state", QT_TRANSLATE_NOOP("Action", "State"), ReadOnly | Facet),
        field<&Action::query>("query", QT_TRANSLATE_NOOP("Action", "Devices asked for"), Searchable),
        field<&Action::parameters>("parameters", QT_TRANSLATE_NOOP("Action", "Parameters"), Detail),
        field<&Action::devices>("devices", QT_TRANSLATE_NOOP("Action", "Devices"), ReadOnly),
        field<&Action::waiting>("waiting", QT_TRANSLATE_NOOP("Action", "Under way"), ReadOnly),
        field<&Action::done>("done", QT_TRANSLATE_NOOP("Action", "Done"), ReadOnly),
        field<&Action::failed>("failed", QT_TRANSLATE_NOOP("Action", "Failed"), ReadOnly),
        field<&Action::refused>("refused", QT_TRANSLATE_NOOP("Action", "Refused"), ReadOnly),
        field<&Action::cancelled>("cancelled", QT_TRANSLATE_NOOP("Action", "Cancelled"), ReadOnly),
        field<&Action::requested>("requested", QT_TRANSLATE_NOOP("Action", "Requested"), ReadOnly),
        field<&Action::requestedBy>("requested_by", QT_TRANSLATE_NOOP("Action", "Requested by"),
            ReadOnly | Searchable | Facet, Personal::Identity),
        field<&Action::expires>("expires", QT_TRANSLATE_NOOP("Action", "Expires")),
        field<&Action::ended>("ended", QT_TRANSLATE_NOOP("Action", "Ended"), ReadOnly),
        field<&Action::version>("version", QT_TRANSLATE_NOOP("Action", "Version"), ReadOnly | Hidden)};
    return list;
}

template<> std::span<const Field> fields<ActionRun>()
{
    static const Field list[] = {field<&ActionRun::id>("id", QT_TRANSLATE_NOOP("ActionRun", "Id"), Required | ReadOnly),
        field<&ActionRun::action>("action", QT_TRANSLATE_NOOP("ActionRun", "Action"), Required | ReadOnly),
        field<&ActionRun::kind>("kind", QT_TRANSLATE_NOOP("ActionRun", "Kind"), Required | ReadOnly | Facet),
        field<&ActionRun::device>(
            "device_id", QT_TRANSLATE_NOOP("ActionRun", "Device id"), Required | ReadOnly | Hidden),
        field<&ActionRun::deviceName>(
            "device", QT_TRANSLATE_NOOP("ActionRun", "Device"), ReadOnly | Searchable, Personal::Identity),
        field<&ActionRun::state>("state", QT_TRANSLATE_NOOP("ActionRun", "State"), Required | ReadOnly | Facet),
        field<&ActionRun::code>("code", QT_TRANSLATE_NOOP("ActionRun", "Reason"), ReadOnly | Facet),
        field<&ActionRun::detail>("detail", QT_TRANSLATE_NOOP("ActionRun", "Detail"), ReadOnly | Searchable),
        field<&ActionRun::proof>("proof", QT_TRANSLATE_NOOP("ActionRun", "Proof"), ReadOnly | Detail),
        field<&ActionRun::queued>("queued", QT_TRANSLATE_NOOP("ActionRun", "Queued"), ReadOnly),
        field<&ActionRun::delivered>("delivered", QT_TRANSLATE_NOOP("ActionRun", "Delivered"), ReadOnly),
        field<&ActionRun::ended>("ended", QT_TRANSLATE_NOOP("ActionRun", "Ended"), ReadOnly),
        field<&ActionRun::simulated>("simulated", QT_TRANSLATE_NOOP("ActionRun", "Simulated"), ReadOnly | Facet),
        field<&ActionRun::version>("version", QT_TRANSLATE_NOOP("ActionRun", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
