// The declaration of BrowserSettings and its rules.
#include "domain/browsersettings.h"

#include "domain/json.h"

#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere {

template<> std::span<const Field> fields<BrowserSettings>()
{
    using S = BrowserSettings;
    static const Field list[] = {field<&S::homepage>("homepage", QT_TRANSLATE_NOOP("BrowserSettings", "Home page")),
        field<&S::urlBlocklist>("url_blocklist", QT_TRANSLATE_NOOP("BrowserSettings", "Blocked addresses")),
        field<&S::urlAllowlist>("url_allowlist", QT_TRANSLATE_NOOP("BrowserSettings", "Allowed addresses")),
        field<&S::passwordManager>("password_manager", QT_TRANSLATE_NOOP("BrowserSettings", "Saves passwords")),
        field<&S::privateBrowsing>("private_browsing", QT_TRANSLATE_NOOP("BrowserSettings", "Private browsing")),
        field<&S::developerTools>("developer_tools", QT_TRANSLATE_NOOP("BrowserSettings", "Developer tools"))};
    return list;
}

namespace {

bool isHomepage(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    return text.size() <= maximumUrlLength && url.isValid() && web && !url.host().isEmpty() && url.userInfo().isEmpty();
}

void checkPatterns(QList<FieldError> &errors, const QString &name, const std::optional<QStringList> &patterns)
{
    if (!patterns)
        return;
    if (patterns->size() > maximumSetSize)
        errors.append({name, u"more than %1 patterns"_s.arg(maximumSetSize)});
    for (const QString &pattern : *patterns) {
        if (!isUrlPattern(pattern)) {
            errors.append({name, u"not a pattern like example.org/path: "_s + pattern.left(80)});
            return; // one is enough to say what is wrong
        }
    }
}

} // namespace

bool isUrlPattern(const QString &text)
{
    static const QRegularExpression form(
        uR"(^(\*|((https?|chrome)://)?\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(/[!-)+-~]*)?)$)"_s,
        QRegularExpression::DontCaptureOption);
    return text.size() <= maximumUrlPattern && form.match(text).hasMatch();
}

QList<FieldError> validate(const BrowserSettings &settings)
{
    QList<FieldError> errors;
    if (!settings.homepage.isEmpty() && !isHomepage(settings.homepage))
        errors.append({u"homepage"_s, u"not an http or https address"_s});
    checkPatterns(errors, u"url_blocklist"_s, settings.urlBlocklist);
    checkPatterns(errors, u"url_allowlist"_s, settings.urlAllowlist);
    if (toJson(settings).isEmpty())
        errors.append({u"settings"_s, u"at least one setting is needed"_s});
    return errors;
}

} // namespace belvedere
