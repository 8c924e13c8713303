// FileRecord: what the agent remembers about the file of each item.
#pragma once

#include "agent/files/rootdir.h"

#include <QList>

namespace belvedere {

struct PlacedFile {
    qint64 revision = 0;
    QString path; // empty: no file
    QString sha256;
    int mode = 0;
};

struct FileRecord {
    QString id;
    PlacedFile now;
    std::optional<PlacedFile> next; // a change was begun
};

struct FileRecords {
    QList<FileRecord> files;
    QStringList directories; // made by us, outermost first

    FileRecord *find(const QString &id);
    const FileRecord *find(const QString &id) const;
};

Result<FileRecords> loadFiles(const RootDir &state); // "state.damaged"
Result<Done> saveFiles(const RootDir &state, const FileRecords &records);

} // namespace belvedere
