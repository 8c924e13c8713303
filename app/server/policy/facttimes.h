// When the facts of a device were measured.
#pragma once

#include "compliance/evaluate.h"
#include "server/store/database.h"

namespace belvedere::server {

// What no section tells of, such as a demo device, counts as told when the device was last seen. `now` is the time of
// what the server keeps itself.
Result<FactTimes> factTimes(Database &database, const Device &device, const QDateTime &now);

} // namespace belvedere::server
