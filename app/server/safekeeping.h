// The commands "backup" and "restore" of belvedere-server.
#pragma once

#include "server/options.h"

namespace belvedere::server {

// Answers a line for the person who asked. Errors are those of writeBackup() and restoreBackup(), and of the database;
// after one, a directory that held no site still holds none.
Result<QString> keepSafe(const Options &options);

} // namespace belvedere::server
