// Drawing of pending updates.
#include "agent/simulate/pendingupdates.h"

#include "agent/simulate/catalogue.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct CatalogueUpdate {
    Platform platform;
    const char *name;
    const char *installed;
    const char *available;
    bool security;
};

std::span<const CatalogueUpdate> catalogueUpdates()
{
    using P = Platform;
    static constexpr CatalogueUpdate list[] = {{P::Windows, "Cumulative update (KB5060842)", "", "2025-06", true},
        {P::Windows, ".NET Framework cumulative update (KB5059502)", "", "2025-06", true},
        {P::Windows, "Security intelligence for Defender (KB2267602)", "1.429.45.0", "1.431.18.0", true},
        {P::Windows, "Malicious software removal tool (KB890830)", "5.133", "5.134", true},
        {P::Windows, "Servicing stack (KB5063666)", "", "2025-06", false},
        {P::Windows, "Intel graphics driver", "32.0.101.6647", "32.0.101.6913", false},
        {P::Windows, "Realtek audio driver", "6.0.9709.1", "6.0.9780.1", false},
        {P::Windows, "Lenovo firmware", "1.28", "1.31", false}, {P::MacOs, "macOS Sequoia", "15.5", "15.6", true},
        {P::MacOs, "Safari", "18.4", "18.5", true}, {P::MacOs, "XProtect payloads", "150", "153", true},
        {P::MacOs, "Command line tools for Xcode", "16.3", "16.4", false},
        {P::MacOs, "Rosetta", "1.0.0.1", "1.0.0.2", false},
        {P::Linux, "libssl3t64", "3.0.13-0ubuntu3.4", "3.0.13-0ubuntu3.5", true},
        {P::Linux, "openssh-server", "1:9.6p1-3ubuntu13.8", "1:9.6p1-3ubuntu13.12", true},
        {P::Linux, "linux-image-generic", "6.8.0-58.60", "6.8.0-60.63", true},
        {P::Linux, "libpython3.12t64", "3.12.3-1ubuntu0.5", "3.12.3-1ubuntu0.6", true},
        {P::Linux, "snapd", "2.66.1+24.04", "2.67.1+24.04", false},
        {P::Linux, "systemd", "255.4-1ubuntu8.5", "255.4-1ubuntu8.8", false},
        {P::Linux, "tzdata", "2024b-0ubuntu0.24.04", "2025b-0ubuntu0.24.04", false}};
    return list;
}

// Packages whose updates mostly come from Debian's security archive.
bool isSecurity(QStringView name)
{
    static constexpr QLatin1StringView begins[] = {"bind9"_L1, "chromium"_L1, "curl"_L1, "firefox"_L1, "git"_L1,
        "libc6"_L1, "libssl"_L1, "linux-image"_L1, "openss"_L1, "rsync"_L1, "thunderbird"_L1};
    return std::any_of(
        std::begin(begins), std::end(begins), [name](QLatin1StringView begin) { return name.startsWith(begin); });
}

QList<PendingUpdate> ofDebian(const QList<Package> &packages)
{
    QList<PendingUpdate> updates;
    for (const CataloguePackage &known : cataloguePackages()) {
        const auto there = std::find_if(packages.begin(), packages.end(),
            [&known](const Package &package) { return package.name == QLatin1StringView(known.name); });
        if (there == packages.end() || there->version == QLatin1StringView(known.newer))
            continue;
        PendingUpdate update;
        update.name = there->name;
        update.installed = there->version;
        update.available = QString::fromLatin1(known.newer);
        update.security = isSecurity(update.name);
        update.origin = *update.security ? u"Debian-Security:12/stable-security"_s : u"Debian:12.11/stable"_s;
        update.manager = u"deb"_s;
        updates.append(update);
    }
    return updates;
}

} // namespace

QList<PendingUpdate> drawPendingUpdates(
    Draw &draw, const Device &device, const QList<Package> *packages, bool isBehind, const QDateTime &oldest)
{
    QList<PendingUpdate> updates;
    if (packages) {
        updates = ofDebian(*packages);
    } else {
        const QString manager = device.platform == Platform::Windows ? u"windows"_s
            : device.platform == Platform::MacOs                     ? u"macos"_s
                                                                     : u"deb"_s;
        for (const CatalogueUpdate &known : catalogueUpdates()) {
            const bool isDrawn = draw.chance(known.security ? 600 : 350);
            if (known.platform != device.platform.value() || !isDrawn || (known.security && !isBehind))
                continue;
            PendingUpdate update;
            update.name = QString::fromLatin1(known.name);
            update.installed = QString::fromLatin1(known.installed);
            update.available = QString::fromLatin1(known.available);
            update.security = known.security;
            update.manager = manager;
            updates.append(update);
        }
    }
    for (qsizetype i = 0; i < updates.size(); ++i)
        updates[i].since = oldest.addDays(i == 0 ? 0 : draw.below(2));
    return updates;
}

void tellUpdates(Facts &facts)
{
    if (!facts.updates)
        return;
    Device &device = facts.device;
    device.updates = facts.updates->size();
    device.securityUpdates = std::count_if(facts.updates->begin(), facts.updates->end(),
        [](const PendingUpdate &update) { return update.security.value_or(false); });
    device.updateAvailableSince = {};
    for (const PendingUpdate &update : std::as_const(*facts.updates)) {
        if (!device.updateAvailableSince.isValid() || update.since < device.updateAvailableSince)
            device.updateAvailableSince = update.since;
    }
    if (device.absent && facts.updates->isEmpty())
        device.absent->append(u"os.update_available_since"_s);
}

} // namespace belvedere
