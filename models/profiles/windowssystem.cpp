// Certificates, BitLocker and rules of the firewall of Windows.
#include "profiles/authority.h"
#include "profiles/windowsprofiles.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Datum {
    const char *id;
    QString value;
};

// The value of a policy that came from an administrative template.
QString enabledWith(const std::vector<Datum> &data)
{
    QString text = u"<enabled/>"_s;
    for (const Datum &datum : data)
        text += u"<data id=\"%1\" value=\"%2\"/>"_s.arg(QLatin1StringView(datum.id), datum.value);
    return text;
}

QString methodNumber(const QJsonValue &method)
{
    static const QJsonObject numbers{
        {u"aes-cbc-128"_s, u"3"_s}, {u"aes-cbc-256"_s, u"4"_s}, {u"xts-aes-128"_s, u"6"_s}, {u"xts-aes-256"_s, u"7"_s}};
    return numbers.value(method.toString()).toString();
}

QString startupData(bool withPin)
{
    // 0: not allowed, 1: required; only one of them can be required, and the others must not be allowed then
    return enabledWith({{"ConfigureNonTPMStartupKeyUsage_Name", u"false"_s},
        {"ConfigureTPMStartupKeyUsageDropDown_Name", u"0"_s},
        {"ConfigurePINUsageDropDown_Name", withPin ? u"1"_s : u"0"_s}, {"ConfigureTPMPINKeyUsageDropDown_Name", u"0"_s},
        {"ConfigureTPMUsageDropDown_Name", withPin ? u"0"_s : u"1"_s}});
}

QString recoveryData(bool isRequired)
{
    // 2: allowed; the directory gets passwords and keys
    return enabledWith({{"OSAllowDRA_Name", u"true"_s}, {"OSRecoveryPasswordUsageDropDown_Name", u"2"_s},
        {"OSRecoveryKeyUsageDropDown_Name", u"2"_s}, {"OSHideRecoveryPage_Name", u"false"_s},
        {"OSActiveDirectoryBackup_Name", u"true"_s}, {"OSActiveDirectoryBackupDropDown_Name", u"1"_s},
        {"OSRequireActiveDirectoryBackup_Name", isRequired ? u"true"_s : u"false"_s}});
}

QString protocolNumber(const QString &protocol)
{
    return protocol == "tcp"_L1 ? u"6"_s : protocol == "udp"_L1 ? u"17"_s : QString();
}

SyncGroup ruleAddition(const QString &node, const QJsonValue &rule)
{
    SyncGroup group;
    group.isAtomic = true; // the provider takes rules only so
    const auto add = [&](const QString &leaf, const QString &format, const QString &data) {
        group.commands.push_back({SyncVerb::Add, QString(node + leaf), format, data});
    };
    const QString direction = rule["direction"_L1].toString();
    add(u"/Name"_s, u"chr"_s, rule["name"_L1].toString());
    add(u"/Direction"_s, u"chr"_s, direction == "in"_L1 ? u"IN"_s : u"OUT"_s);
    add(u"/Action/Type"_s, u"int"_s, rule["action"_L1].toString() == "allow"_L1 ? u"1"_s : u"0"_s);
    if (const QString protocol = protocolNumber(rule["protocol"_L1].toString()); !protocol.isEmpty())
        add(u"/Protocol"_s, u"int"_s, protocol);
    if (const QString ports = rule["ports"_L1].toString(); !ports.isEmpty())
        add(direction == "in"_L1 ? u"/LocalPortRanges"_s : u"/RemotePortRanges"_s, u"chr"_s, ports);
    if (const QString remote = rule["remote"_L1].toString(); !remote.isEmpty())
        add(u"/RemoteAddressRanges"_s, u"chr"_s, remote);
    if (const QString program = rule["program"_L1].toString(); !program.isEmpty())
        add(u"/App/FilePath"_s, u"chr"_s, program);
    add(u"/Enabled"_s, u"bool"_s, u"true"_s);
    return group;
}

} // namespace

SyncGroups windowsCertificate(const QJsonObject &settings, const RenderingIdentity &)
{
    const std::optional<Authority> authority =
        readAuthority(QByteArray::fromBase64(settings["certificate"_L1].toString().toLatin1()));
    SyncGroup group;
    if (authority) {
        const QString store = authority->isRoot ? u"Root/"_s : u"CA/"_s;
        group.commands.push_back({SyncVerb::Add,
            QString(u"./Device/Vendor/MSFT/RootCATrustedCertificates/"_s + store
                + QString::fromLatin1(authority->sha1.toHex().toUpper()) + u"/EncodedCertificate"_s),
            u"b64"_s, QString::fromLatin1(authority->der.toBase64())});
    }
    return {group};
}

SyncGroups windowsEncryption(const QJsonObject &settings, const RenderingIdentity &)
{
    SyncGroup group;
    const auto replace = [&group](const QString &policy, const QString &data) {
        group.commands.push_back(
            {SyncVerb::Replace, QString(u"./Device/Vendor/MSFT/BitLocker/"_s + policy), u"chr"_s, data});
    };
    if (settings.contains("os_method"_L1))
        replace(u"EncryptionMethodByDriveType"_s,
            enabledWith({{"EncryptionMethodWithXtsOsDropDown_Name", methodNumber(settings["os_method"_L1])},
                {"EncryptionMethodWithXtsFdvDropDown_Name", methodNumber(settings["fixed_method"_L1])},
                {"EncryptionMethodWithXtsRdvDropDown_Name", methodNumber(settings["removable_method"_L1])}}));
    if (const QString startup = settings["startup"_L1].toString(); !startup.isEmpty())
        replace(u"SystemDrivesRequireStartupAuthentication"_s, startupData(startup == "tpm-pin"_L1));
    if (settings.contains("minimum_pin"_L1))
        replace(u"SystemDrivesMinimumPINLength"_s,
            enabledWith({{"MinPINLength", QString::number(settings["minimum_pin"_L1].toInteger())}}));
    if (const QString backup = settings["recovery_backup"_L1].toString(); !backup.isEmpty())
        replace(u"SystemDrivesRecoveryOptions"_s, recoveryData(backup == "required"_L1));
    return {group};
}

// A rule cannot be changed in part; the removal stands outside, because it fails where there was no rule.
SyncGroups windowsFirewallRules(const QJsonObject &settings, const RenderingIdentity &identity)
{
    SyncGroups groups;
    const QJsonArray rules = settings["rules"_L1].toArray();
    groups.reserve(size_t(rules.size()) * 2);
    for (const QJsonValue rule : rules) {
        const QString node = u"./Vendor/MSFT/Firewall/MdmStore/FirewallRules/"_s
            + uriSegment(u"Belvedere "_s + identity.profile + u' ' + rule["name"_L1].toString());
        SyncGroup removal;
        removal.commands.push_back({SyncVerb::Delete, node, {}, {}});
        groups.push_back(std::move(removal));
        groups.push_back(ruleAddition(node, rule));
    }
    return groups;
}

} // namespace belvedere
