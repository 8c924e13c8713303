// Wi-Fi and VPN of Windows: a description in XML as the value of one node.
#include "profiles/eapconfig.h"
#include "profiles/windowsprofiles.h"

#include <QJsonArray>
#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr auto wlanSpace = "http://www.microsoft.com/networking/WLAN/profile/v1"_L1;
constexpr auto oneXSpace = "http://www.microsoft.com/networking/OneX/v1"_L1;

QString truth(bool value) { return value ? u"true"_s : u"false"_s; }

QStringList texts(const QJsonValue &list)
{
    QStringList all;
    for (const QJsonValue one : list.toArray())
        all.append(one.toString());
    return all;
}

// The node cannot be changed, only made anew. That it did not exist yet is no reason not to make it, so the removal
// stands outside of what has to succeed as a whole.
SyncGroups madeAnew(const QString &node, const QString &leaf, const QString &xml)
{
    SyncGroup removal;
    removal.commands.push_back({SyncVerb::Delete, node, {}, {}});
    SyncGroup addition;
    addition.isAtomic = true;
    addition.commands.push_back({SyncVerb::Add, QString(node + leaf), u"chr"_s, xml});
    return {removal, addition};
}

void writeSecurity(QXmlStreamWriter &xml, const QString &authentication, const QString &encryption, bool oneX)
{
    xml.writeStartElement(u"authEncryption"_s);
    xml.writeTextElement(u"authentication"_s, authentication);
    xml.writeTextElement(u"encryption"_s, encryption);
    xml.writeTextElement(u"useOneX"_s, truth(oneX));
    xml.writeEndElement();
}

void writePassphrase(QXmlStreamWriter &xml, const QString &passphrase)
{
    xml.writeStartElement(u"sharedKey"_s);
    xml.writeTextElement(u"keyType"_s, u"passPhrase"_s);
    xml.writeTextElement(u"protected"_s, truth(false));
    xml.writeTextElement(u"keyMaterial"_s, passphrase);
    xml.writeEndElement();
}

void writeOneX(QXmlStreamWriter &xml, const QJsonObject &settings)
{
    const QString who = settings["authenticates"_L1].toString();
    EapConfig eap;
    eap.method = settings["eap"_L1].toString() == "tls"_L1 ? EapMethod::Tls : EapMethod::PeapMschapv2;
    eap.serverNames = texts(settings["server_names"_L1]);
    eap.trustedRoots = texts(settings["trusted_roots"_L1]);
    eap.windowsCredentials = settings["windows_credentials"_L1].toBool();
    xml.writeStartElement(u"OneX"_s);
    xml.writeDefaultNamespace(oneXSpace);
    xml.writeTextElement(u"authMode"_s, who == "both"_L1 ? u"machineOrUser"_s : who);
    xml.writeStartElement(u"EAPConfig"_s);
    writeEapHostConfig(xml, eap);
    xml.writeEndElement();
    xml.writeEndElement();
}

