// Fields of an Android policy: from targets, where `path` is the field in the policy, and by code of some types.
#include "profiles/androidpolicy.h"

#include "profiles/androidapps.h"
#include "profiles/androidnetwork.h"
#include "profiles/placing.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 secondsOfDay = 86'400;

// Parts of the lock screen that a setting forbids, by the name that the policy has for them.
void addKeyguard(const QJsonObject &settings, QJsonObject &policy)
{
    struct Part {
        QLatin1StringView setting;
        QLatin1StringView feature;
    };
    static constexpr Part parts[] = {{"lock_camera"_L1, "CAMERA"_L1}, {"lock_fingerprint"_L1, "DISABLE_FINGERPRINT"_L1},
        {"lock_face"_L1, "FACE"_L1}, {"lock_iris"_L1, "IRIS"_L1}, {"lock_trust_agents"_L1, "TRUST_AGENTS"_L1}};
    QJsonArray disabled;
    const QString notifications = settings["lock_notifications"_L1].toString();
    if (notifications == "none"_L1)
        disabled.append(u"NOTIFICATIONS"_s);
    else if (notifications == "redacted"_L1)
        disabled.append(u"UNREDACTED_NOTIFICATIONS"_s);
    bool isDecided = !notifications.isEmpty();
    for (const Part &part : parts) {
        isDecided = isDecided || settings.contains(part.setting);
        if (!settings[part.setting].toBool(true))
            disabled.append(QString(part.feature));
    }
    if (isDecided)
        policy.insert(u"keyguardDisabledFeatures"_s, disabled);
}

// Durations are texts: seconds with an "s", and milliseconds because they have 64 bits.
void addPasscode(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &policy)
{
    if (const QJsonValue days = settings["maximum_age"_L1]; !days.isUndefined())
        insertAt(policy, {u"passwordPolicies"_s, u"0"_s, u"passwordExpirationTimeout"_s},
            u"%1s"_s.arg(days.toInteger() * secondsOfDay));
    if (const QJsonValue seconds = settings["lock_after"_L1]; !seconds.isUndefined())
        policy.insert(u"maximumTimeToLock"_s, QString::number(seconds.toInteger() * 1'000));
    addKeyguard(settings, policy);
}

QJsonObject date(const QString &monthAndDay)
{
    return {{u"month"_s, monthAndDay.left(2).toInt()}, {u"day"_s, monthAndDay.right(2).toInt()}};
}

void addFreezePeriods(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &policy)
{
    QJsonArray periods;
    for (const QJsonValue period : settings["freeze"_L1].toArray())
        periods.append(QJsonObject{
            {u"startDate"_s, date(period["start"_L1].toString())}, {u"endDate"_s, date(period["end"_L1].toString())}});
    if (!periods.isEmpty())
        insertAt(policy, {u"systemUpdate"_s, u"freezePeriods"_s}, periods);
}

// Icons are base64url; contents of settings are base64.
void addIcon(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &webApp)
{
    const QByteArray icon = QByteArray::fromBase64(settings["icon"_L1].toString().toLatin1());
    const QByteArray text = icon.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    webApp.insert(u"icons"_s, QJsonArray{QJsonObject{{u"imageData"_s, QString::fromLatin1(text)}}});
}

struct Addition {
    QLatin1StringView type;
    void (*add)(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);
};
constexpr Addition additions[] = {
    {"application_update"_L1, &addApplicationUpdates},
    {"browser"_L1, &addBrowser},
    {"certificate"_L1, &addCertificate},
    {"exchange"_L1, &addExchange},
    {"kiosk"_L1, &addKiosk},
    {"passcode"_L1, &addPasscode},
    {"system_update"_L1, &addFreezePeriods},
    {"vpn"_L1, &addVpnApplications},
    {"web_shortcut"_L1, &addIcon},
    {"wifi"_L1, &addWifi},
};

} // namespace

Result<Rendering> renderAndroidPolicy(
    const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity)
{
    Rendering rendering;
    const QString name = type.key + u".json"_s;
    QJsonObject policy;
    for (const Placed &placed : placedValues(type, settings))
        insertAt(policy, placed.target->path, placed.value);
    for (const Addition &addition : additions) {
        if (type.key == addition.type)
            addition.add(settings, identity, policy);
    }
    rendering.texts.push_back({name, u"application/json"_s, QJsonDocument(policy).toJson(QJsonDocument::Indented)});
    return rendering;
}

} // namespace belvedere
