// The declarations of Command, its parameters and its result.
#include "domain/command.h"

namespace belvedere {

template<> std::span<const Choice> choices<CommandKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Command", "Not known")},
        {"sync", QT_TRANSLATE_NOOP("Command", "Synchronise")}, {"message", QT_TRANSLATE_NOOP("Command", "Message")},
        {"lock", QT_TRANSLATE_NOOP("Command", "Lock")}, {"restart", QT_TRANSLATE_NOOP("Command", "Restart")},
        {"profile_install", QT_TRANSLATE_NOOP("Command", "Install profile")},
        {"profile_remove", QT_TRANSLATE_NOOP("Command", "Remove profile")},
        {"application_install", QT_TRANSLATE_NOOP("Command", "Install application")},
        {"application_remove", QT_TRANSLATE_NOOP("Command", "Remove application")},
        {"file_install", QT_TRANSLATE_NOOP("Command", "Install file")},
        {"file_remove", QT_TRANSLATE_NOOP("Command", "Remove file")},
        {"certificate_install", QT_TRANSLATE_NOOP("Command", "Install certificate")},
        {"certificate_remove", QT_TRANSLATE_NOOP("Command", "Remove certificate")},
        {"updates_install", QT_TRANSLATE_NOOP("Command", "Install updates")}};
    return list;
}

template<> std::span<const Choice> choices<CommandOutcome>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Command", "Not known")},
        {"started", QT_TRANSLATE_NOOP("Command", "Started")}, {"done", QT_TRANSLATE_NOOP("Command", "Done")},
        {"failed", QT_TRANSLATE_NOOP("Command", "Failed")},
        {"interrupted", QT_TRANSLATE_NOOP("Command", "Interrupted")},
        {"postponed", QT_TRANSLATE_NOOP("Command", "Postponed")}};
    return list;
}

template<> std::span<const Field> fields<Command>()
{
    static const Field list[] = {field<&Command::id>("id", QT_TRANSLATE_NOOP("Command", "Id"), Required),
        field<&Command::kind>("kind", QT_TRANSLATE_NOOP("Command", "Kind"), Required),
        field<&Command::parameters>("parameters", QT_TRANSLATE_NOOP("Command", "Parameters"))};
    return list;
}

template<> std::span<const Field> fields<CommandResult>()
{
    static const Field list[] = {
        field<&CommandResult::command>("command", QT_TRANSLATE_NOOP("Command", "Command"), Required),
        field<&CommandResult::outcome>("outcome", QT_TRANSLATE_NOOP("Command", "Outcome"), Required),
        field<&CommandResult::code>("code", QT_TRANSLATE_NOOP("Command", "Code")),
        field<&CommandResult::detail>("detail", QT_TRANSLATE_NOOP("Command", "Detail")),
        field<&CommandResult::proof>("proof", QT_TRANSLATE_NOOP("Command", "Proof")),
        field<&CommandResult::asOf>("as_of", QT_TRANSLATE_NOOP("Command", "As of"), Required)};
    return list;
}

template<> std::span<const Field> fields<MessageParameters>()
{
    static const Field list[] = {field<&MessageParameters::title>("title", QT_TRANSLATE_NOOP("Command", "Title")),
        field<&MessageParameters::text>("text", QT_TRANSLATE_NOOP("Command", "Text"), Required)};
    return list;
}

template<> std::span<const Field> fields<ProfileParameters>()
{
    static const Field list[] = {
        field<&ProfileParameters::profile>("profile", QT_TRANSLATE_NOOP("Command", "Profile"), Required),
        field<&ProfileParameters::version>("version", QT_TRANSLATE_NOOP("Command", "Version")),
        field<&ProfileParameters::type>("type", QT_TRANSLATE_NOOP("Command", "Type")),
        field<&ProfileParameters::settings>("settings", QT_TRANSLATE_NOOP("Command", "Settings"))};
    return list;
}

} // namespace belvedere
