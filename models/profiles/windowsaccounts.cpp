// E-mail and Exchange accounts of Windows. They belong to the user who is signed in.
#include "profiles/apple.h"
#include "profiles/windowsprofiles.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Leaf {
    QString name;
    QString data;
    bool isFixed = false; // cannot be changed once the account exists
};

// The account of a profile keeps its identifier while the account itself stays the same one.
QString nodeOf(const QString &provider, const RenderingIdentity &identity, const QString &account)
{
    const QString guid = stableUuid(identity.profile + u'/' + account.toLower());
    return u"./User/Vendor/MSFT/"_s + provider + uriSegment(u'{' + guid + u'}') + u'/';
}

SyncGroups commands(const QString &node, const std::vector<Leaf> &leaves, SyncVerb verb)
{
    SyncGroup group;
    group.isAtomic = true;
    group.commands.reserve(leaves.size());
    for (const Leaf &leaf : leaves) {
        if (verb == SyncVerb::Add || !leaf.isFixed)
            group.commands.push_back({verb, QString(node + leaf.name), u"chr"_s, leaf.data});
    }
    return {group};
}

QString chosen(const QJsonValue &key, std::initializer_list<std::pair<const char *, const char *>> values)
{
    for (const auto &[from, to] : values) {
        if (key.toString() == QLatin1StringView(from))
            return QString::fromLatin1(to);
    }
    return {};
}

QString bit(const QJsonValue &value) { return value.toBool() ? u"1"_s : u"0"_s; }

QString server(const QJsonObject &settings, QLatin1StringView host, QLatin1StringView port)
{
    const QString name = settings[host].toString();
    const QJsonValue number = settings[port];
    return number.isUndefined() ? name : name + u':' + QString::number(number.toInteger());
}

void addText(std::vector<Leaf> &leaves, const QString &name, const QJsonValue &value)
{
    if (!value.isUndefined())
        leaves.push_back({name, value.toString()});
}

void addChosen(std::vector<Leaf> &leaves, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        leaves.push_back({name, value});
}

SyncGroups email(const QJsonObject &settings, const RenderingIdentity &identity, SyncVerb verb)
{
    std::vector<Leaf> leaves{
        {u"SERVICENAME"_s, settings["account_name"_L1].toString(), true},
        {u"SERVICETYPE"_s, settings["protocol"_L1].toString() == "pop"_L1 ? u"POP3"_s : u"IMAP4"_s, true},
        {u"ACCOUNTTYPE"_s, u"Email"_s},
        {u"REPLYADDR"_s, settings["email_address"_L1].toString()},
        {u"AUTHNAME"_s, settings["username"_L1].toString()},
        {u"INSERVER"_s, server(settings, "incoming_server"_L1, "incoming_port"_L1)},
        {u"OUTSERVER"_s, server(settings, "outgoing_server"_L1, "outgoing_port"_L1)},
        {u"AUTHREQUIRED"_s, bit(settings["outgoing_authentication"_L1])},
        {u"SYNCINGCONTENTTYPES"_s, u"2"_s}, // mail alone
        {u"TAGPROPS/8128000B"_s, bit(settings["incoming_ssl"_L1])},
        {u"TAGPROPS/812C000B"_s, bit(settings["outgoing_ssl"_L1])},
    };
    addText(leaves, u"NAME"_s, settings["sender_name"_L1]);
    addText(leaves, u"AUTHSECRET"_s, settings["password"_L1]);
    addChosen(leaves, u"LINGER"_s,
        chosen(settings["sync_interval"_L1],
            {{"manual", "0"}, {"quarter", "15"}, {"half", "30"}, {"hour", "60"}, {"two-hours", "120"}}));
    addChosen(leaves, u"DWNDAY"_s,
        chosen(settings["sync_window"_L1], {{"all", "-1"}, {"week", "7"}, {"two-weeks", "14"}, {"month", "30"}}));
    return commands(nodeOf(u"EMAIL2/"_s, identity, settings["email_address"_L1].toString()), leaves, verb);
}

// The kinds of what is synchronised have identifiers of their own.
void addContents(std::vector<Leaf> &leaves, const QJsonObject &settings)
{
    struct Content {
        QLatin1StringView setting;
        QLatin1StringView name;
        QLatin1StringView guid;
    };
    static constexpr Content contents[] = {{"mail"_L1, "Email"_L1, "c6d47067-6e92-480e-b0fc-4ba82182fac7"_L1},
        {"contacts"_L1, "Contacts"_L1, "0dd8685c-e272-4fcb-9ecf-2ead7ea2497b"_L1},
        {"calendar"_L1, "Calendar"_L1, "4a5d9fe0-f139-4a63-a5a4-4f31ceea02ad"_L1},
        {"tasks"_L1, "Tasks"_L1, "783ae4f6-4c12-4423-8270-66361260d4f1"_L1}};
    for (const Content &content : contents) {
        const QString node = u"Options/ContentTypes/"_s + uriSegment(u'{' + QString(content.guid) + u'}');
        leaves.push_back({QString(node + u"/Enabled"_s), bit(settings[content.setting])});
        leaves.push_back({QString(node + u"/Name"_s), QString(content.name)});
    }
}

SyncGroups exchange(const QJsonObject &settings, const RenderingIdentity &identity, SyncVerb verb)
{
    std::vector<Leaf> leaves{
        {u"AccountType"_s, u"Exchange"_s, true},
        {u"AccountName"_s, settings["account_name"_L1].toString()},
        {u"EmailAddress"_s, settings["email_address"_L1].toString()},
        {u"ServerName"_s, settings["server"_L1].toString()},
        {u"UserName"_s, settings["username"_L1].toString()},
        {u"Options/UseSSL"_s, bit(settings["ssl"_L1])},
    };
    addText(leaves, u"Domain"_s, settings["domain"_L1]);
    addText(leaves, u"Password"_s, settings["password"_L1]);
    addChosen(leaves, u"Options/Schedule"_s,
        chosen(settings["sync_schedule"_L1],
            {{"push", "-1"}, {"manual", "0"}, {"quarter", "15"}, {"half", "30"}, {"hour", "60"}}));
    addChosen(leaves, u"Options/MailAgeFilter"_s,
        chosen(settings["mail_window"_L1],
            {{"all", "0"}, {"three-days", "2"}, {"week", "3"}, {"two-weeks", "4"}, {"month", "5"}}));
    addContents(leaves, settings);
    return commands(nodeOf(u"ActiveSync/Accounts/"_s, identity, settings["email_address"_L1].toString()), leaves, verb);
}

} // namespace

SyncGroups windowsNewEmail(const QJsonObject &settings, const RenderingIdentity &identity)
{
    return email(settings, identity, SyncVerb::Add);
}

SyncGroups windowsChangedEmail(const QJsonObject &settings, const RenderingIdentity &identity)
{
    return email(settings, identity, SyncVerb::Replace);
}

SyncGroups windowsNewExchange(const QJsonObject &settings, const RenderingIdentity &identity)
{
    return exchange(settings, identity, SyncVerb::Add);
}

SyncGroups windowsChangedExchange(const QJsonObject &settings, const RenderingIdentity &identity)
{
    return exchange(settings, identity, SyncVerb::Replace);
}

} // namespace belvedere
