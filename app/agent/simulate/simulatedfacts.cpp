// The facts of a simulated device, drawn from the catalogue.
#include "agent/simulate/catalogue.h"
#include "agent/simulate/draw.h"
#include "agent/simulate/pendingupdates.h"
#include "agent/simulate/simulateddevice.h"
#include "base/digest.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

enum Purpose : quint32 {
    ModelPurpose = 1,
    SystemPurpose,
    IdentityPurpose,
    StoragePurpose,
    SecurityPurpose,
    PackagePurpose,
    BootPurpose,
    PolicyPurpose,
    UpdatePurpose,
};
constexpr qint64 gigabyte = 1'000'000'000;
constexpr qint64 gibibyte = 1'073'741'824;

template<class Entry, class Matches>
const Entry &weighted(std::span<const Entry> list, Draw draw, const Matches &matches)
{
    int all = 0;
    for (const Entry &entry : list)
        all += matches(entry) ? entry.weight : 0;
    int left = draw.below(std::max(all, 1));
    for (const Entry &entry : list) {
        if (matches(entry) && (left -= entry.weight) < 0)
            return entry;
    }
    return list.front();
}

QString alphanumeric(Draw &draw, int length)
{
    static constexpr char letters[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // no I and O, as makers do
    QString text;
    for (int i = 0; i < length; ++i)
        text += QLatin1Char(letters[draw.below(int(sizeof letters) - 1)]);
    return text;
}

QString uuid(Draw &draw)
{
    const quint64 a = draw.next();
    const quint64 b = draw.next();
    return u"%1-%2-4%3-8%4-%5"_s.arg(a >> 32, 8, 16, QChar(u'0'))
        .arg((a >> 16) & 0xffff, 4, 16, QChar(u'0'))
        .arg(a & 0xfff, 3, 16, QChar(u'0'))
        .arg(b >> 52, 3, 16, QChar(u'0'))
        .arg(b & 0xffffffffffff, 12, 16, QChar(u'0'));
}

const char *namePrefix(FormFactor form)
{
    switch (form) {
    case FormFactor::Laptop:
        return "NB";
    case FormFactor::Desktop:
        return "PC";
    case FormFactor::Server:
        return "SRV";
    case FormFactor::Phone:
        return "PH";
    case FormFactor::Tablet:
        return "TB";
    case FormFactor::Virtual:
    case FormFactor::Unknown:
        break;
    }
    return "VM";
}

bool isMobile(Platform platform)
{
    return platform == Platform::Ios || platform == Platform::IpadOs || platform == Platform::Android;
}

} // namespace

