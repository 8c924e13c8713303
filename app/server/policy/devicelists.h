// What a device has installed, as rules ask about it.
#pragma once

#include "compliance/evaluate.h"
#include "server/store/database.h"

namespace belvedere::server {

// Nothing is read, and nothing known, unless `needed`: the lists are long. Versions of packages are compared without
// the epoch that Debian may put before them.
Result<DeviceLists> deviceLists(Database &database, const Device &device, bool needed, const QDateTime &now);

} // namespace belvedere::server
