// The rules of RFC 9112 that keep a request from being smuggled inside another.
#include "server/http/head.h"

#include "server/http/target.h"

#include <algorithm>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximumHeaders = 128;

ApiError refused(int status, const QString &detail, const QString &code = u"request.malformed"_s)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = code;
    error.detail = detail;
    error.http = status;
    return error;
}

// A second one of these would leave it to each reader which to believe.
bool isSingle(const QByteArray &name)
{
    static constexpr const char *single[] = {"authorization", "content-length", "content-type", "content-encoding",
        "expect", "host", "idempotency-key", "if-match", "last-event-id", "transfer-encoding", "x-request-id"};
    return std::any_of(std::begin(single), std::end(single), [&](const char *known) { return name == known; });
}

bool isControl(char c) { return (uchar(c) < 0x20 && c != '\t') || c == 0x7f; }

// Joins repeated headers; false when one must not be repeated or holds a control character.
bool merge(Headers &&sent, Headers &merged)
{
    merged.reserve(sent.size());
    for (auto &[name, value] : sent) {
        if (std::any_of(value.cbegin(), value.cend(), isControl))
            return false;
        const auto known = std::find_if(
            merged.begin(), merged.end(), [name = &name](const auto &header) { return header.first == *name; });
        if (known == merged.end()) {
            merged.append({name, value});
            continue;
        }
        if (isSingle(name))
            return false;
        known->second.append(name == "cookie" ? "; " : ", ").append(value);
    }
    return true;
}

// Digits only: no sign, no list, at most 18 of them.
std::optional<qint64> parseLength(const QByteArray &text)
{
    if (text.isEmpty() || text.size() > 18
        || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    return text.toLongLong();
}

} // namespace

Result<Intake> examine(Head head)
{
    Intake intake;
    Request &request = intake.request;
    intake.version = head.version;
    intake.keepAlive = head.keepAlive;
    request.method = std::move(head.method);
    request.target = std::move(head.target);
    if (head.headers.size() > maximumHeaders)
        return refused(431, u"There are too many headers."_s, u"request.headers-too-large"_s);
    if (!merge(std::move(head.headers), request.headers))
        return refused(400, u"A header is repeated that may come once only, or holds a control character."_s);
    if (head.version >= 11 && request.header("host").isEmpty())
        return refused(400, u"The Host header is missing."_s);

    const bool hasLength = request.hasHeader("content-length");
    if (request.hasHeader("transfer-encoding")) {
        if (hasLength || head.version < 11)
            return refused(400, u"The length of the body is given in two ways."_s);
        if (request.header("transfer-encoding").compare("chunked", Qt::CaseInsensitive) != 0)
            return refused(400, u"The only transfer coding understood is chunked."_s);
        intake.chunked = true;
    } else if (hasLength) {
        const auto length = parseLength(request.header("content-length"));
        if (!length)
            return refused(400, u"The Content-Length is not a number."_s);
        intake.length = *length;
    }

    if (request.hasHeader("expect") && head.version >= 11) {
        if (request.header("expect").compare("100-continue", Qt::CaseInsensitive) != 0)
            return refused(417, u"The only expectation understood is 100-continue."_s);
        intake.expectContinue = true;
    }

    auto target = parseTarget(request.target);
    if (!target)
        return target.error();
    request.path = std::move(target.value().path);
    request.segments = std::move(target.value().segments);
    request.parameters = std::move(target.value().parameters);
    return intake;
}

} // namespace belvedere::http
