// ProfileStore: puts a profile's files in place, all or none, and takes them back exactly.
#pragma once

#include "agent/files/rootdir.h"
#include "profiles/linuxbrowser.h"

#include <functional>
#include <QJsonObject>
#include <QMap>

namespace belvedere {

// Called between the steps of a change; tests end the process there.
using Checkpoint = std::function<void(const char *point)>;

class ProfileStore {
public:
    // `root` is where the files go, `state` where we remember what we wrote; both must outlive the store.
    ProfileStore(const RootDir &root, const RootDir &state, Checkpoint checkpoint = {})
        : m_root(root)
        , m_state(state)
        , m_checkpoint(std::move(checkpoint))
    {
    }

    // Undoes a change that a crash cut short. To be called before anything else.
    Result<Done> recover();

    // Errors, all of which leave every file as it was: "conflict" (a file is not ours, or another profile is
    // installed; the detail names it), "profile.not-verified", and those of RootDir. Any other version of the
    // installed profile replaces it: the server decides about the order.
    Result<Done> install(const QString &profile, qint64 version, const QList<PolicyFile> &files);
    // A profile that is not installed is an error of kind NotFound; a file that was changed since is "conflict".
    Result<Done> remove(const QString &profile);

    // Reads the files back: profile, version and SHA-256 of each when all are as written; otherwise nothing.
    Result<std::optional<QJsonObject>> verified() const;
    // Id of the installed profile, or empty.
    Result<QString> installed() const;

private:
    struct Record;
    Result<Record> load() const;
    Result<Done> save(const Record &record) const;
    Result<Done> change(Record &record); // to what `record` names as next
    Result<Done> checkOurs(const Record &record) const;
    Result<Done> apply(Record &record) const;
    Result<Done> verify(const QStringList &paths, const QMap<QString, QByteArray> &files) const;
    Result<Done> commit(Record &record) const;
    Result<Done> putBack(Record &record) const;
    Result<Done> pruneDirectories(Record &record) const;
    Result<Done> put(
        const QString &path, const std::optional<QByteArray> &before, const std::optional<QByteArray> &after) const;
    void reached(const char *point) const
    {
        if (m_checkpoint)
            m_checkpoint(point);
    }

    const RootDir &m_root;
    const RootDir &m_state;
    Checkpoint m_checkpoint;
};

} // namespace belvedere
