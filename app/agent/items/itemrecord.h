// ItemRecord: what the agent remembers about the files of each item, on the disk before anything is changed.
#pragma once

#include "agent/files/rootdir.h"

#include <QMap>

namespace belvedere {

struct FileState {
    QByteArray content;
    int mode = 0644;
};
using FileStates = QMap<QString, FileState>; // by path

// While `isChanging`, the files are those of either side, or a mixture.
struct ItemRecord {
    QString id;
    QString kind;
    QString type;
    bool isInstalled = false;
    qint64 revision = 0;
    FileStates files;
    FileStates originals; // what was there before us, given back in the end
    QStringList followUps;

    bool isChanging = false;
    bool nextInstalled = false;
    qint64 nextRevision = 0;
    FileStates nextFiles;
    QStringList nextFollowUps;

    QStringList paths() const; // of both sides
    // Before and after the change; nothing where there is no file.
    std::optional<FileState> before(const QString &path) const;
    std::optional<FileState> after(const QString &path) const;
    QStringList allFollowUps() const; // of both sides
};

struct ItemRecords {
    QList<ItemRecord> items;
    QStringList directories; // made by us, outermost first

    ItemRecord *find(const QString &id);
    const ItemRecord *find(const QString &id) const;
};

// Reads the record, also the one of earlier agents, which knew one browser profile. Error "state.damaged".
Result<ItemRecords> loadItems(const RootDir &state);
Result<Done> saveItems(const RootDir &state, const ItemRecords &records);

} // namespace belvedere
