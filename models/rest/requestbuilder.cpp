// Addresses and headers.
#include "rest/requestbuilder.h"

#include "base/digest.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 documentBytes = 16 * 1024 * 1024;
constexpr qint64 linesBytes = qint64(1) << 30;

qint64 answerBound(Shape shape) { return shape == Shape::Lines ? linesBytes : documentBytes; }

} // namespace

QByteArray expectedType(Shape shape)
{
    switch (shape) {
    case Shape::None:
        return {};
    case Shape::Lines:
        return "application/x-ndjson"_ba;
    case Shape::Events:
        return "text/event-stream"_ba;
    case Shape::Bytes:
        return "application/octet-stream"_ba;
    case Shape::Object:
    case Shape::Page:
    case Shape::Patch:
        return "application/json"_ba;
    }
    return {};
}

RequestBuilder::RequestBuilder(QUrl base, QString language)
    : m_base(std::move(base))
    , m_language(std::move(language))
{
}

CallNames RequestBuilder::names(const Plan &plan, const CallOptions &options) const
{
    CallNames names;
    names.requestId = randomToken(12);
    if (plan.repeat == Repeat::Keyed)
        names.idempotencyKey = options.idempotencyKey.isEmpty() ? randomToken(18) : options.idempotencyKey;
    return names;
}

WireRequest RequestBuilder::build(
    const Plan &plan, const CallOptions &options, const CallNames &names, int attempt, const QByteArray &bearer) const
{
    WireRequest request;
    request.url = m_base;
    QString path = m_base.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    path += QLatin1StringView(apiRoot) + QString::fromLatin1(plan.path);
    request.url.setPath(path, QUrl::StrictMode);
    if (!plan.query.isEmpty())
        request.url.setQuery(QString::fromLatin1(plan.query), QUrl::StrictMode);
    request.verb = plan.verb;
    request.silence = options.silence;
    request.deadline = options.deadline;
    request.maximumBytes = options.maximumBytes > 0 ? options.maximumBytes : answerBound(plan.answer);
    request.once = plan.repeat == Repeat::Unkeyed;
    request.streamed = plan.answer == Shape::Events || (plan.answer == Shape::Lines && options.received);

    const QByteArray type = expectedType(plan.answer);
    const QByteArray problem = "application/problem+json"_ba;
    request.headers.push_back({"Accept"_ba, type.isEmpty() ? problem : QByteArray(type + ", " + problem)});
    if (!m_language.isEmpty())
        request.headers.push_back({"Accept-Language"_ba, m_language.toLatin1()});
    request.headers.push_back({"User-Agent"_ba, "Belvedere/" BELVEDERE_VERSION ""_ba});
    QByteArray id = names.requestId.toLatin1();
    if (attempt > 1)
        id += '-' + QByteArray::number(attempt);
    request.headers.push_back({"X-Request-Id"_ba, id});
    if (!names.idempotencyKey.isEmpty())
        request.headers.push_back({"Idempotency-Key"_ba, names.idempotencyKey.toLatin1()});
    if (!options.ifMatch.isEmpty())
        request.headers.push_back({"If-Match"_ba, '"' + options.ifMatch.toLatin1() + '"'});
    if (!bearer.isEmpty())
        request.headers.push_back({"Authorization"_ba, "Bearer " + bearer});
    if (plan.body) {
        request.body = *plan.body;
        request.contentType = plan.bodyType;
    }
    return request;
}

} // namespace belvedere
