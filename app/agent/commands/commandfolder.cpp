// Finding of commands, with a look at who could have changed them.
#include "agent/commands/commandfolder.h"

#include "agent/agenterror.h"
#include "domain/command.h"

#include <QDir>
#include <QFile>
#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere {

#ifdef Q_OS_UNIX

namespace {

ApiError unsafe(const QString &path, const QString &why)
{
    return agentError(u"command.unsafe"_s, path + u": "_s + why);
}

// Root's, or of the agent's own user, who could do what the command does anyway.
bool isOurs(const struct stat &info) { return info.st_uid == 0 || info.st_uid == ::geteuid(); }

// The bits of the group tell of access lists as well.
bool isClosed(const struct stat &info) { return (info.st_mode & (S_IWGRP | S_IWOTH)) == 0; }

Result<Done> checkDirectory(const QString &path, bool isAbove)
{
    struct stat info { };
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0)
        return unsafe(path, u"there is no such directory"_s);
    if (!S_ISDIR(info.st_mode))
        return unsafe(path, u"not a directory, or a symbolic link"_s);
    if (!isOurs(info))
        return unsafe(path, u"the directory belongs to another user"_s);
    // in one such as /tmp nobody can replace what belongs to somebody else
    if (!isClosed(info) && !(isAbove && (info.st_mode & S_ISVTX) != 0))
        return unsafe(path, u"others may write there"_s);
    return Done{};
}

} // namespace

Result<Done> CommandFolder::check() const
{
    if (m_path.isEmpty())
        return agentError(u"command.not-allowed"_s,
            u"The agent was started without --allow-commands: it runs no commands on this computer."_s);
    const QString path = QDir::cleanPath(m_path);
    if (!path.startsWith(u'/'))
        return unsafe(path, u"not an absolute path"_s);
    Result<Done> good = checkDirectory(u"/"_s, path != "/"_L1);
    for (qsizetype end = 1; good && end < path.size();) {
        const qsizetype slash = path.indexOf(u'/', end);
        const qsizetype length = slash < 0 ? path.size() : slash;
        good = checkDirectory(path.left(length), length < path.size());
        end = length + 1;
    }
    return good;
}

Result<QString> CommandFolder::find(const QString &name) const
{
    const Result<Done> good = check();
    if (!good)
        return good.error();
    if (!isCommandName(name))
        return agentError(u"command.parameters"_s, u"name: letters a to z, digits and hyphens, at most 64"_s);
    const QString path = QDir::cleanPath(m_path + u'/' + name);
    const QByteArray file = QFile::encodeName(path);
    struct stat info { };
    if (::lstat(file.constData(), &info) != 0)
        return agentError(u"command.not-found"_s, u"This device has no command %1."_s.arg(name));
    if (!S_ISREG(info.st_mode))
        return unsafe(path, u"not a file, or a symbolic link"_s);
    if (!isOurs(info))
        return unsafe(path, u"the file belongs to another user"_s);
    if (!isClosed(info))
        return unsafe(path, u"others may write to the file"_s);
    if (::access(file.constData(), X_OK) != 0)
        return unsafe(path, u"the file is not executable"_s);
    return path;
}

#else

Result<Done> CommandFolder::check() const
{
    return agentError(u"platform.unsupported"_s, u"The agent runs no commands on this platform."_s);
}

Result<QString> CommandFolder::find(const QString &) const { return check().error(); }

#endif

QStringList CommandFolder::names() const
{
    QStringList names;
    if (!check())
        return names;
    const QStringList entries = QDir(m_path).entryList(QDir::Files, QDir::Name);
    for (const QString &entry : entries) {
        if (names.size() < maximumCommandNames && find(entry))
            names.append(entry);
    }
    return names;
}

} // namespace belvedere
