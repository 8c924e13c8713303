// The facts that Qt itself knows, for systems whose own collectors are not written; everything else is not known.
#include "agent/facts/facts.h"

#include <algorithm>
#include <QNetworkInterface>
#include <QOperatingSystemVersion>
#include <QStorageInfo>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// With the build of Windows, whose product's version is "10" or "server2019" whatever has been updated.
Version systemVersion()
{
    const QOperatingSystemVersion system = QOperatingSystemVersion::current();
    if (system.type() == QOperatingSystemVersion::Unknown || system.majorVersion() < 0)
        return Version(QSysInfo::productVersion());
    return Version(u"%1.%2.%3"_s.arg(system.majorVersion())
                       .arg(std::max(system.minorVersion(), 0))
                       .arg(std::max(system.microVersion(), 0)));
}

} // namespace

struct FactCollector::Remembered { };

Facts FactCollector::collect()
{
    Facts facts;
    facts.device.name = QSysInfo::machineHostName();
#if defined(Q_OS_WIN)
    facts.device.platform = Platform::Windows;
#elif defined(Q_OS_MACOS)
    facts.device.platform = Platform::MacOs;
#endif
    facts.device.osName = QSysInfo::prettyProductName();
    facts.device.osVersion = systemVersion();
    facts.device.kernel = QSysInfo::kernelVersion();
    facts.device.bootId = QString::fromLatin1(QSysInfo::bootUniqueId());

    qint64 total = 0;
    qint64 free = 0;
    for (const QStorageInfo &volume : QStorageInfo::mountedVolumes()) {
        if (volume.isReady() && volume.device().startsWith("/dev/")) {
            total += volume.bytesTotal();
            free += volume.bytesAvailable();
        }
    }
    if (total > 0) {
        facts.device.storageTotal = total;
        facts.device.storageFree = free / qMax(qint64(1), total / 100) * qMax(qint64(1), total / 100);
    }

    facts.interfaces = QList<NetworkInterface>();
    for (const QNetworkInterface &interface : QNetworkInterface::allInterfaces()) {
        const QString mac = interface.hardwareAddress().toLower();
        if (mac.size() != 17 || interface.flags().testFlag(QNetworkInterface::IsLoopBack) || facts.macs.contains(mac))
            continue;
        NetworkInterface entry;
        entry.name = interface.humanReadableName();
        entry.mac = mac;
        entry.addresses = m_source.addresses(interface.name());
        entry.up = interface.flags().testFlag(QNetworkInterface::IsRunning);
        facts.interfaces->append(entry);
        facts.macs.append(mac);
    }
    return facts;
}

} // namespace belvedere
