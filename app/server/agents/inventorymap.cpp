// Mapping of an inventory; the two agents name some fields differently.
#include "server/agents/inventorymap.h"

#include "api/agentprotocol.h"
#include "server/agents/inventoryitems.h"

#include <algorithm>
#include <array>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 maximumMebibytes = 1LL << 32; // four pebibytes

QString told(const InventoryXml &message, const QString &section, const QString &field)
{
    const QString text = shortText(message.value(section, field));
    return isPlaceholder(text) ? QString() : text;
}

QString either(const QString &first, const QString &second) { return first.isEmpty() ? second : first; }

std::optional<qint64> megabytes(const QString &text)
{
    bool ok = false;
    const double number = text.trimmed().toDouble(&ok);
    if (!ok || !(number > 0) || number > double(maximumMebibytes))
        return std::nullopt;
    return qint64(number) * mebibyte;
}

bool hasWord(const QString &text, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(),
        [&text](const char *word) { return text.contains(QLatin1StringView(word), Qt::CaseInsensitive); });
}

FormFactor formOf(const InventoryXml &message)
{
    const QString virtualBy = told(message, u"HARDWARE"_s, u"VMSYSTEM"_s);
    if (!virtualBy.isEmpty() && virtualBy.compare("physical"_L1, Qt::CaseInsensitive) != 0)
        return FormFactor::Virtual;
    const QString chassis =
        either(told(message, u"HARDWARE"_s, u"CHASSIS_TYPE"_s), told(message, u"BIOS"_s, u"TYPE"_s));
    if (hasWord(chassis, {"notebook", "laptop", "portable", "convertible", "detachable"}))
        return FormFactor::Laptop;
    if (hasWord(chassis, {"tablet"}))
        return FormFactor::Tablet;
    if (hasWord(chassis, {"server", "rack mount", "blade", "multi-system"}))
        return FormFactor::Server;
    if (hasWord(chassis, {"desktop", "tower", "all in one", "all-in-one", "mini pc", "stick pc", "pizza box"}))
        return FormFactor::Desktop;
    return FormFactor::Unknown;
}

Platform platformOf(const InventoryXml &message)
{
    const QString name = message.value(u"OPERATINGSYSTEM"_s, u"KERNEL_NAME"_s) + u' '
        + message.value(u"OPERATINGSYSTEM"_s, u"FULL_NAME"_s) + u' ' + message.value(u"HARDWARE"_s, u"OSNAME"_s);
    if (hasWord(name, {"mswin", "windows"}))
        return Platform::Windows;
    if (hasWord(name, {"darwin", "macos", "mac os"}))
        return Platform::MacOs;
    if (hasWord(name, {"android"}))
        return Platform::Android;
    if (hasWord(name, {"linux", "ubuntu", "debian", "fedora", "red hat", "centos", "suse"}))
        return Platform::Linux;
    return Platform::Unknown;
}

// Times are local without a zone; the zone is told beside them, and without it they could be any time.
QDateTime bootTime(const InventoryXml &message)
{
    static const QRegularExpression pattern(u"^([+-])(\\d\\d):?(\\d\\d)$"_s);
    const auto offset = pattern.match(message.value(u"OPERATINGSYSTEM"_s, u"TIMEZONE/OFFSET"_s).trimmed());
    QDateTime time =
        QDateTime::fromString(message.value(u"OPERATINGSYSTEM"_s, u"BOOT_TIME"_s).trimmed(), u"yyyy-MM-dd HH:mm:ss"_s);
    if (!offset.hasMatch() || !time.isValid() || time.date().year() < 2000)
        return {};
    time.setTimeSpec(Qt::UTC);
    const int minutes = offset.captured(2).toInt() * 60 + offset.captured(3).toInt();
    time = time.addSecs((offset.captured(1) == "+"_L1 ? -60 : 60) * minutes);
    // computed from the clock at each run: whole minutes change less often
    return time.addSecs(-time.time().second());
}

