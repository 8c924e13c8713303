// Apt: what is installed, what a request would do, and doing it without ever being ended half-way.
#pragma once

#include "agent/facts/source.h"
#include "agent/files/rootdir.h"
#include "agent/packages/longrun.h"

#include <QMap>

namespace belvedere {

struct PackageState {
    QString version;
    bool isInstalled = false;
    bool isEssential = false; // or protected
};

// What apt says that it would do.
struct AptPlan {
    QStringList installed; // names, new or of another version
    QStringList fresh; // those that are not there yet
    QStringList configured; // those that were unpacked before and are completed
    QStringList removed;
    QStringList downgraded;

    // Whether the request comes to this package, and not to another one that apt took the name for.
    bool brings(const QString &name) const;
};
// Output of `apt-get -s install`.
AptPlan parseAptPlan(const QByteArray &output);

// A request is what `apt-get install` takes: "name", "name=version", "name-" or the path of a package, after options.
// Errors: "packages.unavailable" (no apt or dpkg here), "packages.not-possible", "packages.download",
// "packages.failed", "packages.busy" (another program kept the lock of dpkg: nothing was done).
class Apt {
public:
    // Below another root than "/" apt and dpkg work on that root alone. `root` and `state` must outlive it.
    Apt(const RootDir &root, const RootDir &state, bool computerItself, RunProgram run, RunLong runLong)
        : m_root(root)
        , m_state(state)
        , m_computerItself(computerItself)
        , m_run(std::move(run))
        , m_runLong(std::move(runLong))
    {
    }

    // By name as asked for; what dpkg has never heard of is not installed.
    Result<QMap<QString, PackageState>> query(const QStringList &names) const;
    Result<bool> isAtLeast(const QString &version, const QString &wanted) const; // in dpkg's order
    // Name, version and nothing else of a package file; "packages.not-a-package".
    Result<std::pair<QString, QString>> describe(const QString &archive) const;

    Result<AptPlan> simulate(const QStringList &request) const;
    // Fetches what a request needs, half an hour at most.
    Result<Done> download(const QStringList &request) const;
    // Carries a request out with what has been fetched; takes as long as it takes. Removes nothing unless the request
    // names something to remove.
    Result<Done> apply(const QStringList &request) const;
    // Whether another program works on the packages.
    bool isLocked() const;
    // Completes packages that were unpacked and left so; takes as long as it takes.
    Result<Done> configure() const;

private:
    Result<LongOutput> aptGet(const QStringList &arguments, int limit, const QString &code) const;
    Result<QMap<QString, QString>> environment() const;
    QStringList admindir() const;

    const RootDir &m_root;
    const RootDir &m_state;
    bool m_computerItself;
    RunProgram m_run;
    RunLong m_runLong;
};

} // namespace belvedere
