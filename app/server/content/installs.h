// Installs: which device has which version of an application of the catalogue, kept as package lists come in.
#pragma once

#include "api/content.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// A device's package list (the section's JSON) as it was reported just now. One of another agent than ours counts only
// for a device that ours does not report.
Result<Done> noteInstalls(
    Transaction &transaction, const Device &device, const QString &source, const QJsonObject &packages);
// One device has that version; an empty one: any more. For where no package list tells it.
Result<Done> setInstall(Transaction &transaction, const Id<Application> &application, const QString &device,
    const std::optional<QString> &release);
// The device has gone.
Result<Done> forgetInstalls(Transaction &transaction, const QString &device);

// An application is new, or has another name for the platform: the stored lists are read for it, some hundred at a
// time, by readInstalls(), which answers whether there is more to do.
Result<Done> scanInstalls(Transaction &transaction, const Id<Application> &application);
Result<bool> readInstalls(Transaction &transaction);
// The application has gone.
Result<Done> removeInstalls(Transaction &transaction, const Id<Application> &application);
// Applications show on how many devices they are; those of which the number changed.
Result<Done> refreshCounts(Transaction &transaction);

Result<Page<InstalledVersion>> installedVersions(Database &database, const Id<Application> &application);
// Error "cursor.invalid".
Result<Page<InstalledDevice>> installedDevices(
    Database &database, const Id<Application> &application, const InstalledParameters &parameters);

} // namespace belvedere::server