void mapHardware(const InventoryXml &message, const Identity &identity, Device &device)
{
    device.manufacturer = told(message, u"BIOS"_s, u"SMANUFACTURER"_s);
    device.model = told(message, u"BIOS"_s, u"SMODEL"_s);
    device.serial = identity.serial;
    device.hardwareId = identity.hardwareId;
    device.formFactor = formOf(message);
    device.processor = either(either(told(message, u"CPUS"_s, u"NAME"_s), told(message, u"CPUS"_s, u"TYPE"_s)),
        told(message, u"HARDWARE"_s, u"PROCESSORT"_s));
    qint64 cores = 0;
    for (const InventoryRow &cpu : message.content.value(u"CPUS"_s))
        cores += qBound(0, either(cpu.value(u"CORE"_s), cpu.value(u"CORES"_s)).trimmed().toInt(), 4'096);
    if (cores > 0)
        device.processorCores = cores;
    device.memory = megabytes(message.value(u"HARDWARE"_s, u"MEMORY"_s));
}

void mapSystem(const InventoryXml &message, const Identity &identity, Device &device)
{
    const bool hasSystem = message.content.contains(u"OPERATINGSYSTEM"_s);
    device.name = identity.name;
    device.platform = platformOf(message);
    QString name =
        either(told(message, u"OPERATINGSYSTEM"_s, u"FULL_NAME"_s), told(message, u"HARDWARE"_s, u"OSNAME"_s));
    if (device.platform == Platform::Linux)
        name = either(told(message, u"OPERATINGSYSTEM"_s, u"NAME"_s), name);
    // the version has a field of its own: "Debian GNU/Linux 12 (bookworm)"
    static const QRegularExpression version(u"\\s+\\d[\\d.]*(\\s*\\([^()]*\\))?$"_s);
    if (device.platform != Platform::Windows)
        name.remove(version);
    device.osName = name;
    // the first agent's HARDWARE/OSVERSION is the kernel's
    device.osVersion = Version(
        hasSystem ? told(message, u"OPERATINGSYSTEM"_s, u"VERSION"_s) : told(message, u"HARDWARE"_s, u"OSVERSION"_s));
    device.kernel = told(message, u"OPERATINGSYSTEM"_s, u"KERNEL_VERSION"_s);
    device.booted = bootTime(message);
}

bool isRealVolume(const InventoryRow &drive)
{
    static const QSet<QString> transient{u"tmpfs"_s, u"devtmpfs"_s, u"squashfs"_s, u"iso9660"_s, u"udf"_s, u"nfs"_s,
        u"nfs4"_s, u"cifs"_s, u"smbfs"_s, u"overlay"_s, u"cdfs"_s};
    const QString system = drive.value(u"FILESYSTEM"_s).trimmed().toLower();
    const QString device = drive.value(u"VOLUMN"_s).trimmed();
    if (transient.contains(system))
        return false;
    if (device.startsWith("/dev/"_L1))
        return !device.startsWith("/dev/loop"_L1);
    if (system == "zfs"_L1 || system == "btrfs"_L1)
        return true;
    // Windows: network drives, optical and removable disks are not the computer's
    const QString type = drive.value(u"TYPE"_s).trimmed().toLower();
    return !drive.value(u"LETTER"_s).trimmed().isEmpty() && (type == "local disk"_L1 || type == "hard drive"_L1);
}

bool isSystemVolume(const InventoryRow &drive)
{
    return drive.value(u"TYPE"_s).trimmed() == "/"_L1 || drive.value(u"SYSTEMDRIVE"_s).trimmed() == "1"_L1
        || drive.value(u"LETTER"_s).trimmed().startsWith("C:"_L1, Qt::CaseInsensitive);
}

void mapStorage(const InventoryXml &message, Device &device)
{
    qint64 total = 0;
    qint64 free = 0;
    QSet<QString> seen; // one volume may be mounted at several places
    for (const InventoryRow &drive : message.content.value(u"DRIVES"_s)) {
        const QString key = either(drive.value(u"LETTER"_s), drive.value(u"VOLUMN"_s)).trimmed();
        if (!isRealVolume(drive))
            continue;
        const QString encrypted = drive.value(u"ENCRYPT_STATUS"_s).trimmed().toLower();
        if (isSystemVolume(drive) && !encrypted.isEmpty() && hasWord(encrypted, {"yes", "no", "partially"}))
            device.storageEncrypted = encrypted == "yes"_L1;
        const auto size = megabytes(drive.value(u"TOTAL"_s));
        if (!size || seen.contains(key))
            continue;
        seen.insert(key);
        total += *size;
        free += qMin(megabytes(drive.value(u"FREE"_s)).value_or(0), *size);
    }
    if (total == 0)
        return;
    device.storageTotal = total;
    const qint64 step = qMax<qint64>(1, total / 100); // so that not every inventory has a new value
    device.storageFree = free / step * step;
}

// On when every profile is on; off when one is off.
void mapSecurity(const InventoryXml &message, Device &device)
{
    for (const InventoryRow &firewall : message.content.value(u"FIREWALL"_s)) {
        const QString status = firewall.value(u"STATUS"_s).trimmed().toLower();
        if (status == "on"_L1 || status == "off"_L1)
            device.firewallEnabled = device.firewallEnabled.value_or(true) && status == "on"_L1;
    }
}

QString tagOf(const InventoryXml &message)
{
    for (const InventoryRow &row : message.content.value(u"ACCOUNTINFO"_s)) {
        if (row.value(u"KEYNAME"_s).trimmed() == "TAG"_L1)
            return shortText(row.value(u"KEYVALUE"_s)).left(64);
    }
    return {};
}

Identity identityOf(const InventoryXml &message, const QByteArray &userAgent)
{
    Identity identity;
    identity.source = inventorySource(message, userAgent);
    identity.foreignId = message.deviceId;
    const QString uuid = told(message, u"HARDWARE"_s, u"UUID"_s).toLower();
    QString digits = uuid;
    digits.remove(u'-');
    // "ffffffff-…" and the number that several makers put into every board
    const bool isReal =
        digits.size() == 32 && digits.count(digits[0]) < 32 && digits != "03000200040005000006000700080009"_L1;
    identity.hardwareId = isReal ? uuid : QString();
    identity.serial = told(message, u"BIOS"_s, u"SSN"_s);
    identity.macs = hardwareAddresses(message);
    identity.name = shortText(message.value(u"HARDWARE"_s, u"NAME"_s)).left(200);
    return identity;
}

} // namespace

