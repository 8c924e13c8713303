// Policies of Microsoft Edge. Windows learns them from a template (resources/profiles/edge.admx) that comes first.
#include "base/digest.h"
#include "profiles/windowsprofiles.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QByteArray edgeTemplate()
{
    QFile file(u":/profiles/edge.admx"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Under a name that changes with the template: a second addition of the same one is refused and changes nothing.
SyncGroup templateGroup()
{
    const QByteArray text = edgeTemplate();
    SyncGroup group;
    group.commands.push_back({SyncVerb::Add,
        QString(u"./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/Belvedere/Policy/Edge-"_s
            + sha256Hex(text).left(12)),
        u"chr"_s, QString::fromUtf8(text)});
    return group;
}

QString attribute(const QString &value) { return value.toHtmlEscaped(); }

QString withData(const QString &id, const QString &value)
{
    return u"<enabled/><data id=\"%1\" value=\"%2\"/>"_s.arg(id, attribute(value));
}

// Members of a list: number and value, all separated by one character that cannot stand in them.
QString listData(const QString &id, const QStringList &members)
{
    QStringList parts;
    for (const QString &member : members)
        parts << QString::number(parts.size() / 2 + 1) << attribute(member);
    return u"<enabled/><data id=\"%1\" value=\"%2\"/>"_s.arg(id, parts.join(u"&#xF000;"_s));
}

QStringList texts(const QJsonValue &list)
{
    QStringList all;
    for (const QJsonValue one : list.toArray())
        all.append(one.toString());
    return all;
}

class EdgePolicies {
public:
    void add(const QString &policy, const QString &data)
    {
        m_group.commands.push_back({SyncVerb::Replace,
            QString(u"./Device/Vendor/MSFT/Policy/Config/Belvedere~Policy~Edge/"_s + policy), u"chr"_s, data});
    }
    void addTruth(const QString &policy, const QJsonValue &value)
    {
        if (!value.isUndefined())
            add(policy, value.toBool() ? u"<enabled/>"_s : u"<disabled/>"_s);
    }
    void addChoice(const QString &policy, const QJsonValue &value, const QJsonObject &numbers)
    {
        if (!value.isUndefined())
            add(policy, withData(policy, QString::number(numbers.value(value.toString()).toInteger())));
    }
    void addList(const QString &policy, const QStringList &members)
    {
        if (!members.isEmpty())
            add(policy, listData(policy, members));
    }

    SyncGroups groups() const { return {templateGroup(), m_group}; }

private:
    SyncGroup m_group;
};

} // namespace

SyncGroups windowsBrowser(const QJsonObject &settings, const RenderingIdentity &)
{
    EdgePolicies edge;
    if (settings.contains("homepage"_L1)) {
        edge.add(u"HomepageLocation"_s, withData(u"HomepageLocation"_s, settings["homepage"_L1].toString()));
        edge.addTruth(u"HomepageIsNewTabPage"_s, false);
    }
    edge.addList(u"URLBlocklist"_s, texts(settings["url_blocklist"_L1]));
    edge.addList(u"URLAllowlist"_s, texts(settings["url_allowlist"_L1]));
    edge.addTruth(u"PasswordManagerEnabled"_s, settings["password_manager"_L1]);
    edge.addChoice(
        u"InPrivateModeAvailability"_s, settings["private_browsing"_L1], {{u"allowed"_s, 0}, {u"disabled"_s, 1}});
    if (const QJsonValue tools = settings["developer_tools"_L1]; !tools.isUndefined())
        edge.addChoice(u"DeveloperToolsAvailability"_s, tools.toBool() ? u"allowed"_s : u"disabled"_s,
            {{u"allowed"_s, 1}, {u"disabled"_s, 2}});
    edge.addTruth(u"SmartScreenEnabled"_s, settings["smart_screen"_L1]);
    edge.addTruth(u"AutofillCreditCardEnabled"_s, settings["autofill_cards"_L1]);
    edge.addTruth(u"AutofillAddressEnabled"_s, settings["autofill_addresses"_L1]);
    edge.addChoice(u"DefaultPopupsSetting"_s, settings["popups"_L1], {{u"allowed"_s, 1}, {u"blocked"_s, 2}});
    edge.addChoice(
        u"DownloadRestrictions"_s, settings["downloads"_L1], {{u"all"_s, 0}, {u"no-dangerous"_s, 1}, {u"none"_s, 3}});
    if (const QJsonValue sync = settings["sync"_L1]; !sync.isUndefined())
        edge.addTruth(u"SyncDisabled"_s, !sync.toBool());
    edge.addList(u"ExtensionInstallBlocklist"_s, texts(settings["extensions_blocked"_L1]));
    edge.addList(u"ExtensionInstallForcelist"_s, texts(settings["extensions_installed"_L1]));
    return edge.groups();
}

SyncGroups windowsWebShortcut(const QJsonObject &settings, const RenderingIdentity &)
{
    QJsonObject application{{u"url"_s, settings["url"_L1]}, {u"default_launch_container"_s, settings["container"_L1]},
        {u"create_desktop_shortcut"_s, settings["desktop"_L1]}};
    if (settings.contains("title"_L1))
        application.insert(u"custom_name"_s, settings["title"_L1]);
    const QByteArray text = QJsonDocument(QJsonArray{application}).toJson(QJsonDocument::Compact);
    EdgePolicies edge;
    edge.add(u"WebAppInstallForceList"_s, withData(u"WebAppInstallForceList"_s, QString::fromUtf8(text)));
    return edge.groups();
}

} // namespace belvedere
