// ManagedFile: a file that devices get at a path of theirs, in revisions whose numbers are never used again.
#pragma once

#include "base/result.h"
#include "domain/device.h"

namespace belvedere {

struct ManagedFile {
    static constexpr char idPrefix[] = "fil";

    Id<ManagedFile> id;
    QString name;
    QString description;
    Coded<Platform> platform;
    QString path; // absolute, on the device
    QString mode; // octal text, "0644"; empty: the platform has none
    QString fileName; // as it was uploaded
    QString sha256; // of the content, 64 lower-case hex digits
    qint64 size = 0; // bytes
    qint64 revision = 0; // of path, mode and content
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

// What a file was.
struct FileRevision {
    qint64 revision = 0;
    QString path;
    QString mode;
    QString fileName;
    QString sha256;
    qint64 size = 0; // bytes
    QDateTime created;
    QString createdBy; // name of the account
};

// What keeps a device from having a file there: not absolute, "..", control characters, a directory that no file is
// brought to. An empty list: nothing. `platform` decides what absolute means.
QList<FieldError> targetProblems(Platform platform, const QString &path, const QString &mode);

} // namespace belvedere