QString inventorySource(const InventoryXml &message, const QByteArray &userAgent)
{
    const bool isOcs = userAgent.startsWith("OCS-NG")
        || (!userAgent.startsWith("FusionInventory") && message.query == "INVENTORY"_L1
            && !message.content.contains(u"OPERATINGSYSTEM"_s) && !message.content.contains(u"VERSIONCLIENT"_s));
    return isOcs ? u"ocsinventory-agent"_s : u"fusioninventory-agent"_s;
}

InventoryReport mapInventory(const InventoryXml &message, const QByteArray &userAgent)
{
    InventoryReport report;
    report.identity = identityOf(message, userAgent);
    Device device;
    mapHardware(message, report.identity, device);
    mapSystem(message, report.identity, device);
    mapStorage(message, device);
    mapSecurity(message, device);
    report.platform = platformOf(message);
    report.agentVersion =
        either(shortText(message.value(u"VERSIONCLIENT"_s, {})), shortText(QString::fromLatin1(userAgent)));
    report.tag = tagOf(message);
    const auto add = [&report](const char *name, const QJsonObject &content) {
        report.sections.insert(QString::fromLatin1(name), SectionContent(content));
    };
    for (const char *name : {section::hardware, section::system, section::storage, section::security})
        add(name, writeSection(QString::fromLatin1(name), device));
    add(section::packages, writeItems(packagesOf(message)));
    add(section::interfaces, writeItems(interfacesOf(message)));
    add(section::users, writeItems(usersOf(message)));
    return report;
}

} // namespace belvedere::server
