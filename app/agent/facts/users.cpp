// Users who are signed in, from systemd's sessions or else from utmp.
#include "agent/facts/collectors.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utmpx.h>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumEntries = 4'096;

QList<DeviceUser> fromSessions(const FactSource &source, const QStringList &names)
{
    QList<DeviceUser> users;
    for (const QString &name : names.first(qMin(names.size(), maximumEntries))) {
        if (name.endsWith(".ref"_L1))
            continue; // a pipe beside each session
        QMap<QByteArray, QByteArray> values;
        const QByteArray text = source.read(u"/run/systemd/sessions/"_s + name, 65'536).value_or(QByteArray());
        for (const QByteArray &line : text.split('\n')) {
            const qsizetype equals = line.indexOf('=');
            if (equals > 0)
                values.insert(line.left(equals), line.mid(equals + 1));
        }
        // not the greeter, not background jobs, not a session that is being closed
        if (values.value("CLASS") != "user" || values.value("STATE") == "closing" || values.value("USER").isEmpty())
            continue;
        DeviceUser user;
        user.login = QString::fromUtf8(values.value("USER")).left(64);
        user.terminal = QString::fromUtf8(values.value("TTY", values.value("DISPLAY"))).left(64);
        const qint64 micro = values.value("REALTIME").toLongLong();
        if (micro > 0)
            user.since = QDateTime::fromSecsSinceEpoch(micro / 1'000'000, Qt::UTC);
        users.append(user);
    }
    return users;
}

template<size_t N> QString fixedText(const char (&field)[N])
{
    return QString::fromUtf8(field, qsizetype(strnlen(field, N))).left(64);
}

QList<DeviceUser> fromUtmp(const FactSource &source, const QByteArray &records)
{
    QList<DeviceUser> users;
    const qsizetype size = sizeof(utmpx);
    for (qsizetype at = 0; at + size <= records.size() && at / size < maximumEntries; at += size) {
        utmpx record;
        std::memcpy(&record, records.constData() + at, sizeof record);
        // a terminal that crashed leaves its record behind: its process is gone
        if (record.ut_type != USER_PROCESS || !source.exists(u"/proc/%1"_s.arg(record.ut_pid)))
            continue;
        DeviceUser user;
        user.login = fixedText(record.ut_user);
        user.terminal = fixedText(record.ut_line);
        user.since = QDateTime::fromSecsSinceEpoch(record.ut_tv.tv_sec, Qt::UTC);
        if (!user.login.isEmpty())
            users.append(user);
    }
    return users;
}

} // namespace

std::optional<QList<DeviceUser>> signedInUsers(const FactSource &source)
{
    std::optional<QList<DeviceUser>> users;
    const auto utmp = source.read(u"/run/utmp"_s);
    if (source.exists(u"/run/systemd/sessions"_s))
        users = fromSessions(source, source.names(u"/run/systemd/sessions"_s));
    else if (utmp)
        users = fromUtmp(source, *utmp);
    if (users) {
        std::sort(users->begin(), users->end(), [](const DeviceUser &a, const DeviceUser &b) {
            return std::tie(a.login, a.terminal, a.since) < std::tie(b.login, b.terminal, b.since);
        });
    }
    return users;
}

} // namespace belvedere
