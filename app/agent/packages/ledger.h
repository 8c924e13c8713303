// Ledger: which packages the device has or lacks because of us, on the disk before apt runs.
#pragma once

#include "agent/files/rootdir.h"

#include <QMap>

namespace belvedere {

struct PackageWish {
    QString name;
    QString version; // of an application exactly this one, else at least; empty: any
};

// What one item wants.
struct PackageItem {
    QString id;
    QString kind; // "profile", "application"
    QString type; // of a profile
    qint64 revision = 0;
    QList<PackageWish> present;
    QStringList absent;
    bool isComplete = false; // false: a change was begun and its end is not known
    QStringList releasing = {}; // what an earlier revision wanted and has not been given back yet

    QStringList names() const; // without those that are being released
    bool isSettled() const { return isComplete && releasing.isEmpty(); }
    bool isExact() const { return kind == QLatin1StringView("application"); }
};

// What we did to a package, to be undone when nobody wants it any more.
struct PackageDeed {
    bool isRemoval = false;
    QString version; // that was there before a removal
    QStringList companions; // what came with an installation
};

struct Ledger {
    QList<PackageItem> items;
    QMap<QString, PackageDeed> deeds; // by name of the package
    bool isUpdating = false; // an update was begun and its end is not known

    PackageItem *find(const QString &id);
    const PackageItem *find(const QString &id) const;
    // Names that no item but `id` speaks of.
    bool isWantedByOthers(const QString &name, const QString &id) const;
};

Result<Ledger> loadLedger(const RootDir &state); // "state.damaged"
Result<Done> saveLedger(const RootDir &state, const Ledger &ledger);

} // namespace belvedere
