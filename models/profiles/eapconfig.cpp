// Writing of an EapHostConfig. The numbers of the methods are those of IANA.
#include "profiles/eapconfig.h"

#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr auto hostConfig = "http://www.microsoft.com/provisioning/EapHostConfig"_L1;
constexpr auto common = "http://www.microsoft.com/provisioning/EapCommon"_L1;
constexpr auto base = "http://www.microsoft.com/provisioning/BaseEapConnectionPropertiesV1"_L1;
constexpr auto mschap = "http://www.microsoft.com/provisioning/MsChapV2ConnectionPropertiesV1"_L1;
constexpr auto peap = "http://www.microsoft.com/provisioning/MsPeapConnectionPropertiesV1"_L1;
constexpr auto peap2 = "http://www.microsoft.com/provisioning/MsPeapConnectionPropertiesV2"_L1;
constexpr auto tls = "http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV1"_L1;
constexpr auto tls2 = "http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV2"_L1;

QString numberOf(EapMethod method)
{
    switch (method) {
    case EapMethod::Tls:
        return u"13"_s;
    case EapMethod::Mschapv2:
        return u"26"_s;
    case EapMethod::PeapMschapv2:
        break;
    }
    return u"25"_s;
}

void start(QXmlStreamWriter &xml, const QString &name, QLatin1StringView space)
{
    xml.writeStartElement(name);
    xml.writeDefaultNamespace(space);
}

void element(QXmlStreamWriter &xml, const QString &name, QLatin1StringView space, const QString &text)
{
    start(xml, name, space);
    xml.writeCharacters(text);
    xml.writeEndElement();
}

QString truth(bool value) { return value ? u"true"_s : u"false"_s; }

// "aa bb cc …", as Windows writes thumbprints.
QString spaced(const QString &thumbprint)
{
    QString text;
    for (const QChar c : thumbprint) {
        if (!c.isLetterOrNumber())
            continue;
        if (text.size() % 3 == 2)
            text.append(u' ');
        text.append(c.toLower());
    }
    return text;
}

void writeServerValidation(QXmlStreamWriter &xml, const EapConfig &config)
{
    xml.writeStartElement(u"ServerValidation"_s);
    xml.writeTextElement(u"DisableUserPromptForServerValidation"_s, truth(true));
    xml.writeTextElement(u"ServerNames"_s, config.serverNames.join(u';'));
    for (const QString &root : config.trustedRoots)
        xml.writeTextElement(u"TrustedRootCA"_s, spaced(root));
    xml.writeEndElement();
}

void writeMschap(QXmlStreamWriter &xml, const EapConfig &config)
{
    start(xml, u"Eap"_s, base);
    xml.writeTextElement(u"Type"_s, numberOf(EapMethod::Mschapv2));
    start(xml, u"EapType"_s, mschap);
    xml.writeTextElement(u"UseWinLogonCredentials"_s, truth(config.windowsCredentials));
    xml.writeEndElement();
    xml.writeEndElement();
}

void writePeap(QXmlStreamWriter &xml, const EapConfig &config)
{
    start(xml, u"Eap"_s, base);
    xml.writeTextElement(u"Type"_s, numberOf(EapMethod::PeapMschapv2));
    start(xml, u"EapType"_s, peap);
    writeServerValidation(xml, config);
    xml.writeTextElement(u"FastReconnect"_s, truth(true));
    xml.writeTextElement(u"InnerEapOptional"_s, truth(false));
    writeMschap(xml, config);
    xml.writeTextElement(u"EnableQuarantineChecks"_s, truth(false));
    xml.writeTextElement(u"RequireCryptoBinding"_s, truth(false));
    xml.writeStartElement(u"PeapExtensions"_s);
    element(xml, u"PerformServerValidation"_s, peap2, truth(true));
    element(xml, u"AcceptServerName"_s, peap2, truth(!config.serverNames.isEmpty()));
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
}

void writeTls(QXmlStreamWriter &xml, const EapConfig &config)
{
    start(xml, u"Eap"_s, base);
    xml.writeTextElement(u"Type"_s, numberOf(EapMethod::Tls));
    start(xml, u"EapType"_s, tls);
    xml.writeStartElement(u"CredentialsSource"_s);
    xml.writeStartElement(u"CertificateStore"_s);
    xml.writeTextElement(u"SimpleCertSelection"_s, truth(true));
    xml.writeEndElement();
    xml.writeEndElement();
    writeServerValidation(xml, config);
    xml.writeTextElement(u"DifferentUsername"_s, truth(false));
    element(xml, u"PerformServerValidation"_s, tls2, truth(true));
    element(xml, u"AcceptServerName"_s, tls2, truth(!config.serverNames.isEmpty()));
    xml.writeEndElement();
    xml.writeEndElement();
}

} // namespace

void writeEapHostConfig(QXmlStreamWriter &xml, const EapConfig &config)
{
    start(xml, u"EapHostConfig"_s, hostConfig);
    xml.writeStartElement(u"EapMethod"_s);
    element(xml, u"Type"_s, common, numberOf(config.method));
    for (const auto &name : {u"VendorId"_s, u"VendorType"_s, u"AuthorId"_s})
        element(xml, name, common, u"0"_s);
    xml.writeEndElement();
    start(xml, u"Config"_s, hostConfig);
    switch (config.method) {
    case EapMethod::PeapMschapv2:
        writePeap(xml, config);
        break;
    case EapMethod::Tls:
        writeTls(xml, config);
        break;
    case EapMethod::Mschapv2:
        writeMschap(xml, config);
        break;
    }
    xml.writeEndElement();
    xml.writeEndElement();
}

} // namespace belvedere
