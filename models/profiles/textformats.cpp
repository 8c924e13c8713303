// The forms: addresses, hosts, identifiers, certificates.
#include "profiles/textformats.h"

#include "domain/browsersettings.h"
#include "domain/managedpath.h"
#include "profiles/import.h"

#include <algorithm>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool isAddress(const QString &text, bool secureOnly)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == "https"_L1 || (!secureOnly && url.scheme() == "http"_L1);
    return text.size() <= maximumUrlLength && url.isValid() && web && !url.host().isEmpty() && url.userInfo().isEmpty();
}

bool isWebAddress(const QString &text) { return isAddress(text, false); }
bool isSecureAddress(const QString &text) { return isAddress(text, true); }

bool isHost(const QString &text)
{
    static const QRegularExpression form(
        u"^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*$"_s);
    static const QRegularExpression sixth(u"^(?=.*:.*:)[0-9A-Fa-f:.]{2,45}$"_s);
    return form.match(text).hasMatch() || sixth.match(text).hasMatch();
}

bool isMail(const QString &text)
{
    static const QRegularExpression form(u"^[^\\s@\"<>(),:;\\[\\]\\\\]{1,64}@[^\\s@]{1,253}$"_s);
    return form.match(text).hasMatch() && isHost(text.section(u'@', -1));
}

bool isBundleId(const QString &text)
{
    static const QRegularExpression form(u"^[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+$"_s);
    return text.size() <= 255 && form.match(text).hasMatch();
}

bool isCertificate(const QString &text)
{
    static const QRegularExpression form(
        u"^\\s*-----BEGIN CERTIFICATE-----\\s+[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*$"_s);
    return form.match(text).hasMatch();
}

bool isLine(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
}

bool isParagraph(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        return (c.unicode() < 0x20 && c != u'\n' && c != u'\t') || c.unicode() == 0x7f
            || c.category() == QChar::Other_Format;
    });
}

bool isPackage(const QString &text)
{
    static const QRegularExpression form(u"^[a-z0-9][a-z0-9+.-]{0,126}[a-z0-9+.]$"_s);
    return form.match(text).hasMatch();
}

bool isManagedPath(const QString &text) { return managedPathProblem(text).isEmpty(); }

bool isImported(QStringView format)
{
    return format == "property-list"_L1 || format == "json-object"_L1 || format == "syncml"_L1;
}

struct Form {
    QLatin1StringView name;
    bool (*has)(const QString &text);
    const char *problem;
};

constexpr Form forms[] = {
    {"web-address"_L1, &isWebAddress, "not an http or https address"},
    {"secure-address"_L1, &isSecureAddress, "not an https address"},
    {"url-pattern"_L1, &isUrlPattern, "not a pattern like example.org/path"},
    {"host"_L1, &isHost, "not a host name or IP address"},
    {"e-mail"_L1, &isMail, "not an e-mail address"},
    {"bundle-id"_L1, &isBundleId, "not an identifier like org.example.app"},
    {"certificate"_L1, &isCertificate, "not one certificate in PEM form"},
    {"paragraph"_L1, &isParagraph, "lines of text without control characters are needed"},
    {"package"_L1, &isPackage, "not the name of a package"},
    {"managed-path"_L1, &isManagedPath,
        "not a path below /etc/belvedere, /opt, /srv, /usr/local/share, /usr/local/etc or /usr/share/backgrounds"},
    {"line"_L1, &isLine, "one line without control characters is needed"},
};

} // namespace

bool isTextFormat(QStringView format)
{
    if (isImported(format))
        return true;
    return std::any_of(std::begin(forms), std::end(forms), [format](const Form &form) { return format == form.name; });
}

QString formatProblem(QStringView format, const QString &text)
{
    for (const Form &form : forms) {
        if (format == form.name && !form.has(text))
            return QString::fromLatin1(form.problem);
    }
    return {};
}

QString formatProblem(QStringView format, const QByteArray &bytes)
{
    return isImported(format) ? importProblem(format, bytes) : formatProblem(format, QString::fromUtf8(bytes));
}

} // namespace belvedere
