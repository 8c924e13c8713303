// An inventory becomes facts of a device, which is found or made.
#pragma once

#include "domain/device.h"
#include "server/agents/inventorymap.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// The device as it is afterwards. A computer that our agent manages stays managed by it. The report's tag and those of
// the token are given once, when the DEVICEID comes for the first time: what an operator takes away stays away. When
// serial or hardware id under a known DEVICEID have become others, the image was cloned: the report makes a new device
// with a note. Errors: those of usableEnrolment(); "inventory.name" (400) for a computer without a name.
Result<Device> takeInventory(
    Transaction &transaction, const QString &token, const InventoryReport &report, const QString &address);

} // namespace belvedere::server
