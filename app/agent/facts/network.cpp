// Network interfaces, from /sys/class/net.
#include "agent/facts/collectors.h"
#include "domain/field.h"

using namespace Qt::StringLiterals;

namespace belvedere {

std::optional<QList<NetworkInterface>> networkInterfaces(const FactSource &source)
{
    if (!source.exists(u"/sys/class/net"_s))
        return std::nullopt;
    QList<NetworkInterface> hardware;
    QList<NetworkInterface> all;
    QStringList seen;
    for (const QString &name : source.names(u"/sys/class/net"_s)) {
        const QString base = u"/sys/class/net/"_s + name;
        const QString mac = source.readLine(base + u"/address"_s).toLower();
        // type 1: Ethernet and what behaves like it; loopback is 772
        if (source.readLine(base + u"/type"_s) != "1"_L1 || mac.size() != 17 || mac == "00:00:00:00:00:00"_L1
            || seen.contains(mac))
            continue;
        seen.append(mac);
        NetworkInterface interface;
        interface.name = name;
        interface.mac = mac;
        if (source.addresses)
            interface.addresses = canonicalSet(source.addresses(name));
        const QString state = source.readLine(base + u"/operstate"_s);
        if (state == "up"_L1 || state == "down"_L1)
            interface.up = state == "up"_L1;
        all.append(interface);
        if (source.exists(base + u"/device"_s))
            hardware.append(interface);
    }
    return hardware.isEmpty() ? all : hardware;
}

} // namespace belvedere