QString wlanProfile(const QJsonObject &settings)
{
    const QString ssid = settings["ssid"_L1].toString();
    const QString security = settings["security"_L1].toString();
    QString text;
    QXmlStreamWriter xml(&text);
    xml.writeStartElement(u"WLANProfile"_s);
    xml.writeDefaultNamespace(wlanSpace);
    xml.writeTextElement(u"name"_s, ssid);
    xml.writeStartElement(u"SSIDConfig"_s);
    xml.writeStartElement(u"SSID"_s);
    xml.writeTextElement(u"hex"_s, QString::fromLatin1(ssid.toUtf8().toHex().toUpper()));
    xml.writeTextElement(u"name"_s, ssid);
    xml.writeEndElement();
    xml.writeTextElement(u"nonBroadcast"_s, truth(settings["hidden"_L1].toBool()));
    xml.writeEndElement();
    xml.writeTextElement(u"connectionType"_s, u"ESS"_s);
    xml.writeTextElement(u"connectionMode"_s, settings["auto_join"_L1].toBool() ? u"auto"_s : u"manual"_s);
    xml.writeStartElement(u"MSM"_s);
    xml.writeStartElement(u"security"_s);
    if (security == "none"_L1) {
        writeSecurity(xml, u"open"_s, u"none"_s, false);
    } else if (security == "enterprise"_L1) {
        writeSecurity(xml, u"WPA2"_s, u"AES"_s, true);
        writeOneX(xml, settings);
    } else {
        writeSecurity(xml, security == "wpa3"_L1 ? u"WPA3SAE"_s : u"WPA2PSK"_s, u"AES"_s, false);
        writePassphrase(xml, settings["password"_L1].toString());
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
    return text;
}

QString protocolName(const QString &protocol)
{
    return protocol == "ikev2"_L1 ? u"IKEv2"_s
        : protocol == "l2tp"_L1   ? u"L2tp"_s
        : protocol == "pptp"_L1   ? u"Pptp"_s
                                  : u"Automatic"_s;
}

void writeAuthentication(QXmlStreamWriter &xml, const QJsonObject &settings)
{
    const QString method = settings["authentication"_L1].toString();
    xml.writeStartElement(u"Authentication"_s);
    if (method == "machine"_L1) {
        xml.writeTextElement(u"MachineMethod"_s, u"Certificate"_s);
    } else if (method == "mschapv2"_L1) {
        xml.writeTextElement(u"UserMethod"_s, u"MSChapv2"_s);
    } else {
        EapConfig eap;
        eap.method = method == "eap-tls"_L1 ? EapMethod::Tls : EapMethod::Mschapv2;
        eap.serverNames = texts(settings["server_names"_L1]);
        eap.trustedRoots = texts(settings["trusted_roots"_L1]);
        xml.writeTextElement(u"UserMethod"_s, u"Eap"_s);
        xml.writeStartElement(u"Eap"_s);
        xml.writeStartElement(u"Configuration"_s);
        writeEapHostConfig(xml, eap);
        xml.writeEndElement();
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

void writeNative(QXmlStreamWriter &xml, const QJsonObject &settings)
{
    const bool allTraffic = settings["all_traffic"_L1].toBool();
    xml.writeStartElement(u"NativeProfile"_s);
    xml.writeTextElement(u"Servers"_s, texts(settings["servers"_L1]).join(u';'));
    xml.writeTextElement(u"RoutingPolicyType"_s, allTraffic ? u"ForceTunnel"_s : u"SplitTunnel"_s);
    xml.writeTextElement(u"NativeProtocolType"_s, protocolName(settings["protocol"_L1].toString()));
    if (settings.contains("shared_secret"_L1))
        xml.writeTextElement(u"L2tpPsk"_s, settings["shared_secret"_L1].toString());
    if (!allTraffic)
        xml.writeTextElement(u"DisableClassBasedDefaultRoute"_s, truth(true));
    writeAuthentication(xml, settings);
    xml.writeEndElement();
}

QString vpnProfile(const QJsonObject &settings)
{
    QString text;
    QXmlStreamWriter xml(&text);
    xml.writeStartElement(u"VPNProfile"_s);
    const std::pair<QLatin1StringView, QString> truths[] = {
        {"remember"_L1, u"RememberCredentials"_s}, {"always_on"_L1, u"AlwaysOn"_s}};
    for (const auto &[setting, name] : truths) {
        if (settings.contains(setting))
            xml.writeTextElement(name, truth(settings[setting].toBool()));
    }
    const std::pair<QLatin1StringView, QString> lists[] = {
        {"dns_suffixes"_L1, u"DnsSuffix"_s}, {"trusted_networks"_L1, u"TrustedNetworkDetection"_s}};
    for (const auto &[setting, name] : lists) {
        if (settings.contains(setting))
            xml.writeTextElement(name, texts(settings[setting]).join(u','));
    }
    if (settings.contains("proxy_script"_L1)) {
        xml.writeStartElement(u"Proxy"_s);
        xml.writeTextElement(u"AutoConfigUrl"_s, settings["proxy_script"_L1].toString());
        xml.writeEndElement();
    }
    writeNative(xml, settings);
    for (const QJsonValue route : settings["routes"_L1].toArray()) {
        xml.writeStartElement(u"Route"_s);
        xml.writeTextElement(u"Address"_s, route["address"_L1].toString());
        xml.writeTextElement(u"PrefixSize"_s, QString::number(route["prefix"_L1].toInteger()));
        xml.writeEndElement();
    }
    xml.writeEndElement();
    return text;
}

} // namespace

SyncGroups windowsWifi(const QJsonObject &settings, const RenderingIdentity &)
{
    const QString node = u"./Device/Vendor/MSFT/WiFi/Profile/"_s + uriSegment(settings["ssid"_L1].toString());
    SyncGroups groups = madeAnew(node, u"/WlanXml"_s, wlanProfile(settings));
    if (settings.contains("connectivity_check"_L1)) {
        const bool check = settings["connectivity_check"_L1].toBool();
        groups.back().commands.push_back({SyncVerb::Add, QString(node + u"/DisableInternetConnectivityChecks"_s),
            u"chr"_s, check ? u"False"_s : u"True"_s});
    }
    return groups;
}

// A connection that the computer itself makes belongs to the computer, every other one to the user.
SyncGroups windowsVpn(const QJsonObject &settings, const RenderingIdentity &)
{
    const bool ofComputer = settings["authentication"_L1].toString() == "machine"_L1;
    const QString node = (ofComputer ? u"./Device"_s : u"./User"_s) + u"/Vendor/MSFT/VPNv2/"_s
        + uriSegment(settings["name"_L1].toString());
    return madeAnew(node, u"/ProfileXML"_s, vpnProfile(settings));
}

} // namespace belvedere