// One or two of the organisation's own, which run out at different times.
void SimulatedDevice::addCertificates(Draw &draw, Facts &facts) const
{
    facts.certificates = QList<InstalledCertificate>();
    const int count = draw.below(3);
    for (int i = 0; i < count; ++i) {
        InstalledCertificate one;
        one.subject = i == 0 ? u"Example Organisation Root"_s : u"device-%1"_s.arg(m_index + 1);
        one.issuer = u"Example Organisation Root"_s;
        one.notAfter = i == 0 ? m_today.addDays(1'500) : m_today.addDays(5 + draw.below(380));
        one.purpose = i == 0 ? u"authority"_s : u"identity"_s;
        one.sha256 = sha256Hex(QString(one.subject + one.issuer).toUtf8());
        facts.certificates->append(one);
        if (!facts.device.nextCertificateExpiry.isValid() || one.notAfter < facts.device.nextCertificateExpiry)
            facts.device.nextCertificateExpiry = one.notAfter;
    }
}

QString SimulatedDevice::bootId() const
{
    Draw draw(m_seed, m_index, BootPurpose + quint32(restarts) * 1'000);
    return uuid(draw);
}

Facts SimulatedDevice::facts() const
{
    const CatalogueModel &model =
        weighted(catalogueModels(), Draw(m_seed, m_index, ModelPurpose), [](const CatalogueModel &) { return true; });
    const CatalogueSystem &system = weighted(catalogueSystems(), Draw(m_seed, m_index, SystemPurpose),
        [&model](const CatalogueSystem &s) { return s.platform == model.platform; });
    Facts facts;
    Device &d = facts.device;
    const bool mobile = isMobile(model.platform);

    d.name = u"%1-%2"_s.arg(QLatin1StringView(namePrefix(model.form))).arg(m_index + 1, 5, 10, QChar(u'0'));
    d.platform = model.platform;
    d.osName = QString::fromLatin1(system.name);
    d.osVersion = Version(QString::fromLatin1(system.version));
    d.kernel = QString::fromLatin1(system.kernel);
    d.bootId = bootId();
    Draw boot(m_seed, m_index, BootPurpose);
    d.booted = restarts > 0 ? restartedAt : m_today.addSecs(-3'600 * (1 + boot.below(24 * 21)));

    Draw identity(m_seed, m_index, IdentityPurpose);
    d.manufacturer = QString::fromLatin1(model.manufacturer);
    d.model = QString::fromLatin1(model.model);
    d.formFactor = model.form;
    d.serial = alphanumeric(identity, 10);
    d.hardwareId = uuid(identity);
    d.processor = QString::fromLatin1(model.processor);
    if (model.cores > 0)
        d.processorCores = model.cores;
    d.memory = model.memory * gibibyte;

    Draw storage(m_seed, m_index, StoragePurpose);
    d.storageTotal = model.storage * gigabyte;
    // fills slowly: a percent every twenty turns
    const int percentFree = qMax(3, 8 + storage.below(70) - turn / 20);
    d.storageFree = *d.storageTotal / 100 * percentFree;

    Draw security(m_seed, m_index, SecurityPurpose);
    const int encrypted = mobile            ? 1'000
        : model.form == FormFactor::Server  ? 300
        : model.form == FormFactor::Virtual ? 150
                                            : 930;
    d.storageEncrypted = security.chance(encrypted);
    bool isBehind = false; // with its security updates
    QStringList absent{u"passcode.policy_min_length"_s, u"screen.lock_timeout"_s};
    Draw policy(m_seed, m_index, PolicyPurpose);
    if (mobile) {
        d.passcodePresent = policy.chance(970);
        d.passcodeCompliant = *d.passcodePresent;
        d.supervised = policy.chance(800);
        d.compromised = policy.chance(3);
    } else {
        d.secureBoot =
            policy.chance(model.form == FormFactor::Virtual ? 300 : 900) ? SecureBoot::Full : SecureBoot::Off;
        if (model.platform == Platform::MacOs)
            d.integrityProtection = policy.chance(985);
        if (model.platform == Platform::Linux) {
            d.commands = {u"clear-caches"_s, u"collect-logs"_s};
            absent.append(u"passcode.policy_simple_blocked"_s);
        } else {
            d.passcodePresent = policy.chance(990);
        }
        addCertificates(policy, facts);
        if (!d.nextCertificateExpiry.isValid())
            absent.append(u"certs.next_expiry"_s);
    }
    if (!mobile) {
        d.firewallEnabled = security.chance(model.platform == Platform::Linux ? 700 : 960);
        isBehind = security.chance(350);
        d.updatesChecked = m_today.addSecs(-3'600 * (1 + security.below(48)));
    }

    Draw network(m_seed, m_index, IdentityPurpose + 1'000);
    NetworkInterface interface;
    interface.name = mobile ? u"wlan0"_s : model.form == FormFactor::Laptop ? u"wlp2s0"_s : u"eth0"_s;
    // locally administered addresses belong to no maker
    interface.mac = u"02:%1:%2:%3:%4:%5"_s.arg(network.below(256), 2, 16, QChar(u'0'))
                        .arg((m_seed >> 8) & 0xff, 2, 16, QChar(u'0'))
                        .arg((m_index >> 16) & 0xff, 2, 16, QChar(u'0'))
                        .arg((m_index >> 8) & 0xff, 2, 16, QChar(u'0'))
                        .arg(m_index & 0xff, 2, 16, QChar(u'0'));
    interface.addresses = {u"10.%1.%2.%3"_s.arg(m_index >> 16 & 0xff).arg(m_index >> 8 & 0xff).arg(m_index & 0xff)};
    interface.up = true;
    facts.macs = {interface.mac};
    facts.interfaces = QList<NetworkInterface>{interface};

    if (model.platform == Platform::Linux && system.name[0] == 'D') {
        // a few sets, shared by many, as in a fleet that is installed from images
        const int left = Draw(m_seed, m_index, PackagePurpose).below(4);
        QList<Package> packages;
        int i = 0;
        for (const CataloguePackage &package : cataloguePackages()) {
            if (i++ % 9 < 9 - left)
                packages.append({QString::fromLatin1(package.name),
                    QString::fromLatin1(isBehind ? package.version : package.newer), u"amd64"_s, u"deb"_s, {}});
        }
        facts.packages = packages;
    }
    if (!mobile) {
        Draw pending(m_seed, m_index, UpdatePurpose);
        const QDateTime oldest = m_today.addDays(-2 - pending.below(60));
        facts.updates = drawPendingUpdates(pending, d, facts.packages ? &*facts.packages : nullptr, isBehind, oldest);
    }
    if (model.form == FormFactor::Laptop || model.form == FormFactor::Desktop) {
        DeviceUser user;
        user.login = u"u%1"_s.arg(m_index + 1, 5, 10, QChar(u'0'));
        user.since = d.booted.addSecs(300);
        facts.users = QList<DeviceUser>{user};
    }
    d.absent = absent;
    m_holdings.apply(facts);
    tellUpdates(facts);
    d.absent = canonicalSet(*d.absent);
    return facts;
}

} // namespace belvedere
