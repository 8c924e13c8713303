// The kiosk of Windows: one application for one account.
#include "profiles/apple.h"
#include "profiles/windowsprofiles.h"

#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr auto space = "http://schemas.microsoft.com/AssignedAccess/2017/config"_L1;
constexpr auto space2018 = "http://schemas.microsoft.com/AssignedAccess/201810/config"_L1;
constexpr auto space2021 = "http://schemas.microsoft.com/AssignedAccess/2021/config"_L1;

QString edgeArguments(const QJsonObject &settings)
{
    const bool isPublic = settings["edge_mode"_L1].toString() == "public"_L1;
    QString arguments = u"--kiosk "_s + settings["url"_L1].toString() + u" --edge-kiosk-type="_s
        + (isPublic ? u"public-browsing"_s : u"fullscreen"_s);
    if (settings.contains("idle_minutes"_L1))
        arguments += u" --kiosk-idle-timeout-minutes=%1"_s.arg(settings["idle_minutes"_L1].toInteger());
    return arguments;
}

void writeProfile(QXmlStreamWriter &xml, const QJsonObject &settings, const QString &id)
{
    xml.writeStartElement(u"Profile"_s);
    xml.writeAttribute(u"Id"_s, id);
    xml.writeEmptyElement(u"KioskModeApp"_s);
    if (settings["application"_L1].toString() == "edge"_L1) {
        xml.writeAttribute(
            space2021, u"ClassicAppPath"_s, u"%ProgramFiles(x86)%\\Microsoft\\Edge\\Application\\msedge.exe"_s);
        xml.writeAttribute(space2021, u"ClassicAppArguments"_s, edgeArguments(settings));
    } else {
        xml.writeAttribute(u"AppUserModelId"_s, settings["app_id"_L1].toString());
    }
    if (settings.contains("exit_keys"_L1)) {
        xml.writeEmptyElement(space2021, u"BreakoutSequence"_s);
        xml.writeAttribute(u"Key"_s, settings["exit_keys"_L1].toString());
    }
    xml.writeEndElement();
}

void writeAccount(QXmlStreamWriter &xml, const QJsonObject &settings)
{
    if (settings["account"_L1].toString() == "existing"_L1) {
        xml.writeTextElement(u"Account"_s, settings["user"_L1].toString());
        return;
    }
    xml.writeEmptyElement(u"AutoLogonAccount"_s);
    if (settings.contains("account_name"_L1))
        xml.writeAttribute(space2018, u"DisplayName"_s, settings["account_name"_L1].toString());
}

} // namespace

SyncGroups windowsKiosk(const QJsonObject &settings, const RenderingIdentity &identity)
{
    const QString id = u'{' + stableUuid(identity.profile + u"/kiosk"_s) + u'}';
    QString text;
    QXmlStreamWriter xml(&text);
    xml.writeStartElement(u"AssignedAccessConfiguration"_s);
    xml.writeDefaultNamespace(space);
    xml.writeNamespace(space2018, u"rs5"_s);
    xml.writeNamespace(space2021, u"v4"_s);
    xml.writeStartElement(u"Profiles"_s);
    writeProfile(xml, settings, id);
    xml.writeEndElement();
    xml.writeStartElement(u"Configs"_s);
    xml.writeStartElement(u"Config"_s);
    writeAccount(xml, settings);
    xml.writeEmptyElement(u"DefaultProfile"_s);
    xml.writeAttribute(u"Id"_s, id);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
    SyncGroup group;
    group.commands.push_back(
        {SyncVerb::Replace, u"./Device/Vendor/MSFT/AssignedAccess/Configuration"_s, u"chr"_s, text});
    return {group};
}

} // namespace belvedere
