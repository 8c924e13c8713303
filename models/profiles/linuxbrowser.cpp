// Rendering of browser settings.
#include "profiles/linuxbrowser.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QByteArray render(const QJsonObject &object)
{
    return object.isEmpty() ? QByteArray() : QJsonDocument(object).toJson(QJsonDocument::Indented);
}

QByteArray chromium(const BrowserSettings &settings)
{
    QJsonObject policy;
    if (!settings.homepage.isEmpty()) {
        policy.insert(u"HomepageLocation"_s, settings.homepage);
        policy.insert(u"HomepageIsNewTabPage"_s, false);
    }
    if (settings.urlBlocklist)
        policy.insert(u"URLBlocklist"_s, QJsonArray::fromStringList(*settings.urlBlocklist));
    if (settings.urlAllowlist)
        policy.insert(u"URLAllowlist"_s, QJsonArray::fromStringList(*settings.urlAllowlist));
    if (settings.passwordManager)
        policy.insert(u"PasswordManagerEnabled"_s, *settings.passwordManager);
    if (settings.privateBrowsing) // 0: available, 1: disabled
        policy.insert(u"IncognitoModeAvailability"_s, *settings.privateBrowsing ? 0 : 1);
    if (settings.developerTools) // 1: always allowed, 2: never
        policy.insert(u"DeveloperToolsAvailability"_s, *settings.developerTools ? 1 : 2);
    return render(policy);
}

QJsonArray firefoxPatterns(const std::optional<QStringList> &patterns)
{
    QJsonArray array;
    for (const QString &pattern : patterns.value_or(QStringList())) {
        const QString match = firefoxPattern(pattern);
        if (!match.isEmpty())
            array.append(match);
    }
    return array;
}

QByteArray firefox(const BrowserSettings &settings)
{
    QJsonObject policy;
    if (!settings.homepage.isEmpty())
        policy.insert(u"Homepage"_s, QJsonObject{{u"URL"_s, settings.homepage}, {u"Locked"_s, true}});
    QJsonObject filter;
    const QJsonArray block = firefoxPatterns(settings.urlBlocklist);
    const QJsonArray exceptions = firefoxPatterns(settings.urlAllowlist);
    if (!block.isEmpty())
        filter.insert(u"Block"_s, block);
    if (!exceptions.isEmpty())
        filter.insert(u"Exceptions"_s, exceptions);
    if (!filter.isEmpty())
        policy.insert(u"WebsiteFilter"_s, filter);
    if (settings.passwordManager)
        policy.insert(u"PasswordManagerEnabled"_s, *settings.passwordManager);
    if (settings.privateBrowsing)
        policy.insert(u"DisablePrivateBrowsing"_s, !*settings.privateBrowsing);
    if (settings.developerTools)
        policy.insert(u"DisableDeveloperTools"_s, !*settings.developerTools);
    return policy.isEmpty() ? QByteArray() : render({{u"policies"_s, policy}});
}

} // namespace

QString firefoxPattern(const QString &pattern)
{
    if (pattern == "*"_L1)
        return u"<all_urls>"_s;
    QString rest = pattern;
    QString scheme = u"*"_s;
    if (const qsizetype at = rest.indexOf("://"_L1); at >= 0) {
        scheme = rest.left(at);
        rest = rest.mid(at + 3);
    }
    if (scheme == "chrome"_L1)
        return {};
    const qsizetype slash = rest.indexOf(u'/');
    QString host = slash < 0 ? rest : rest.left(slash);
    const QString path = slash < 0 ? u"/"_s : rest.mid(slash);
    static const auto isAddress = [](const QString &text) {
        return std::all_of(text.begin(), text.end(), [](QChar c) { return c == u'.' || (c >= u'0' && c <= u'9'); });
    };
    if (host.startsWith(u'.'))
        host = host.mid(1);
    else if (!isAddress(host))
        host = u"*."_s + host; // in a match pattern this covers the host itself too
    return scheme + u"://"_s + host + path + u'*';
}

QList<PolicyFile> browserPolicyFiles(const BrowserSettings &settings)
{
    return {{u"/etc/chromium/policies/managed/belvedere.json"_s, chromium(settings)},
        {u"/etc/opt/chrome/policies/managed/belvedere.json"_s, chromium(settings)},
        {u"/etc/firefox/policies/policies.json"_s, firefox(settings)}};
}

} // namespace belvedere
