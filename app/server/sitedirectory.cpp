// Making of a site's directory.
#include "server/sitedirectory.h"

#include "server/store/database.h"

#include <QDir>
#include <QFile>
#include <QLockFile>

using namespace Qt::StringLiterals;

namespace belvedere::server {

QString siteFile(const QString &directory) { return QDir(directory).absoluteFilePath(u"site.db"_s); }

Result<QString> prepareDirectory(const QString &directory)
{
    if (!QDir(directory).exists() && !QDir().mkpath(directory))
        return storeError(u"store.unreadable"_s, u"The directory %1 cannot be made."_s.arg(directory));
    // It will hold password hashes and a private key.
    QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return siteFile(directory);
}

Result<std::unique_ptr<QLockFile>> lockSite(const QString &directory)
{
    const QString file = siteFile(directory) + ".lock"_L1;
    auto lock = std::make_unique<QLockFile>(file);
    lock->setStaleLockTime(0); // however long it runs
    if (!lock->tryLock() && lock->error() != QLockFile::LockFailedError)
        return storeError(u"store.unreadable"_s, u"%1 cannot be made."_s.arg(QDir::toNativeSeparators(file)));
    if (!lock->isLocked())
        return storeError(u"store.in-use"_s,
            u"Another server is at work in %1. If none is, remove %2."_s.arg(
                directory, QDir::toNativeSeparators(file)));
    return lock;
}

} // namespace belvedere::server
