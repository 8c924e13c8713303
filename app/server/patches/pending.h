// Pending updates: which device waits for which patch, kept as the devices' reports come in.
#pragma once

#include "api/patches.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// What a device reported just now as pending, all of it. Patches that nobody waited for before are made, and blocked
// at once where a pattern says so.
Result<Done> notePending(Transaction &transaction, const Device &device, const QJsonObject &section);
// The device has gone.
Result<Done> forgetPending(Transaction &transaction, const QString &device);
// Patches show how many devices wait for them; those that nobody waits for and no person decided on go. Small numbers
// are shown at once by notePending(), large ones by this.
Result<Done> refreshPatches(Transaction &transaction);

// Error "parameter.range".
Result<Page<PatchDevice>> patchDevices(
    Database &database, const Id<SoftwarePatch> &patch, const PatchDeviceParameters &parameters);
// Name and version, as one key, to the decision about it; of what the device waits for.
Result<QHash<QString, PatchDecision>> decisionsFor(Database &database, const Id<Device> &device);
QString updateKey(const QString &name, const QString &version);

} // namespace belvedere::server
