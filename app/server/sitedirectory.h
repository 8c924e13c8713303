// The directory of a site: made for its owner alone, with the database's file in it.
#pragma once

#include "base/result.h"

#include <memory>
#include <QLockFile>
#include <QString>

namespace belvedere::server {

// The database's file in it, which need not be there.
QString siteFile(const QString &directory);
// The same, after the directory was made and closed to others. Error "store.unreadable".
Result<QString> prepareDirectory(const QString &directory);
// Held while a server is at work on the file: a second one would list what the first has changed since. What a process
// that died has left does not count. Errors "store.in-use", "store.unreadable".
Result<std::unique_ptr<QLockFile>> lockSite(const QString &directory);

} // namespace belvedere::server
