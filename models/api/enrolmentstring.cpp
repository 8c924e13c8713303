// Reading and writing the enrolment string.
#include "api/enrolmentstring.h"

#include <algorithm>
#include <QRegularExpression>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace belvedere {

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    static const QRegularExpression local(uR"(^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$)"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || local.match(host).hasMatch();
}

bool isServerUrl(const QUrl &url)
{
    const bool plain = url.scheme() == "http"_L1 && isLoopback(url);
    return url.isValid() && (url.scheme() == "https"_L1 || plain) && !url.host().isEmpty() && url.userInfo().isEmpty()
        && !url.hasQuery() && !url.hasFragment();
}

QString canonicalFingerprint(const QString &text)
{
    QString hex = text.trimmed().toLower();
    hex.remove(u':');
    const bool digits = std::all_of(
        hex.begin(), hex.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
    return digits && hex.size() == 64 ? hex : QString();
}

QString toText(const EnrolmentString &enrolment)
{
    const QString text = enrolment.server.toString(QUrl::FullyEncoded) + u'#' + enrolment.token;
    return enrolment.fingerprint.isEmpty() ? text : QString(text + u'#' + enrolment.fingerprint);
}

Result<EnrolmentString> parseEnrolmentString(const QString &text)
{
    ApiError error;
    error.kind = ApiError::Kind::Decode;
    error.code = u"enrolment.malformed"_s;
    error.detail = u"An enrolment string looks like https://server#token#fingerprint."_s;
    const QStringList parts = text.trimmed().split(u'#');
    if (text.size() > 4'096 || parts.size() < 2 || parts.size() > 3 || parts[1].isEmpty())
        return error;
    EnrolmentString enrolment{QUrl(parts[0], QUrl::StrictMode), parts[1], {}};
    if (!isServerUrl(enrolment.server))
        return error;
    if (parts.size() == 3) {
        enrolment.fingerprint = canonicalFingerprint(parts[2]);
        if (enrolment.fingerprint.isEmpty())
            return error;
    }
    return enrolment;
}

} // namespace belvedere
