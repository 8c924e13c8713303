// Making of a site's directory.
#include "server/sitedirectory.h"

#include "server/store/database.h"

#include <QDir>
#include <QFile>

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

} // namespace belvedere::server
