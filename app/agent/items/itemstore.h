// ItemStore: puts the files of profiles and certificates in place, all or none for each item, and takes them back
// exactly.
#pragma once

#include "agent/files/rootdir.h"
#include "agent/items/itemfile.h"
#include "domain/inventory.h"

#include <functional>
#include <QJsonObject>

namespace belvedere {

struct ItemRecord;
struct ItemRecords;

// Called between the steps of a change; tests end the process there.
using Checkpoint = std::function<void(const char *point)>;

// What must happen after files have changed, by name (see FollowUps); the answer is a part of the proof. An error means
// that the files do no good: they are taken back.
using FollowUp = std::function<Result<QJsonObject>(const QString &name)>;

// What an item is to be on this device.
struct ItemPlan {
    QString id;
    QString kind; // "profile", "certificate"
    QString type; // of a profile
    qint64 revision = 0;
    QList<ItemFile> files;
    QStringList followUps; // run after every change of the files
};

// What an installed item lacks although its files are as written; empty: nothing.
using Lacking = std::function<QString(const ItemRecord &record)>;

class ItemStore {
public:
    // `root` is where the files go, `state` where we remember what we wrote; both must outlive the store.
    ItemStore(
        const RootDir &root, const RootDir &state, FollowUp followUp, Lacking lacking = {}, Checkpoint checkpoint = {})
        : m_root(root)
        , m_state(state)
        , m_followUp(std::move(followUp))
        , m_lacking(std::move(lacking))
        , m_checkpoint(std::move(checkpoint))
    {
    }

    // Completes or undoes what a crash cut short, for each item, and runs its follow-ups again. To be called before
    // anything else. An error concerns some item; the others have been dealt with, and the next call tries again.
    Result<Done> recover();

    // Answers what was done (see verified(), with "follow_ups"). Errors, all of which leave every file as it was:
    // "conflict" (a file is not ours, or another item's; the detail names it), "profile.type-changed",
    // "profile.not-verified", those of the follow-ups and of RootDir. Any other revision of an installed item replaces
    // it: the server decides about the order.
    Result<QJsonObject> install(const ItemPlan &plan);
    // Answers the follow-ups. An item that is not installed is an error of kind NotFound; a file that was changed since
    // is "conflict".
    Result<QJsonObject> remove(const QString &id);

    // Reads the files back: id, revision and SHA-256 of each when all are as written; otherwise nothing.
    Result<std::optional<QJsonObject>> verified(const QString &id) const;
    Result<bool> isInstalled(const QString &id) const;
    // Every installed item, read back.
    Result<QList<InstalledItem>> items() const;

private:
    Result<QJsonObject> change(ItemRecords &records, ItemRecord &record);
    Result<Done> checkOurs(const ItemRecords &records, const ItemRecord &record) const;
    Result<Done> keepOriginals(ItemRecord &record, const QList<ItemFile> &files) const;
    Result<Done> apply(ItemRecord &record) const;
    Result<Done> verify(const ItemRecord &record, bool next) const;
    Result<Done> intact(const ItemRecord &record) const;
    Result<QJsonObject> follow(const ItemRecord &record) const;
    Result<QJsonObject> settle(ItemRecords &records, ItemRecord &record);
    Result<Done> putBack(ItemRecords &records, ItemRecord &record);
    void prune(ItemRecords &records) const;
    void reached(const char *point) const
    {
        if (m_checkpoint)
            m_checkpoint(point);
    }

    const RootDir &m_root;
    const RootDir &m_state;
    FollowUp m_followUp;
    Lacking m_lacking;
    Checkpoint m_checkpoint;
};

} // namespace belvedere
