// Reading of installed applications and certificates.
#include "server/policy/devicelists.h"

#include "api/agentprotocol.h"
#include "server/store/sections.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// "1:2.3-4" is 2.3-4 to everybody but the package manager.
QString withoutEpoch(const QString &version)
{
    const qsizetype colon = version.indexOf(u':');
    const bool isEpoch = colon > 0
        && std::all_of(version.begin(), version.begin() + colon, [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isEpoch ? version.sliced(colon + 1) : version;
}

// When the oldest of the parts was told; invalid: nobody told.
QDateTime told(const QList<StoredSection> &sections, const char *section)
{
    QDateTime time;
    for (const StoredSection &stored : sections) {
        if (stored.section == QLatin1StringView(section) && (!time.isValid() || stored.asOf < time))
            time = stored.asOf;
    }
    return time;
}

} // namespace

Result<DeviceLists> deviceLists(Database &database, const Device &device, bool needed, const QDateTime &now)
{
    DeviceLists lists;
    if (!needed)
        return lists;
    const Result<QList<StoredSection>> sections = listSections(database, device.id);
    if (!sections)
        return sections.error();
    lists.appsAsOf = told(sections.value(), section::packages);
    if (lists.appsAsOf.isValid()) {
        std::vector<ListItem> &apps = lists.apps.emplace();
        const std::vector<Package> packages = itemsOf<Package>(sections.value(), section::packages, now);
        apps.reserve(packages.size());
        for (const Package &package : packages)
            apps.push_back({package.name, Version(withoutEpoch(package.version)), {}, {}});
    }
    lists.certificatesAsOf = told(sections.value(), section::certificates);
    if (lists.certificatesAsOf.isValid()) {
        std::vector<ListItem> &certificates = lists.certificates.emplace();
        const auto items = itemsOf<InstalledCertificate>(sections.value(), section::certificates, now);
        certificates.reserve(items.size());
        for (const InstalledCertificate &certificate : items)
            certificates.push_back({certificate.subject, {}, certificate.issuer, certificate.notAfter});
    }
    return lists;
}

} // namespace belvedere::server
