// When the facts of a device were measured.
#pragma once

#include "compliance/rulecolumns.h"
#include "server/store/database.h"

namespace belvedere::server {

// What no section tells of, such as a demo device, counts as told when the device was last seen. `now` is the time of
// what the server keeps itself.
Result<FactTimes> factTimes(Database &database, const Device &device, const QDateTime &now);

// The same for all devices of a list in memory, but only for some fields, given by index in fields<Device>(). Sections
// of devices that are not in the list are passed over.
Result<FactColumns> factColumns(
    Database &database, const Snapshot &devices, const QSet<size_t> &wanted, const QDateTime &now);

} // namespace belvedere::server
