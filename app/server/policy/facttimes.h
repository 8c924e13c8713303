// When the facts of a device were measured.
#pragma once

#include "compliance/rulecolumns.h"
#include "server/store/database.h"

namespace belvedere::server {

// When a source told of a section.
struct SectionTime {
    QString source;
    QString section;
    QDateTime asOf;
};

// What no section tells of, such as a demo device, counts as told when the device was last seen. `now` is the time of
// what the server keeps itself.
Result<FactTimes> factTimes(Database &database, const Device &device, const QDateTime &now);
// The same with the device's sections read before; the database is asked only where several sources tell of it.
Result<FactTimes> factTimes(
    Database &database, const Device &device, const QDateTime &now, const QList<SectionTime> &told);

// The same for all devices of a list in memory, as exactly as these rules need it; see RuleColumns::freshFrom().
// Sections of devices that are not in the list are passed over. Inside a transaction.
Result<FactColumns> factColumns(
    Database &database, const Snapshot &devices, std::span<const CompiledRule> rules, const QDateTime &now);

} // namespace belvedere::server
