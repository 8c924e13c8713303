// All facts of a Linux computer.
#include "agent/facts/collectors.h"
#include "agent/facts/updateages.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

struct FactCollector::Remembered {
    QDateTime dpkg;
    QDateTime lists;
    std::optional<PendingUpdates> updates;
    std::optional<QList<Package>> packages;
};

namespace {

// What policies are asked about; a value that the computer says it has not got is told as such.
void collectPolicies(const FactSource &source, Facts &facts, QStringList &absent)
{
    Device &device = facts.device;
    if (const auto boot = secureBoot(source))
        device.secureBoot = *boot;
    if (const auto passcode = passcodePolicy(source)) {
        device.passcodeMinimumLength = passcode->minimumLength;
        device.passcodeSimpleBlocked = passcode->isSimpleBlocked;
        if (!passcode->minimumLength)
            absent.append(u"passcode.policy_min_length"_s);
        if (!passcode->isSimpleBlocked)
            absent.append(u"passcode.policy_simple_blocked"_s);
    }
    if (const auto lock = screenLock(source)) {
        device.screenLockTimeout = lock->timeout;
        device.passcodeGrace = lock->grace;
        if (!lock->timeout)
            absent.append(u"screen.lock_timeout"_s);
    }
    if (const auto held = heldCertificates(source)) {
        facts.certificates = held->certificates;
        device.nextCertificateExpiry = held->nextExpiry;
        if (!held->nextExpiry.isValid())
            absent.append(u"certs.next_expiry"_s);
    }
}

// Since when each update has been pending; answers the earliest of these times, invalid when there is none.
QDateTime datePending(QList<PendingUpdate> &updates, const UpdateAges &ages)
{
    QStringList names;
    names.reserve(updates.size());
    for (const PendingUpdate &update : updates)
        names.append(update.name);
    const QMap<QString, QDateTime> since = ages.since(names, QDateTime::currentDateTimeUtc());
    QDateTime oldest;
    for (PendingUpdate &update : updates) {
        update.since = since.value(update.name);
        if (!oldest.isValid() || update.since < oldest)
            oldest = update.since;
    }
    return oldest;
}

} // namespace

Facts FactCollector::collect()
{
    Facts facts;
    QStringList absent;
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
        facts.updates = m_remembered->updates->packages;
        if (m_ages)
            facts.device.updateAvailableSince = datePending(*facts.updates, *m_ages);
        if (facts.updates->isEmpty())
            absent.append(u"os.update_available_since"_s);
    }
    facts.packages = m_remembered->packages;
    collectPolicies(m_source, facts, absent);
    if (!absent.isEmpty())
        facts.device.absent = canonicalSet(absent);

    facts.interfaces = networkInterfaces(m_source);
    if (facts.interfaces) {
        for (const NetworkInterface &interface : *facts.interfaces)
            facts.macs.append(interface.mac);
    }
    facts.users = signedInUsers(m_source);
    return facts;
}

} // namespace belvedere
