// Pending updates, as apt computes them from the package lists that are there.
#include "agent/facts/collectors.h"

#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool hasPackageLists(const FactSource &source)
{
    const QStringList names = source.names(u"/var/lib/apt/lists"_s);
    return std::any_of(names.begin(), names.end(), [&source](const QString &name) {
        return name.contains("_Packages"_L1) && QFileInfo(source.path(u"/var/lib/apt/lists/"_s + name)).isReadable();
    });
}

// The lists themselves carry the server's dates; what apt touches when it fetches carries ours.
QDateTime listsFetched(const FactSource &source)
{
    QDateTime newest;
    for (const QString &place :
        {u"/var/lib/apt/lists"_s, u"/var/lib/apt/lists/partial"_s, u"/var/lib/apt/periodic/update-success-stamp"_s}) {
        const QFileInfo info(source.path(place));
        if (info.exists() && (!newest.isValid() || info.lastModified() > newest))
            newest = info.lastModified();
    }
    return newest.toUTC();
}

} // namespace

PendingUpdates parseAptSimulation(const QByteArray &output)
{
    // Inst libssl3 [3.0.15-1] (3.0.16-1 Debian-Security:12/stable-security [amd64])
    PendingUpdates updates;
    static const QRegularExpression upgrade(uR"(^Inst (\S+) \[([^\]]*)\] \((\S+) ?([^)]*)\))"_s);
    static const QRegularExpression architecture(uR"( ?\[[^\]]*\]$)"_s);
    for (const QByteArray &line : output.split('\n')) {
        const QRegularExpressionMatch match = upgrade.match(QString::fromUtf8(line));
        if (!match.hasMatch())
            continue; // also packages that would be new: nothing that is installed is out of date by them
        ++updates.all;
        PendingUpdate update;
        update.name = match.captured(1);
        update.installed = match.captured(2);
        update.available = match.captured(3);
        update.origin = match.captured(4).remove(architecture);
        update.security = update.origin.contains("-security"_L1, Qt::CaseInsensitive);
        update.manager = u"deb"_s;
        updates.security += *update.security ? 1 : 0;
        updates.packages.append(update);
    }
    return updates;
}

std::optional<PendingUpdates> pendingUpdates(const FactSource &source)
{
    if (!hasPackageLists(source))
        return std::nullopt;
    const auto output = source.run(u"/usr/bin/apt-get"_s,
        {u"-s"_s, u"-q"_s, u"-o"_s, u"Debug::NoLocking=1"_s, u"-o"_s, u"APT::Get::Show-User-Simulation-Note=0"_s,
            u"dist-upgrade"_s},
        60'000, {});
    if (!output || output->exitCode != 0)
        return std::nullopt;
    PendingUpdates updates = parseAptSimulation(output->standardOutput);
    updates.checked = listsFetched(source);
    return updates;
}

} // namespace belvedere
