// Entries of `applications` in an Android policy.
#include "profiles/androidapps.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QJsonObject application(const QString &package, const QString &installType)
{
    return {{u"packageName"_s, package}, {u"installType"_s, installType}};
}

QJsonObject configured(const QString &package, const QJsonObject &configuration)
{
    QJsonObject entry = application(package, u"FORCE_INSTALLED"_s);
    entry.insert(u"managedConfiguration"_s, configuration);
    return entry;
}

struct Key {
    QLatin1StringView setting;
    QLatin1StringView key;
};

template<size_t N> void copy(const Key (&keys)[N], const QJsonObject &settings, QJsonObject &configuration)
{
    for (const Key &key : keys) {
        const QJsonValue value = settings[key.setting];
        if (!value.isUndefined())
            configuration.insert(key.key, value);
    }
}

QString jsonText(const QJsonArray &array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

// What is a choice to an application is a text for the API, also where the values are numbers.
void insertChoice(QJsonObject &configuration, const QString &key, const QJsonValue &choice, const QJsonObject &values)
{
    if (!choice.isUndefined())
        configuration.insert(key, values.value(choice.toString()));
}

QJsonObject gmail(const QJsonObject &settings)
{
    static constexpr Key keys[] = {{"email_address"_L1, "email_address"_L1}, {"username"_L1, "exchange_username"_L1},
        {"server"_L1, "exchange_host"_L1}, {"ssl"_L1, "exchange_ssl_required"_L1},
        {"certificate_alias"_L1, "exchange_login_certificate_alias"_L1}, {"signature"_L1, "default_signature"_L1}};
    QJsonObject configuration{{u"exchange_trust_all_certificates"_s, false}};
    copy(keys, settings, configuration);
    return configuration;
}

QJsonObject outlook(const QJsonObject &settings, bool isModern)
{
    static constexpr Key keys[] = {{"email_address"_L1, "com.microsoft.outlook.EmailProfile.EmailAddress"_L1},
        {"username"_L1, "com.microsoft.outlook.EmailProfile.EmailUPN"_L1},
        {"account_name"_L1, "com.microsoft.outlook.EmailProfile.EmailAccountName"_L1},
        {"server"_L1, "com.microsoft.outlook.EmailProfile.ServerHostName"_L1},
        {"domain"_L1, "com.microsoft.outlook.EmailProfile.AccountDomain"_L1}};
    QJsonObject configuration{
        {u"com.microsoft.outlook.EmailProfile.AccountType"_s, isModern ? u"ModernAuth"_s : u"BasicAuth"_s}};
    copy(keys, settings, configuration);
    return configuration;
}

} // namespace

void addApplicationUpdates(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &policy)
{
    static const QJsonObject modes{{u"default"_s, u"AUTO_UPDATE_DEFAULT"_s},
        {u"postponed"_s, u"AUTO_UPDATE_POSTPONED"_s}, {u"high-priority"_s, u"AUTO_UPDATE_HIGH_PRIORITY"_s}};
    QJsonArray applications;
    for (const QJsonValue row : settings["applications"_L1].toArray()) {
        QJsonObject entry{
            {u"packageName"_s, row["package"_L1]}, {u"autoUpdateMode"_s, modes.value(row["mode"_L1].toString())}};
        if (const QJsonValue version = row["minimum_version"_L1]; !version.isUndefined())
            entry.insert(u"minimumVersionCode"_s, version);
        applications.append(entry);
    }
    if (!applications.isEmpty())
        policy.insert(u"applications"_s, applications);
}

void addBrowser(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &policy)
{
    static constexpr Key keys[] = {{"password_manager"_L1, "PasswordManagerEnabled"_L1},
        {"autofill_cards"_L1, "AutofillCreditCardEnabled"_L1}, {"autofill_addresses"_L1, "AutofillAddressEnabled"_L1},
        {"search_suggestions"_L1, "SearchSuggestEnabled"_L1}, {"translation"_L1, "TranslateEnabled"_L1},
        {"printing"_L1, "PrintingEnabled"_L1}};
    QJsonObject chrome;
    copy(keys, settings, chrome);
    if (const QJsonValue homepage = settings["homepage"_L1]; !homepage.isUndefined()) {
        chrome.insert(u"HomepageLocation"_s, homepage);
        chrome.insert(u"HomepageIsNewTabPage"_s, false);
    }
    // Chrome on Android takes lists as one text that holds JSON.
    for (const Key &list : {Key{"url_blocklist"_L1, "URLBlocklist"_L1}, Key{"url_allowlist"_L1, "URLAllowlist"_L1},
             Key{"bookmarks"_L1, "ManagedBookmarks"_L1}}) {
        if (settings.contains(list.setting))
            chrome.insert(list.key, jsonText(settings[list.setting].toArray()));
    }
    insertChoice(chrome, u"IncognitoModeAvailability"_s, settings["private_browsing"_L1],
        {{u"allowed"_s, u"0"_s}, {u"disabled"_s, u"1"_s}});
    insertChoice(
        chrome, u"DefaultPopupsSetting"_s, settings["popups"_L1], {{u"allowed"_s, u"1"_s}, {u"blocked"_s, u"2"_s}});
    insertChoice(chrome, u"DefaultCookiesSetting"_s, settings["cookies"_L1],
        {{u"allowed"_s, u"1"_s}, {u"blocked"_s, u"2"_s}, {u"session"_s, u"4"_s}});
    policy.insert(u"applications"_s, QJsonArray{configured(u"com.android.chrome"_s, chrome)});
}

void addExchange(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &policy)
{
    const QString chosen = settings["application"_L1].toString();
    const QJsonObject entry = chosen == "gmail"_L1
        ? configured(u"com.google.android.gm"_s, gmail(settings))
        : configured(u"com.microsoft.office.outlook"_s, outlook(settings, chosen == "outlook-modern"_L1));
    policy.insert(u"applications"_s, QJsonArray{entry});
}

void addKiosk(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &policy)
{
    QJsonArray applications;
    if (settings["mode"_L1].toString() == "single"_L1) {
        applications.append(application(settings["package"_L1].toString(), u"KIOSK"_s));
    } else {
        policy.insert(u"kioskCustomLauncherEnabled"_s, true);
        for (const QJsonValue package : settings["packages"_L1].toArray())
            applications.append(application(package.toString(), u"FORCE_INSTALLED"_s));
    }
    policy.insert(u"applications"_s, applications);
}

void addVpnApplications(const QJsonObject &settings, const RenderingIdentity &, QJsonObject &policy)
{
    QJsonArray applications{application(settings["package"_L1].toString(), u"FORCE_INSTALLED"_s)};
    for (const QJsonValue package : settings["exempt"_L1].toArray()) {
        applications.append(
            QJsonObject{{u"packageName"_s, package}, {u"alwaysOnVpnLockdownExemption"_s, u"VPN_LOCKDOWN_EXEMPTION"_s}});
    }
    policy.insert(u"applications"_s, applications);
}

} // namespace belvedere
