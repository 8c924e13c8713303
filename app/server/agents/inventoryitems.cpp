// Mapping of repeated elements.
#include "server/agents/inventoryitems.h"

#include "api/agentprotocol.h"

#include <algorithm>
#include <QRegularExpression>
#include <tuple>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumAddresses = 64; // of one interface

// Empty for what is no address of an interface: loopback, text.
QString macOf(const InventoryRow &row)
{
    static const QRegularExpression pattern(u"^([0-9a-f]{2}:){5}[0-9a-f]{2}$"_s);
    const QString mac = row.value(u"MACADDR"_s).trimmed().toLower();
    const bool isAddress = pattern.match(mac).hasMatch() && mac != "00:00:00:00:00:00"_L1
        && mac != "ff:ff:ff:ff:ff:ff"_L1 && row.value(u"TYPE"_s).trimmed().toLower() != "loopback"_L1;
    return isAddress ? mac : QString();
}

void addAddresses(const InventoryRow &row, QStringList &addresses)
{
    for (const QString &field : {u"IPADDRESS"_s, u"IPADDRESS6"_s}) {
        const QStringList told = row.value(field).split(u'/');
        for (const QString &address : told) {
            const QString text = address.trimmed();
            if (!text.isEmpty() && text.size() <= 64 && addresses.size() < maximumAddresses)
                addresses.append(text);
        }
    }
}

} // namespace

QString shortText(const QString &text) { return text.simplified().left(256); }

QList<Package> packagesOf(const InventoryXml &message)
{
    QList<Package> packages;
    const auto rows = message.content.constFind(u"SOFTWARES"_s);
    if (rows == message.content.cend())
        return packages;
    packages.reserve(rows->size());
    for (const InventoryRow &row : *rows) {
        Package package;
        package.name = shortText(row.value(u"NAME"_s));
        package.version = shortText(row.value(u"VERSION"_s));
        package.architecture = shortText(row.value(row.contains(u"ARCH"_s) ? u"ARCH"_s : u"ARCHITECTURE"_s));
        package.manager = shortText(row.value(u"FROM"_s)).toLower();
        if (!package.name.isEmpty())
            packages.append(package);
    }
    const auto key = [](const Package &p) { return std::tie(p.name, p.architecture, p.version); };
    std::sort(packages.begin(), packages.end(), [&](const Package &a, const Package &b) { return key(a) < key(b); });
    packages.erase(std::unique(packages.begin(), packages.end(),
                       [&](const Package &a, const Package &b) { return key(a) == key(b); }),
        packages.end());
    return packages.mid(0, maximumPackages);
}

QList<NetworkInterface> interfacesOf(const InventoryXml &message)
{
    QMap<QString, NetworkInterface> byMac;
    for (const InventoryRow &row : message.content.value(u"NETWORKS"_s)) {
        const QString mac = macOf(row);
        if (mac.isEmpty() || (byMac.size() == maximumInterfaces && !byMac.contains(mac)))
            continue;
        NetworkInterface &interface = byMac[mac];
        interface.mac = mac;
        // one element for each address, and not always the same name: "eth0", "eth0@if2"
        const QString name = shortText(row.value(u"DESCRIPTION"_s).section(u'@', 0, 0));
        if (interface.name.isEmpty() || (!name.isEmpty() && name < interface.name))
            interface.name = name;
        addAddresses(row, interface.addresses);
        const QString status = row.value(u"STATUS"_s).trimmed().toLower();
        if (status == "up"_L1 || status == "down"_L1)
            interface.up = interface.up.value_or(false) || status == "up"_L1;
    }
    QList<NetworkInterface> interfaces = byMac.values();
    for (NetworkInterface &interface : interfaces) {
        interface.addresses = canonicalSet(interface.addresses);
        if (interface.name.isEmpty())
            interface.name = interface.mac;
    }
    return interfaces;
}

QList<DeviceUser> usersOf(const InventoryXml &message)
{
    QStringList logins;
    for (const InventoryRow &row : message.content.value(u"USERS"_s))
        logins.append(shortText(row.value(u"LOGIN"_s)));
    QList<DeviceUser> users;
    for (const QString &login : canonicalSet(logins).mid(0, maximumUsers))
        users.append(DeviceUser{login, {}, {}, {}});
    return users;
}

QStringList hardwareAddresses(const InventoryXml &message)
{
    QStringList hardware;
    QStringList all;
    for (const InventoryRow &row : message.content.value(u"NETWORKS"_s)) {
        const QString mac = macOf(row);
        if (mac.isEmpty())
            continue;
        all.append(mac);
        const QString isVirtual = row.value(u"VIRTUALDEV"_s).trimmed();
        if (isVirtual.isEmpty() || isVirtual == "0"_L1)
            hardware.append(mac);
    }
    return canonicalSet(hardware.isEmpty() ? all : hardware).mid(0, maximumInterfaces);
}

} // namespace belvedere::server
