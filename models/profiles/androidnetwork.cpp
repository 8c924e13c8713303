// The part of the Open Network Configuration that the Android Management API takes.
#include "profiles/androidnetwork.h"

#include "profiles/apple.h"
#include "profiles/authority.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Members that the API does not take (TrustBits, Remove, SaveCredentials, UseSystemCAs) are left out on purpose.
QJsonObject certificateEntry(const QString &guid, const QByteArray &der)
{
    return {{u"GUID"_s, guid}, {u"Type"_s, u"Authority"_s}, {u"X509"_s, QString::fromLatin1(der.toBase64())}};
}

QJsonValue proxyOf(const QJsonObject &settings)
{
    const QString kind = settings["proxy"_L1].toString();
    if (kind == "manual"_L1) {
        const QJsonObject server{{u"Host"_s, settings["proxy_host"_L1]}, {u"Port"_s, settings["proxy_port"_L1]}};
        return QJsonObject{{u"Type"_s, u"Manual"_s}, {u"Manual"_s, QJsonObject{{u"HTTPProxy"_s, server}}}};
    }
    if (kind == "automatic"_L1)
        return QJsonObject{{u"Type"_s, u"PAC"_s}, {u"PAC"_s, settings["proxy_script"_L1]}};
    return QJsonValue::Undefined;
}

// Without domains and authorities of the server a device refuses an enterprise network as not secure.
QJsonObject eapOf(const QJsonObject &settings, const QJsonArray &authorities)
{
    const bool isPeap = settings["eap"_L1].toString() == "peap"_L1;
    const bool isPap = settings["inner"_L1].toString() == "pap"_L1;
    QJsonObject eap{{u"Outer"_s, isPeap ? u"PEAP"_s : u"EAP-TTLS"_s},
        {u"Inner"_s, !isPeap && isPap ? u"PAP"_s : u"MSCHAPv2"_s},
        {u"DomainSuffixMatch"_s, settings["server_domains"_L1]}, {u"ServerCARefs"_s, authorities}};
    const std::pair<QLatin1StringView, QString> texts[] = {{"identity"_L1, u"Identity"_s},
        {"anonymous_identity"_L1, u"AnonymousIdentity"_s}, {"eap_password"_L1, u"Password"_s}};
    for (const auto &[setting, key] : texts) {
        if (settings.contains(setting))
            eap.insert(key, settings[setting]);
    }
    return eap;
}

} // namespace

void addCertificate(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy)
{
    const std::optional<Authority> authority =
        readAuthority(QByteArray::fromBase64(settings["certificate"_L1].toString().toLatin1()));
    if (!authority)
        return; // the check of the type has refused it
    const QString guid = stableUuid(identity.profile + u"/certificate"_s);
    policy.insert(u"openNetworkConfiguration"_s,
        QJsonObject{{u"Type"_s, u"UnencryptedConfiguration"_s},
            {u"Certificates"_s, QJsonArray{certificateEntry(guid, authority->der)}}});
}

void addWifi(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy)
{
    const QString security = settings["security"_L1].toString();
    QJsonObject wifi{{u"SSID"_s, settings["ssid"_L1]}, {u"AutoConnect"_s, settings["auto_join"_L1]},
        {u"Security"_s,
            security == "none"_L1           ? u"None"_s
                : security == "personal"_L1 ? u"WPA-PSK"_s
                                            : u"WPA-EAP"_s}};
    if (settings.contains("hidden"_L1))
        wifi.insert(u"HiddenSSID"_s, settings["hidden"_L1]);
    if (settings.contains("password"_L1))
        wifi.insert(u"Passphrase"_s, settings["password"_L1]);
    if (const QString address = settings["mac_address"_L1].toString(); !address.isEmpty())
        wifi.insert(u"MACAddressRandomizationMode"_s, address == "hardware"_L1 ? u"Hardware"_s : u"Automatic"_s);
    QJsonArray certificates;
    QJsonArray references;
    for (const QJsonValue text : settings["server_cas"_L1].toArray()) {
        const std::optional<Authority> authority = readAuthority(text.toString().toUtf8());
        if (!authority)
            continue; // the check of the type has refused it
        const QString guid = stableUuid(identity.profile + u'/' + QString::fromLatin1(authority->sha1.toHex()));
        certificates.append(certificateEntry(guid, authority->der));
        references.append(guid);
    }
    if (security == "enterprise"_L1)
        wifi.insert(u"EAP"_s, eapOf(settings, references));
    QJsonObject network{{u"GUID"_s, stableUuid(identity.profile)}, {u"Name"_s, settings["ssid"_L1]},
        {u"Type"_s, u"WiFi"_s}, {u"WiFi"_s, wifi}};
    if (const QJsonValue proxy = proxyOf(settings); !proxy.isUndefined())
        network.insert(u"ProxySettings"_s, proxy);
    QJsonObject configuration{
        {u"Type"_s, u"UnencryptedConfiguration"_s}, {u"NetworkConfigurations"_s, QJsonArray{network}}};
    if (!certificates.isEmpty())
        configuration.insert(u"Certificates"_s, certificates);
    policy.insert(u"openNetworkConfiguration"_s, configuration);
}

} // namespace belvedere
