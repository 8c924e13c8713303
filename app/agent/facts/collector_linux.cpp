// All facts of a Linux computer.
#include "agent/facts/collectors.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

struct FactCollector::Remembered {
    QDateTime dpkg;
    QDateTime lists;
    std::optional<PendingUpdates> updates;
    std::optional<QList<Package>> packages;
};

Facts FactCollector::collect()
{
    Facts facts;
    collectSystem(m_source, facts.device);
    collectHardware(m_source, facts.device);
    collectStorage(m_source, facts.device);
    facts.device.storageEncrypted = storageEncrypted(m_source);
    facts.device.firewallEnabled = firewallEnabled(m_source);

    const QDateTime dpkg = QFileInfo(m_source.path(u"/var/lib/dpkg/status"_s)).lastModified();
    const QDateTime lists = QFileInfo(m_source.path(u"/var/lib/apt/lists/partial"_s)).lastModified();
    // rpm's database is not one file whose time would tell
    if (!m_remembered || !dpkg.isValid() || m_remembered->dpkg != dpkg || m_remembered->lists != lists)
        m_remembered = std::make_shared<Remembered>(
            Remembered{dpkg, lists, pendingUpdates(m_source), installedPackages(m_source)});
    if (m_remembered->updates) {
        facts.device.updates = m_remembered->updates->all;
        facts.device.securityUpdates = m_remembered->updates->security;
        facts.device.updatesChecked = m_remembered->updates->checked;
    }
    facts.packages = m_remembered->packages;

    facts.interfaces = networkInterfaces(m_source);
    if (facts.interfaces) {
        for (const NetworkInterface &interface : *facts.interfaces)
            facts.macs.append(interface.mac);
    }
    facts.users = signedInUsers(m_source);
    return facts;
}

} // namespace belvedere
