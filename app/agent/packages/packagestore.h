// PackageStore: installs and removes packages for items, and undoes only what it did itself.
#pragma once

#include "agent/packages/apt.h"
#include "agent/packages/ledger.h"
#include "domain/inventory.h"

#include <QJsonObject>

namespace belvedere {

// What an item is to be on this device.
struct PackagePlan {
    PackageItem item;
    QString archive; // absolute path of the package that is the first wish; empty: from the device's own sources
};

class PackageStore {
public:
    // `state` must outlive the store. Called between the steps: "ledger", "applied".
    PackageStore(const RootDir &state, Apt apt, bool isAllowed, std::function<void(const char *)> checkpoint = {})
        : m_state(state)
        , m_apt(std::move(apt))
        , m_isAllowed(isAllowed)
        , m_checkpoint(std::move(checkpoint))
    {
    }

    // After a start: completes what dpkg was left with and forgets deeds that were written down but not done.
    // "packages.busy": apt still works, perhaps for an earlier process of ours; `patience` (milliseconds) was waited
    // for it, nothing was judged, and the next call tries again.
    Result<Done> recover(int patience = 30'000);

    // Answers what is so now, see holds(). Errors: "packages.not-allowed" (the agent runs without --allow-packages),
    // "command.parameters", "conflict" (another item wants the opposite), "profile.type-changed",
    // "packages.protected", "packages.would-remove" (more than what was asked for), those of Apt. What a failed change
    // has done is undone; what could not be undone is named in the detail. May take very long.
    Result<QJsonObject> install(const PackagePlan &plan);
    // Undoes what was done for this item and nobody else wants: {removed, restored, left, not_restored}. NotFound when
    // the item is not installed.
    Result<QJsonObject> remove(const QString &id);
    // {item, revision, packages: {name: version}, absent} when dpkg says that everything is as the item wants it.
    Result<std::optional<QJsonObject>> holds(const QString &id) const;
    Result<bool> isInstalled(const QString &id) const;
    Result<QList<InstalledItem>> items() const;

    // Brings installed packages to newer versions: {packages: {name: version}, packages_count, not_installed,
    // not_installed_count}, of which the lists are cut. Removes nothing and changes nothing else that is there: errors
    // "packages.would-remove" and "packages.would-change" when apt could not do it otherwise.
    Result<QJsonObject> update(const QList<PackageWish> &wishes);

private:
    using States = QMap<QString, PackageState>;
    struct Change; // an installation under way
    Result<Done> check(const Ledger &ledger, const PackagePlan &plan) const;
    Result<Change> prepare(const PackagePlan &plan) const;
    static Result<Done> examine(const AptPlan &plan, const Change &change);
    Result<bool> isSatisfied(const PackageWish &wish, const PackageState &now, bool isExact = false) const;
    Result<QString> lacking(const PackageItem &item) const; // empty: everything is as it wants it
    Result<Done> carryOut(Ledger &ledger, const PackagePlan &plan, const Change &change);
    QString undo(const Change &change) const; // what could not be undone, in words
    Result<QJsonObject> release(Ledger &ledger, const QString &id, const QStringList &names);
    Result<QStringList> removable(const QStringList &wanted, const QStringList &companions, QStringList &left) const;
    Result<Done> forgetUndone(Ledger &ledger) const;
    Result<QStringList> updateRequest(const QStringList &names, const QStringList &wanted) const;
    Result<Done> upgrade(const QStringList &request);
    void reached(const char *point) const
    {
        if (m_checkpoint)
            m_checkpoint(point);
    }

    const RootDir &m_state;
    Apt m_apt;
    bool m_isAllowed;
    std::function<void(const char *)> m_checkpoint;
};

} // namespace belvedere
