// Making devices up.
#include "bench/fleet.h"

#include "domain/json.h"

#include <array>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

struct Make {
    const char *manufacturer;
    const char *model;
    const char *platform;
    const char *os;
    const char *form;
};

constexpr std::array makes = {Make{"Dell Inc.", "Latitude 5440", "windows", "Windows 11 Pro", "laptop"},
    Make{"Dell Inc.", "OptiPlex 7010", "windows", "Windows 11 Pro", "desktop"},
    Make{"LENOVO", "ThinkPad T14 Gen 4", "linux", "Debian GNU/Linux 12", "laptop"},
    Make{"LENOVO", "ThinkCentre M70q", "windows", "Windows 10 Pro", "desktop"},
    Make{"HP", "EliteBook 840 G10", "windows", "Windows 11 Enterprise", "laptop"},
    Make{"Apple Inc.", "MacBook Pro 14", "macos", "macOS", "laptop"},
    Make{"Apple Inc.", "iPhone 15", "ios", "iOS", "phone"}, Make{"Apple Inc.", "iPad 10", "ipados", "iPadOS", "tablet"},
    Make{"Samsung", "Galaxy A54", "android", "Android", "phone"},
    Make{"Supermicro", "SYS-5019C", "linux", "Ubuntu 22.04.4 LTS", "server"}};
constexpr std::array colours = {"Amber", "Azure", "Coral", "Crimson", "Ebony", "Golden", "Indigo", "Ivory", "Jade",
    "Lilac", "Maroon", "Ochre", "Olive", "Pearl", "Russet", "Scarlet", "Silver", "Teal", "Umber", "Violet"};
constexpr std::array plants = {"Alder", "Anemone", "Birch", "Bramble", "Cedar", "Clover", "Dahlia", "Elder", "Fennel",
    "Hazel", "Juniper", "Larch", "Lavender", "Maple", "Mulberry", "Myrtle", "Oak", "Poppy", "Rowan", "Sorrel", "Thyme",
    "Willow", "Yarrow", "Yew"};
constexpr std::array sites = {"BER", "HAM", "MUC", "OSL", "STO", "HEL", "AMS", "RTM", "CPH", "GOT"};
constexpr std::array tags = {"field", "sales", "loaner", "kiosk", "lab", "board", "warehouse"};
constexpr std::array states = {"compliant", "compliant", "compliant", "in_grace", "noncompliant", "not_assigned"};
constexpr qint64 gibibyte = qint64(1) << 30;
constexpr qint64 newest = 1'767'225'600'000; // 2026-01-01

QString latin(const char *text) { return QString::fromLatin1(text); }

} // namespace

Device Fleet::device(qint64 number)
{
    const Make &make = makes[below(makes.size())];
    Device d;
    d.id = makeId<Device>(number);
    d.name = u"%1-%2-%3"_s.arg(latin(sites[below(sites.size())]), latin(make.form).left(2).toUpper())
                 .arg(number, 7, 10, QChar(u'0'));
    d.platform = Coded<Platform>::fromToken(latin(make.platform));
    d.osName = latin(make.os);
    d.osVersion = Version(u"%1.%2.%3"_s.arg(10 + below(8)).arg(below(10)).arg(below(30)));
    d.manufacturer = latin(make.manufacturer);
    d.model = latin(make.model);
    d.serial =
        u"%1%2"_s.arg(number * 7'919 % 100'000'007, 8, 36, QChar(u'0')).arg(below(1'296), 2, 36, QChar(u'0')).toUpper();
    d.formFactor = Coded<FormFactor>::fromToken(latin(make.form));
    d.ownership = below(10) ? Ownership::Corporate : Ownership::Byod;
    d.management = below(20) ? Management::Agent : Management::Inventory;
    if (below(10)) {
        const quint32 person = below(60'000);
        d.person = makeId<Person>(person + 1);
        d.personName =
            u"%1 %2 %3"_s.arg(latin(colours[person % colours.size()]), latin(plants[person / 20 % plants.size()]))
                .arg(person / 480);
    }
    for (quint32 i = below(3); i > 0; --i)
        d.tags.append(latin(tags[below(tags.size())]));
    d.tags = canonicalSet(d.tags);
    d.compliance = Coded<Compliance>::fromToken(latin(states[below(states.size())]));
    if (below(20))
        d.storageEncrypted = below(8) != 0;
    if (below(10))
        d.firewallEnabled = below(12) != 0;
    if (below(5))
        d.securityUpdates = below(4) ? 0 : below(40);
    d.storageTotal = qint64(128 << below(4)) * 1'000'000'000;
    d.storageFree = *d.storageTotal / 100 * below(90);
    d.memory = qint64(4 << below(4)) * gibibyte;
    d.enrolled = QDateTime::fromMSecsSinceEpoch(newest - qint64(below(1'000'000)) * 60'000, Qt::UTC);
    d.seen =
        QDateTime::fromMSecsSinceEpoch(newest - qint64(below(30) ? below(7'200'000) : below(4'000'000'000)), Qt::UTC);
    return d;
}

QByteArray Fleet::lines(qint64 first, int count)
{
    QByteArray result;
    result.reserve(qsizetype(count) * 620);
    for (qint64 number = first; number < first + count; ++number) {
        const Device one = device(number);
        result += QJsonDocument(toJson(fields<Device>(), &one, true)).toJson(QJsonDocument::Compact);
        result += '\n';
    }
    return result;
}

QByteArray Fleet::lines(int count)
{
    QByteArray result = lines(1, count);
    result += QJsonDocument(QJsonObject{{u"token"_s, u"1"_s}, {u"total"_s, count}}).toJson(QJsonDocument::Compact);
    result += '\n';
    return result;
}

} // namespace belvedere::bench
