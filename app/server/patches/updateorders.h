// Update orders: what a device is told to install, what of it may still go out, and whether it proved that it did.
#pragma once

#include "domain/command.h"
#include "domain/patch.h"
#include "server/store/transaction.h"

#include <QHash>
#include <QSet>

namespace belvedere::server {

// What a device waits for, of what an order means.
struct DeviceUpdates {
    std::vector<PackageUpdate> approved;
    bool hasBlocked = false; // it waits for blocked ones as well
};
// By device. `meant`: ids of patches; empty: all. Devices that wait for nothing of it are missing.
Result<QHash<QString, DeviceUpdates>> updatesFor(
    Database &database, const QStringList &devices, const QSet<QString> &meant);
// Those of the ids that are not approved, or not there.
Result<QStringList> notApproved(Database &database, const QStringList &patches);
// Devices that have an order for updates, or get it as soon as they call.
Result<QSet<QString>> devicesUpdating(Database &database);

// Right before a command goes out: takes away what is not approved any more, and what the device no longer waits for
// (one version that is not to be had would keep it from all of them); false when nothing is left of it.
Result<bool> keepApproved(Transaction &transaction, const Id<Device> &device, Command &command);
// A device says that it has installed what `order` named: its proof has to tell a version that it read back of each
// package, which the device itself has compared in its own order of versions; otherwise "updates.not-proved".
CommandResult provenUpdates(const QJsonObject &order, CommandResult result);

} // namespace belvedere::server
