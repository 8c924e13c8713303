// The collectors of Linux facts, each a function from a FactSource; what is not known stays untouched or absent.
#pragma once

#include "agent/facts/facts.h"

namespace belvedere {

void collectSystem(const FactSource &source, Device &device); // name, OS, kernel, boot
void collectHardware(const FactSource &source, Device &device); // DMI, processor, memory, form

// A mounted file system on storage of the computer.
struct Volume {
    QString device; // "/dev/sda2"
    QString mountPoint;
    QString type;
};
// One per device, the root file system first; network, memory and image file systems are left out.
QList<Volume> realVolumes(const FactSource &source);
void collectStorage(const FactSource &source, Device &device); // free space in steps of 1 % of the total
// True when every volume but /boot lies on dm-crypt; not known when the root file system's device cannot be told.
std::optional<bool> storageEncrypted(const FactSource &source);

// True when a rule set that filters incoming traffic is in force; false only when an empty one could be read.
std::optional<bool> firewallEnabled(const FactSource &source);

// Nothing when it cannot be told, e.g. in a container.
std::optional<SecureBoot> secureBoot(const FactSource &source);

struct PasscodePolicy {
    std::optional<qint64> minimumLength; // nothing: none is asked for
    std::optional<bool> isSimpleBlocked;
};
// Nothing when PAM cannot be read, or asks modules whose rules are not known here.
std::optional<PasscodePolicy> passcodePolicy(const FactSource &source);

struct ScreenLock {
    std::optional<qint64> timeout; // seconds, 0: never; nothing: users decide for themselves
    std::optional<qint64> grace; // seconds, of it, from the screen's going dark to its lock
};
// What dconf makes binding for GNOME; nothing when there is no such desktop, or what is in force cannot be told.
std::optional<ScreenLock> screenLock(const FactSource &source);

struct HeldCertificates {
    QList<InstalledCertificate> certificates; // at most maximumCertificates, those that run out first
    QDateTime nextExpiry; // of all; invalid: there are none
};
std::optional<HeldCertificates> heldCertificates(const FactSource &source);

struct PendingUpdates {
    qint64 all = 0;
    qint64 security = 0;
    QList<PendingUpdate> packages; // without their ages
    QDateTime checked; // age of the package lists
};
// Asks apt without network and without root; not known without package lists.
std::optional<PendingUpdates> pendingUpdates(const FactSource &source);
// Output of `apt-get -s dist-upgrade`.
PendingUpdates parseAptSimulation(const QByteArray &output);

std::optional<QList<Package>> installedPackages(const FactSource &source);
QList<Package> parseDpkgStatus(const QByteArray &status);
QList<Package> parseRpmList(const QByteArray &output);

// Ethernet and wireless hardware; where there is none (containers) every interface but loopback.
std::optional<QList<NetworkInterface>> networkInterfaces(const FactSource &source);

std::optional<QList<DeviceUser>> signedInUsers(const FactSource &source);

// Texts that makers leave in the firmware instead of a value ("To Be Filled By O.E.M.").
bool isPlaceholder(const QString &text);
bool isPlaceholderUuid(const QString &uuid);

} // namespace belvedere
