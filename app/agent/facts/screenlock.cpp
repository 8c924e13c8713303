// After how long the screen locks, as far as the system does not leave that to its users.
#include "agent/facts/collectors.h"

#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Database {
    QMap<QString, QString> values; // by path of the key
    QStringList locks;
};

// The sources of one database in their order; nothing when what is in force is older than they are.
std::optional<Database> readDatabase(const FactSource &source, const QString &name)
{
    const QString compiled = u"/etc/dconf/db/"_s + name;
    const QString directory = compiled + u".d"_s;
    const QFileInfo inForce(source.path(compiled));
    if (!inForce.isFile())
        return std::nullopt;
    Database database;
    const auto isNewer = [&](const QString &path) {
        return QFileInfo(source.path(path)).lastModified() > inForce.lastModified();
    };
    for (const QString &file : source.names(directory)) {
        const QString path = directory + u'/' + file;
        if (!QFileInfo(source.path(path)).isFile())
            continue;
        if (isNewer(path))
            return std::nullopt;
        QString group;
        const QStringList lines = QString::fromUtf8(source.read(path).value_or(QByteArray())).split(u'\n');
        for (const QString &raw : lines) {
            const QString line = raw.trimmed();
            const qsizetype equals = line.indexOf(u'=');
            if (line.startsWith(u'[') && line.endsWith(u']'))
                group = u'/' + line.mid(1, line.size() - 2) + u'/';
            else if (equals > 0 && !line.startsWith(u'#'))
                database.values.insert(group + line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
        }
    }
    for (const QString &file : source.names(directory + u"/locks"_s)) {
        const QString path = directory + u"/locks/"_s + file;
        if (isNewer(path))
            return std::nullopt;
        const QStringList lines = QString::fromUtf8(source.read(path).value_or(QByteArray())).split(u'\n');
        for (const QString &line : lines)
            database.locks.append(line.trimmed());
    }
    return database;
}

// "uint32 300" or "300".
std::optional<qint64> number(const QString &value)
{
    static const QRegularExpression form(uR"(\A(?:u?int(?:16|32|64) )?(\d{1,9})\z)"_s);
    const QRegularExpressionMatch match = form.match(value);
    return match.hasMatch() ? std::optional<qint64>(match.captured(1).toLongLong()) : std::nullopt;
}

} // namespace

std::optional<ScreenLock> screenLock(const FactSource &source)
{
    // without a desktop of this kind there is nothing that could be told
    if (!source.exists(u"/usr/share/glib-2.0/schemas/org.gnome.desktop.screensaver.gschema.xml"_s)
        && !source.exists(u"/etc/dconf/profile/user"_s))
        return std::nullopt;
    ScreenLock lock;
    const QStringList lines =
        QString::fromUtf8(source.read(u"/etc/dconf/profile/user"_s).value_or(QByteArray())).split(u'\n');
    QList<Database> databases;
    for (const QString &raw : lines) {
        const QString line = raw.section(u'#', 0, 0).trimmed();
        if (line.startsWith("file-db:"_L1) || line.startsWith("service-db:"_L1))
            return std::nullopt; // may say anything
        if (!line.startsWith("system-db:"_L1))
            continue;
        const auto database = readDatabase(source, line.mid(10));
        if (!database)
            return std::nullopt;
        databases.append(*database);
    }
    // of several databases the last that locks a key decides it
    const auto forced = [&databases](const QString &key) -> std::optional<QString> {
        for (auto it = databases.rbegin(); it != databases.rend(); ++it) {
            if (it->locks.contains(key))
                return it->values.contains(key) ? std::optional(it->values.value(key)) : std::nullopt;
        }
        return std::nullopt;
    };
    const auto idle = forced(u"/org/gnome/desktop/session/idle-delay"_s);
    const auto enabled = forced(u"/org/gnome/desktop/screensaver/lock-enabled"_s);
    if (!idle || !enabled)
        return lock; // its users decide
    const auto seconds = number(*idle);
    if (!seconds)
        return std::nullopt;
    const auto delayText = forced(u"/org/gnome/desktop/screensaver/lock-delay"_s);
    const auto delay = delayText ? number(*delayText) : std::nullopt;
    lock.timeout = *enabled == "true"_L1 && *seconds > 0 ? *seconds + delay.value_or(0) : 0;
    if (!delayText && *lock.timeout > 0)
        return ScreenLock(); // they may put the lock off for as long as they like
    if (*lock.timeout > 0)
        lock.grace = delay;
    return lock;
}

} // namespace belvedere
