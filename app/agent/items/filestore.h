// FileStore: puts one file of any size in place for each item and takes it back.
#pragma once

#include "agent/files/rootdir.h"
#include "domain/inventory.h"

#include <functional>
#include <QHash>
#include <QJsonObject>
#include <QMutex>

namespace belvedere {

struct FilePlan {
    QString id;
    qint64 revision = 0;
    QString path; // below the root, without managedPathProblem()
    int mode = 0644;
    QString sha256;
    QString content; // path of the bytes below the state directory
};

struct FileRecord;
struct FileRecords;

class FileStore {
public:
    // `root` and `state` must outlive the store. Checkpoints: "file-recorded", "file-copied", "file-moved".
    FileStore(const RootDir &root, const RootDir &state, std::function<void(const char *)> checkpoint = {})
        : m_root(root)
        , m_state(state)
        , m_checkpoint(std::move(checkpoint))
    {
    }

    // Completes or undoes what a crash cut short. To be called before anything else.
    Result<Done> recover();
    // Answers {item, revision, path, sha256, size, mode} as read back. Errors: "path.not-allowed", "conflict" (the
    // place holds what is not ours, or was changed since), "content.missing", and those of RootDir; the earlier file is
    // then still there.
    Result<QJsonObject> install(const FilePlan &plan);
    Result<QJsonObject> remove(const QString &id); // NotFound, "conflict"
    Result<std::optional<QJsonObject>> verified(const QString &id) const;
    Result<bool> isInstalled(const QString &id) const;
    Result<QList<InstalledItem>> items() const;

private:
    Result<Done> settle(FileRecords &records, const QString &id);
    Result<Done> checkPlace(const FileRecords &records, const FilePlan &plan, const FileRecord *known) const;
    Result<QString> problemOf(const FileRecord &record) const;
    void reached(const char *point) const
    {
        if (m_checkpoint)
            m_checkpoint(point);
    }

    Result<std::optional<RootDir::FileDigest>> digestOf(const QString &path) const; // read anew only after a change

    const RootDir &m_root;
    const RootDir &m_state;
    mutable QMutex m_mutex; // one thread changes, another one reports
    mutable QHash<QString, RootDir::FileDigest> m_digests; // by path
    std::function<void(const char *)> m_checkpoint;
};

} // namespace belvedere
