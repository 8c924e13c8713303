// The declarations of Command, its parameters and its result.
#include "domain/command.h"

namespace belvedere {

namespace detail {

template<> struct MemberKind<ContentReference> {
    static constexpr Kind kind = Kind::Object;
    static Cell get(const ContentReference &v)
    {
        return v.sha256.isEmpty()
            ? Cell()
            : Cell(QJsonObject{{QStringLiteral("sha256"), v.sha256}, {QStringLiteral("size"), v.size}});
    }
    static bool set(ContentReference &v, const Cell &c)
    {
        v = {};
        const auto *object = std::get_if<QJsonObject>(&c);
        if (!object)
            return !isKnown(c);
        v = {object->value(QStringLiteral("sha256")).toString(), object->value(QStringLiteral("size")).toInteger(-1)};
        const bool isHash = v.sha256.size() == 64 && std::all_of(v.sha256.begin(), v.sha256.end(), [](QChar c) {
            return (c >= u'a' && c <= u'f') || (c >= u'0' && c <= u'9');
        });
        return isHash && v.size >= 0;
    }
};

} // namespace detail

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
        {"updates_install", QT_TRANSLATE_NOOP("Command", "Install updates")},
        {"lost_mode", QT_TRANSLATE_NOOP("Command", "Lost mode")},
        {"lost_mode_end", QT_TRANSLATE_NOOP("Command", "End lost mode")},
        {"run_command", QT_TRANSLATE_NOOP("Command", "Run command")}};
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

bool isShowable(const LostModeParameters &parameters)
{
    return !parameters.message.trimmed().isEmpty() && parameters.message.size() <= maximumLostMessage
        && parameters.phone.size() <= maximumPhone;
}

template<> std::span<const Field> fields<LostModeParameters>()
{
    using P = LostModeParameters;
    static const Field list[] = {field<&P::message>("message", QT_TRANSLATE_NOOP("Command", "Message"), Required),
        field<&P::phone>("phone", QT_TRANSLATE_NOOP("Command", "Phone"))};
    return list;
}

bool isCommandName(QStringView name)
{
    const auto isPlain = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'); };
    return !name.isEmpty() && name.size() <= maximumCommandName && isPlain(name.front())
        && std::all_of(name.begin(), name.end(), [&isPlain](QChar c) { return isPlain(c) || c == u'-'; });
}

QString commandObstacle(const std::optional<QStringList> &commands, const QString &name)
{
    if (!commands)
        return QStringLiteral("command.not-allowed");
    return commands->contains(name) ? QString() : QStringLiteral("command.not-found");
}

template<> std::span<const Field> fields<RunParameters>()
{
    static const Field list[] = {
        field<&RunParameters::name>("name", QT_TRANSLATE_NOOP("Command", "Command"), Required)};
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

template<> std::span<const Field> fields<ApplicationParameters>()
{
    using P = ApplicationParameters;
    static const Field list[] = {
        field<&P::application>("application", QT_TRANSLATE_NOOP("Command", "Application"), Required),
        field<&P::revision>("revision", QT_TRANSLATE_NOOP("Command", "Revision"), Required),
        field<&P::format>("format", QT_TRANSLATE_NOOP("Command", "Format"), Required),
        field<&P::name>("name", QT_TRANSLATE_NOOP("Command", "Package"), Required),
        field<&P::version>("version", QT_TRANSLATE_NOOP("Command", "Version")),
        field<&P::content>("content", QT_TRANSLATE_NOOP("Command", "Content"))};
    return list;
}

template<> std::span<const Field> fields<FileParameters>()
{
    using P = FileParameters;
    static const Field list[] = {field<&P::file>("file", QT_TRANSLATE_NOOP("Command", "File"), Required),
        field<&P::revision>("revision", QT_TRANSLATE_NOOP("Command", "Revision"), Required),
        field<&P::path>("path", QT_TRANSLATE_NOOP("Command", "Path"), Required),
        field<&P::mode>("mode", QT_TRANSLATE_NOOP("Command", "Permissions")),
        field<&P::content>("content", QT_TRANSLATE_NOOP("Command", "Content"), Required)};
    return list;
}

template<> std::span<const Field> fields<CertificateParameters>()
{
    using P = CertificateParameters;
    static const Field list[] = {
        field<&P::certificate>("certificate", QT_TRANSLATE_NOOP("Command", "Certificate"), Required),
        field<&P::revision>("revision", QT_TRANSLATE_NOOP("Command", "Revision"), Required),
        field<&P::content>("content", QT_TRANSLATE_NOOP("Command", "Content"), Required)};
    return list;
}

template<> std::span<const Field> fields<PackageUpdate>()
{
    static const Field list[] = {field<&PackageUpdate::name>("name", QT_TRANSLATE_NOOP("Command", "Package"), Required),
        field<&PackageUpdate::version>("version", QT_TRANSLATE_NOOP("Command", "Version"))};
    return list;
}

template<> std::span<const Field> fields<UpdatesParameters>()
{
    static const Field list[] = {
        field<&UpdatesParameters::packages>("packages", QT_TRANSLATE_NOOP("Command", "Packages"), Required)};
    return list;
}

} // namespace belvedere
