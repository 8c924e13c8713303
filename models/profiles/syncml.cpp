// SyncML from targets, where `in` is the LocURI and `format` the format of its node, and by code of some types.
#include "profiles/syncml.h"

#include "profiles/placing.h"
#include "profiles/windowsprofiles.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString formatOf(const Placed &placed)
{
    if (!placed.target->format.isEmpty())
        return placed.target->format;
    if (placed.isData)
        return u"b64"_s;
    return placed.value.isBool() ? u"bool"_s : placed.value.isDouble() ? u"int"_s : u"chr"_s;
}

QString dataOf(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

SyncGroup fromTargets(const ProfileType &type, const QJsonObject &settings)
{
    SyncGroup group;
    const std::vector<Placed> all = placedValues(type, settings);
    group.commands.reserve(all.size());
    for (const Placed &placed : all)
        group.commands.push_back({SyncVerb::Replace, placed.target->in, formatOf(placed), dataOf(placed.value)});
    group.isAtomic = type.key == "passcode"_L1; // the provider of DeviceLock takes nothing else
    return group;
}

// What a type has by code: the texts' endings and their commands.
struct Addition {
    QLatin1StringView type;
    QLatin1StringView ending;
    SyncGroups (*commands)(const QJsonObject &settings, const RenderingIdentity &identity);
};
constexpr Addition additions[] = {
    {"browser"_L1, ""_L1, &windowsBrowser},
    {"certificate"_L1, ""_L1, &windowsCertificate},
    {"email"_L1, ""_L1, &windowsNewEmail},
    {"email"_L1, "-update"_L1, &windowsChangedEmail},
    {"encryption"_L1, ""_L1, &windowsEncryption},
    {"exchange"_L1, ""_L1, &windowsNewExchange},
    {"exchange"_L1, "-update"_L1, &windowsChangedExchange},
    {"firewall"_L1, ""_L1, &windowsFirewallRules},
    {"kiosk"_L1, ""_L1, &windowsKiosk},
    {"vpn"_L1, ""_L1, &windowsVpn},
    {"web_shortcut"_L1, ""_L1, &windowsWebShortcut},
    {"wifi"_L1, ""_L1, &windowsWifi},
};

RenderedText text(const ProfileType &type, QLatin1StringView ending, const QByteArray &content)
{
    return {QString(type.key + ending + u".xml"_s), u"application/vnd.syncml.dm+xml"_s, content};
}

} // namespace

Result<Rendering> renderSyncml(const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity)
{
    Rendering rendering;
    const SyncGroup first = fromTargets(type, settings);
    for (const Addition &addition : additions) {
        if (type.key != addition.type)
            continue;
        SyncGroups groups = addition.commands(settings, identity);
        if (!first.commands.empty())
            groups.insert(groups.begin(), first);
        rendering.texts.push_back(text(type, addition.ending, syncml(groups)));
    }
    if (rendering.texts.empty())
        rendering.texts.push_back(text(type, ""_L1, syncml({first})));
    return rendering;
}

} // namespace belvedere
