// Which device a report is about: the same computer under two agents is one device.
#pragma once

#include "domain/device.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// What a source says of itself. Placeholders of vendors must have been taken out.
struct Identity {
    QString source; // "belvedere-agent", "fusioninventory-agent"
    QString foreignId; // the id that the source gave itself; empty for our agent
    QString hardwareId;
    QString serial;
    QStringList macs; // sorted, lower case
    QString name;
};

struct Match {
    std::optional<Id<Device>> device;
    // The source's own id is known, but serial or hardware id differ: the image was cloned. No device is matched.
    bool isClone = false;
};

// In this order: the source's own id; hardware id; serial; all MAC addresses together with the name.
Result<Match> matchDevice(Database &database, const Identity &identity);
// Whether a device is on record under the source's own id.
Result<bool> isKnownSource(Database &database, const QString &source, const QString &foreignId);
// Remembers what the source said; `seen` is the server's time.
Result<Done> noteSource(Transaction &transaction, const Id<Device> &device, const Identity &identity);
// The name that a source told last; empty when it never did.
Result<QString> reportedName(Database &database, const Id<Device> &device, const QString &source);
// "To Be Filled By O.E.M.", "Default string", "0" and the like are no serial numbers.
bool isPlaceholder(const QString &serial);

} // namespace belvedere::server
