// Inventory: the repeated parts of a device, each an entity with the device as owner.
#pragma once

#include "domain/device.h"

namespace belvedere {

// One installed package, as its package manager names and versions it.
struct Package {
    QString name;
    QString version; // order is the package manager's own
    QString architecture;
    QString manager; // "deb", "rpm"
    QString source; // which agent reported it
};

// A network interface; one per MAC address.
struct NetworkInterface {
    QString name;
    QString mac; // lower case, colons
    QStringList addresses;
    std::optional<bool> up;
    QString source;
};

// A user who is signed in on the device now.
struct DeviceUser {
    QString login;
    QString terminal;
    QDateTime since;
    QString source;
};

// What a policy brought to the device, as it is now: read back, not remembered.
struct InstalledItem {
    QString item; // id of the profile, application, file or certificate
    QString kind; // "profile", "application", "file", "certificate"
    QString type; // of a profile
    QString name; // what it is on the device: a package, a path
    qint64 revision = 0;
    bool verified = false; // everything is as it was installed
    QString detail; // what is not, in one English sentence
    QString source;
};

// A certificate that the device holds or trusts beyond what its system brings.
struct InstalledCertificate {
    QString subject;
    QString issuer;
    QString serial; // hexadecimal, lower case
    QDateTime notAfter; // when it runs out
    QString purpose; // "identity", "management", "authority"
    QString sha256; // of its DER form, hexadecimal, lower case
    QString source;
};

// A value as one source reported it. The device's own fields hold the newest trustworthy one.
struct Fact {
    QString source;
    QString field; // name of a Device field
    QString value; // as in JSON, without quotes
    QDateTime asOf; // when the device measured it, else when the server got it
};

} // namespace belvedere
