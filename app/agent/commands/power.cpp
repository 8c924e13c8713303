// Lock and restart through systemd.
#include "agent/commands/power.h"

#include "agent/agenterror.h"

#include <QJsonArray>
#include <QThread>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int limit = 10'000; // ms
constexpr int confirmations = 10; // looks, half a second apart

QByteArray property(const RunProgram &run, const QString &session, const QString &name)
{
    const auto output =
        run(u"/usr/bin/loginctl"_s, {u"show-session"_s, session, u"--value"_s, u"--property"_s, name}, limit, {});
    return output && output->exitCode == 0 ? output->standardOutput.trimmed() : QByteArray();
}

} // namespace

Result<QJsonObject> lockSessions(const RunProgram &run)
{
    const auto list = run(u"/usr/bin/loginctl"_s, {u"list-sessions"_s, u"--no-legend"_s}, limit, {});
    if (!list || list->exitCode != 0)
        return agentError(u"lock.failed"_s, u"The sessions of this computer cannot be listed."_s);
    QStringList open;
    for (const QByteArray &line : list->standardOutput.split('\n')) {
        const QString session = QString::fromLatin1(line.trimmed().split(' ').first());
        const QByteArray type = session.isEmpty() ? QByteArray() : property(run, session, u"Type"_s);
        if ((type == "x11" || type == "wayland") && property(run, session, u"Class"_s) == "user")
            open.append(session);
    }
    if (open.isEmpty())
        return agentError(u"lock.no-session"_s, u"No graphical session is open."_s);
    const QStringList sessions = open;
    const auto locked = run(u"/usr/bin/loginctl"_s, QStringList{u"lock-session"_s} + sessions, limit, {});
    if (!locked || locked->exitCode != 0)
        return agentError(u"lock.failed"_s, u"The sessions could not be told to lock."_s);
    for (int look = 0; look < confirmations; ++look) {
        open.removeIf([&run](const QString &session) { return property(run, session, u"LockedHint"_s) == "yes"; });
        if (open.isEmpty())
            return QJsonObject{{u"locked_sessions"_s, QJsonArray::fromStringList(sessions)}};
        QThread::msleep(500);
    }
    return agentError(u"lock.not-confirmed"_s, u"A session did not say that it is locked."_s);
}

Result<Done> orderRestart(const RunProgram &run)
{
    const auto output = run(u"/usr/bin/systemctl"_s, {u"reboot"_s}, limit, {});
    if (!output || output->exitCode != 0)
        return agentError(u"restart.failed"_s, u"systemctl could not restart this computer."_s);
    return Done{};
}

} // namespace belvedere
