// The directory of a site: made for its owner alone, with the database's file in it.
#pragma once

#include "base/result.h"

#include <QString>

namespace belvedere::server {

// The database's file in it, which need not be there.
QString siteFile(const QString &directory);
// The same, after the directory was made and closed to others. Error "store.unreadable".
Result<QString> prepareDirectory(const QString &directory);

} // namespace belvedere::server
