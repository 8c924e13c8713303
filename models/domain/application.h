// Application: software that devices may have, and its releases: what exactly a device gets, and since when.
#pragma once

#include "domain/device.h"

namespace belvedere {

enum class ApplicationKind : quint8 {
    Unknown,
    Store, // the platform's public store
    ManagedStore, // the store that the organisation manages
    Package, // a package of the organisation's own, which the server holds
    Url, // a page or a download elsewhere
    Repository, // by name from the package source that the device knows (apt)
};

struct Application {
    static constexpr char idPrefix[] = "app";

    Id<Application> id;
    QString name;
    QString description;
    Coded<Platform> platform;
    Coded<ApplicationKind> kind;
    QString identifier; // as the platform names it: package name, bundle id
    QString publisher;
    QString url; // of Store and Url
    QString release; // the newest one's name, e.g. "4.2-1"
    qint64 revision = 0; // of the newest release; 0: none yet
    qint64 devices = 0; // that have some version of it
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

// Never changed once made; the newest one is what a device gets.
struct ApplicationRelease {
    static constexpr char idPrefix[] = "rel";

    Id<ApplicationRelease> id;
    Id<Application> application;
    QString applicationName;
    qint64 revision = 0; // 1, 2, … within the application
    QString release; // the version in the words of its publisher
    QString url;
    QString fileName; // of a package
    QString sha256; // of a package, 64 lower-case hex digits
    qint64 size = 0; // bytes
    QString notes;
    QDateTime created;
    QString createdBy; // name of the account
};

// How many devices have a version of an application.
struct InstalledVersion {
    QString release;
    qint64 devices = 0;
};

// A device that has an application.
struct InstalledDevice {
    Id<Device> device;
    QString name;
    QString release;
    bool simulated = false;
};

} // namespace belvedere
