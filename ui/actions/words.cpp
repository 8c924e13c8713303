// Tables of words.
#include "ui/actions/words.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Reason {
    const char *code;
    const char *text;
};

constexpr Reason reasons[] = {
    {"action.inventory-only",
        QT_TRANSLATE_NOOP("ActionReason", "The device only reports its inventory and takes no orders.")},
    {"action.unsupported", QT_TRANSLATE_NOOP("ActionReason", "The device cannot do this on its platform.")},
    {"action.expired", QT_TRANSLATE_NOOP("ActionReason", "The device did not fetch the order in time.")},
    {"not-found", QT_TRANSLATE_NOOP("ActionReason", "There is no such device any more.")},
    {"device.removed", QT_TRANSLATE_NOOP("ActionReason", "The device's record was removed before it told the end.")},
    {"device.silent",
        QT_TRANSLATE_NOOP("ActionReason", "The order was delivered, and the device has not told what became of it.")},
    {"command.interrupted",
        QT_TRANSLATE_NOOP("ActionReason", "The agent stopped in between and cannot tell how it ended.")},
    {"command.unknown-kind", QT_TRANSLATE_NOOP("ActionReason", "The agent is too old for this action.")},
    {"command.parameters", QT_TRANSLATE_NOOP("ActionReason", "The agent could not read the order.")},
    {"command.not-allowed", QT_TRANSLATE_NOOP("ActionReason", "The device's agent runs no commands.")},
    {"command.not-found", QT_TRANSLATE_NOOP("ActionReason", "The device has no command of that name.")},
    {"command.unsafe",
        QT_TRANSLATE_NOOP(
            "ActionReason", "Somebody else could have changed the command on the device; it was not run.")},
    {"command.killed", QT_TRANSLATE_NOOP("ActionReason", "The command was ended by a signal.")},
    {"command.timeout", QT_TRANSLATE_NOOP("ActionReason", "The command took too long and was ended.")},
    {"command.failed", QT_TRANSLATE_NOOP("ActionReason", "The command could not be started.")},
    {"power.not-allowed",
        QT_TRANSLATE_NOOP("ActionReason", "The agent was started without the right to lock or restart.")},
    {"platform.unsupported", QT_TRANSLATE_NOOP("ActionReason", "The agent cannot do this on its platform.")},
    {"lock.no-session", QT_TRANSLATE_NOOP("ActionReason", "Nobody has a session open that could be locked.")},
    {"lock.failed", QT_TRANSLATE_NOOP("ActionReason", "The computer did not lock.")},
    {"lock.not-confirmed", QT_TRANSLATE_NOOP("ActionReason", "The computer did not confirm that it is locked.")},
    {"updates.not-allowed",
        QT_TRANSLATE_NOOP("ActionReason", "The agent was started without the right to install packages.")},
    {"updates.none", QT_TRANSLATE_NOOP("ActionReason", "No approved update waits on the device.")},
    {"updates.blocked",
        QT_TRANSLATE_NOOP(
            "ActionReason", "None of the updates that wait on the device is approved; some are blocked.")},
    {"updates.under-way", QT_TRANSLATE_NOOP("ActionReason", "An order for updates is under way on the device.")},
    {"updates.withdrawn",
        QT_TRANSLATE_NOOP("ActionReason", "None of the updates is approved any more; nothing was sent.")},
    {"step.withdrawn", QT_TRANSLATE_NOOP("ActionReason", "The rule does not ask for it any more; nothing was sent.")},
    {"updates.not-proved", QT_TRANSLATE_NOOP("ActionReason", "The device did not tell which versions it has now.")},
    {"packages.not-allowed",
        QT_TRANSLATE_NOOP("ActionReason", "The agent was started without the right to install packages.")},
    {"packages.would-remove",
        QT_TRANSLATE_NOOP("ActionReason", "The updates would remove other packages; nothing was changed.")},
    {"packages.busy", QT_TRANSLATE_NOOP("ActionReason", "Another program works on the packages of the device.")},
    {"packages.failed", QT_TRANSLATE_NOOP("ActionReason", "The device's package manager could not do it.")},
    {"restart.failed", QT_TRANSLATE_NOOP("ActionReason", "The computer did not restart.")},
};

BadgeLook look(Severity severity, Icon icon) { return {severity, icon}; }

} // namespace

