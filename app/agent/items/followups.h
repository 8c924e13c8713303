// FollowUps: what has to happen after files have changed: databases compiled, bundles made, services told.
#pragma once

#include "agent/facts/source.h"
#include "agent/files/rootdir.h"
#include "agent/packages/longrun.h"

#include <QJsonObject>

namespace belvedere {

struct ItemRecord;

namespace followup {
inline constexpr char dconf[] = "dconf"; // dconf update, and databases without sources go
inline constexpr char authorities[] = "ca-certificates"; // update-ca-certificates, never --fresh, never ended
inline constexpr char sshd[] = "sshd"; // sshd -t, then reload
inline constexpr char timesyncd[] = "timesyncd"; // restarted when it is active
} // namespace followup

class FollowUps {
public:
    // `root` must outlive it. Below another root than "/" services are left alone, and programs work on that root.
    FollowUps(const RootDir &root, bool computerItself, RunProgram run, RunLong runLong)
        : m_root(root)
        , m_computerItself(computerItself)
        , m_run(std::move(run))
        , m_runLong(std::move(runLong))
    {
    }

    // {"done": true} or {"skipped": why}. Errors: "dconf.failed", "authorities.failed", "sshd.refused",
    // "follow-up.unknown". Repeating is harmless.
    Result<QJsonObject> run(const QString &name) const;
    // What an installed item lacks beyond its files, e.g. an authority that fell out of the bundle; empty: nothing.
    QString lacking(const ItemRecord &record) const;

private:
    Result<QJsonObject> updateDconf() const;
    Result<QJsonObject> updateAuthorities() const;
    Result<QJsonObject> reloadSshd() const;
    Result<QJsonObject> restartTimesyncd() const;

    const RootDir &m_root;
    bool m_computerItself;
    RunProgram m_run;
    RunLong m_runLong;
};

} // namespace belvedere
