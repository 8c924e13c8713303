// Reading of refusals; nothing in them is believed to be well-formed.
#include "rest/problem.h"

#include "domain/json.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Failure = ApiError::Kind;

constexpr qsizetype maximumDetail = 1'000; // characters
constexpr qsizetype maximumFields = 100;
constexpr int maximumRetryAfter = 24 * 3600; // seconds

Failure kindOf(int status)
{
    switch (status) {
    case 400:
    case 413:
    case 422:
        return Failure::Validation;
    case 401:
        return Failure::Unauthorized;
    case 403:
        return Failure::Forbidden;
    case 404:
    case 410:
        return Failure::NotFound;
    case 408:
        return Failure::Timeout;
    case 409:
    case 412:
    case 428:
        return Failure::Conflict;
    case 429:
        return Failure::RateLimited;
    default:
        return Failure::Server;
    }
}

bool isCode(const QString &text)
{
    const auto fits = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'.' || c == u'-';
    };
    return !text.isEmpty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), fits);
}

QString plainText(const QJsonValue &value)
{
    QString text = value.toString().left(maximumDetail);
    text.remove(QChar(0));
    return text;
}

std::optional<int> retryAfter(const QByteArray &value, const QDateTime &now)
{
    if (value.isEmpty())
        return std::nullopt;
    bool isNumber = false;
    qint64 seconds = value.toLongLong(&isNumber);
    if (!isNumber) {
        const QDateTime date =
            QLocale::c().toDateTime(QString::fromLatin1(value), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
        if (!date.isValid())
            return std::nullopt;
        seconds = now.secsTo(QDateTime(date.date(), date.time(), Qt::UTC));
    }
    return int(std::clamp<qint64>(seconds, 0, maximumRetryAfter));
}

void readBody(const WireReply &reply, ApiError &error)
{
    const QByteArray type = reply.mediaType();
    if (type != "application/problem+json" && type != "application/json")
        return;
    const Result<QJsonObject> parsed = parseObject(reply.body, maximumProblemBytes);
    if (!parsed)
        return;
    const QJsonObject &problem = parsed.value();
    const QString code = problem.value("code"_L1).toString();
    if (isCode(code))
        error.code = code;
    const QString detail = plainText(problem.value("detail"_L1));
    const QString title = plainText(problem.value("title"_L1));
    if (!detail.isEmpty() || !title.isEmpty())
        error.detail = detail.isEmpty() ? title : detail;
    const QJsonArray errors = problem.value("errors"_L1).toArray();
    for (qsizetype i = 0; i < std::min(errors.size(), maximumFields); ++i) {
        const QJsonObject entry = errors.at(i).toObject();
        error.fields.append({plainText(entry.value("field"_L1)), plainText(entry.value("message"_L1))});
    }
}

} // namespace

std::optional<ApiError> problemOf(const WireReply &reply, const QDateTime &now)
{
    if (reply.status >= 200 && reply.status < 300)
        return std::nullopt;
    ApiError error;
    error.http = reply.status;
    error.requestId = QString::fromLatin1(reply.header("x-request-id").left(200));
    error.retryAfter = retryAfter(reply.header("retry-after"), now);
    if (reply.status >= 300 && reply.status < 400) {
        // Following it could carry the token to somebody else.
        error.kind = Failure::Server;
        error.code = u"http.redirect"_s;
        error.detail = u"The server answered with a redirect (%1), which is not followed."_s.arg(reply.status);
        return error;
    }
    error.kind = kindOf(reply.status);
    error.code = u"http.%1"_s.arg(reply.status);
    error.detail = u"The server answered with status %1."_s.arg(reply.status);
    readBody(reply, error);
    return error;
}

} // namespace belvedere