Icon iconOf(ActionKind kind)
{
    switch (kind) {
    case ActionKind::Sync:
        return Icon::Sync;
    case ActionKind::Message:
        return Icon::Message;
    case ActionKind::Lock:
        return Icon::Lock;
    case ActionKind::Restart:
        return Icon::Restart;
    case ActionKind::UpdatesInstall:
        return Icon::Download;
    case ActionKind::LostMode:
        return Icon::Search;
    case ActionKind::LostModeEnd:
        return Icon::Check;
    case ActionKind::RunCommand:
        return Icon::Actions;
    case ActionKind::Unknown:
        break;
    }
    return Icon::Actions;
}

std::optional<BadgeLook> actionKindLook(const QString &token)
{
    return look(Severity::Neutral, iconOf(Coded<ActionKind>::fromToken(token).value()));
}

std::optional<BadgeLook> actionStateLook(const QString &token)
{
    if (token == "running"_L1)
        return look(Severity::Info, Icon::Clock);
    if (token == "finished"_L1)
        return look(Severity::Neutral, Icon::Check);
    return BadgeLook{};
}

std::optional<BadgeLook> runStateLook(const QString &token)
{
    switch (Coded<RunState>::fromToken(token).value()) {
    case RunState::Waiting:
        return look(Severity::Neutral, Icon::Clock);
    case RunState::Delivered:
    case RunState::Started:
        return look(Severity::Info, Icon::Actions);
    case RunState::Done:
        return look(Severity::Ok, Icon::Ok);
    case RunState::Failed:
        return look(Severity::Danger, Icon::Error);
    case RunState::Interrupted:
        return look(Severity::Danger, Icon::Warning); // counted among the failed
    case RunState::Refused:
        return look(Severity::Neutral, Icon::Minus);
    case RunState::Cancelled:
        return look(Severity::Neutral, Icon::Close);
    case RunState::Expired:
        return look(Severity::Warning, Icon::Clock);
    case RunState::Unknown:
        break;
    }
    return BadgeLook{};
}

QString commandText(ActionKind kind)
{
    switch (kind) {
    case ActionKind::Sync:
        return QCoreApplication::translate("ActionWords", "Synchronise…");
    case ActionKind::Message:
        return QCoreApplication::translate("ActionWords", "Message…");
    case ActionKind::Lock:
        return QCoreApplication::translate("ActionWords", "Lock…");
    case ActionKind::Restart:
        return QCoreApplication::translate("ActionWords", "Restart…");
    case ActionKind::UpdatesInstall:
        return QCoreApplication::translate("ActionWords", "Install updates…");
    case ActionKind::LostMode:
        return QCoreApplication::translate("ActionWords", "Lost mode…");
    case ActionKind::LostModeEnd:
        return QCoreApplication::translate("ActionWords", "End lost mode…");
    case ActionKind::RunCommand:
        return QCoreApplication::translate("ActionWords", "Run command…");
    case ActionKind::Unknown:
        break;
    }
    return {};
}

QString orderText(ActionKind kind, qint64 devices)
{
    // %n takes an int; an order for more than 100,000 devices is refused
    const int n = int(devices);
    switch (kind) {
    case ActionKind::Sync:
        return QCoreApplication::translate("ActionWords", "Synchronise %n device(s)", nullptr, n);
    case ActionKind::Message:
        return QCoreApplication::translate("ActionWords", "Send to %n device(s)", nullptr, n);
    case ActionKind::Lock:
        return QCoreApplication::translate("ActionWords", "Lock %n device(s)", nullptr, n);
    case ActionKind::Restart:
        return QCoreApplication::translate("ActionWords", "Restart %n device(s)", nullptr, n);
    case ActionKind::UpdatesInstall:
        return QCoreApplication::translate("ActionWords", "Install on %n device(s)", nullptr, n);
    case ActionKind::LostMode:
        return QCoreApplication::translate("ActionWords", "Set %n device(s) to lost mode", nullptr, n);
    case ActionKind::LostModeEnd:
        return QCoreApplication::translate("ActionWords", "End lost mode on %n device(s)", nullptr, n);
    case ActionKind::RunCommand:
        return QCoreApplication::translate("ActionWords", "Run on %n device(s)", nullptr, n);
    case ActionKind::Unknown:
        break;
    }
    return {};
}

bool isDisruptive(ActionKind kind)
{
    return kind == ActionKind::Lock || kind == ActionKind::Restart || kind == ActionKind::LostMode
        || kind == ActionKind::RunCommand;
}

QString reasonText(const QString &code, const QString &detail)
{
    for (const Reason &reason : reasons) {
        if (code == QLatin1StringView(reason.code))
            return QCoreApplication::translate("ActionReason", reason.text);
    }
    return detail.isEmpty() ? code : detail;
}

QString effectText(const QString &english)
{
    return QCoreApplication::translate("ActionEffect", english.toUtf8().constData());
}

} // namespace belvedere
