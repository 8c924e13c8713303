// Looking things up in a request; the head of an answer as bytes.
#include "server/http/message.h"

#include <QDateTime>
#include <QLocale>
#include <QLoggingCategory>

#include <algorithm>
#include <chrono>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.http")

struct Default {
    const char *name;
    const char *value;
};

// A caller's header of the same name takes the place of one of these.
constexpr Default defaults[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

bool same(QByteArrayView a, QByteArrayView b) { return a.compare(b, Qt::CaseInsensitive) == 0; }

bool isSafe(const QByteArray &name, const QByteArray &value)
{
    const auto tokenChar = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), tokenChar)
        && std::none_of(value.begin(), value.end(), [](char c) { return (uchar(c) < 0x20 && c != '\t') || c == 0x7f; });
}

// Framing belongs to this library alone; a second opinion in the same answer is how responses get split.
bool isFraming(const QByteArray &name)
{
    return same(name, "content-length") || same(name, "transfer-encoding") || same(name, "connection");
}

void add(QByteArray &head, QByteArrayView name, QByteArrayView value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

// The text changes once a second, and formatting it costs more than the rest of the head.
const QByteArray &dateNow()
{
    thread_local qint64 made = -1;
    thread_local QByteArray text;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (now != made) {
        made = now;
        const QDateTime time = QDateTime::fromSecsSinceEpoch(now, Qt::UTC);
        text = QLocale::c().toString(time, u"ddd, dd MMM yyyy HH:mm:ss").toLatin1() + " GMT";
    }
    return text;
}

} // namespace

QByteArray Request::header(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerCaseName)
            return value;
    }
    return {};
}

bool Request::hasHeader(QByteArrayView lowerCaseName) const
{
    return std::any_of(headers.begin(), headers.end(), [&](const auto &h) { return h.first == lowerCaseName; });
}

QString Request::parameter(QStringView name) const
{
    for (const auto &[key, value] : parameters) {
        if (key == name)
            return value.isNull() ? u""_s : value;
    }
    return {};
}

QByteArray reasonPhrase(int status)
{
    static constexpr struct {
        int status;
        const char *phrase;
    } phrases[] = {{100, "Continue"}, {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"},
        {206, "Partial Content"}, {301, "Moved Permanently"}, {302, "Found"}, {303, "See Other"}, {304, "Not Modified"},
        {307, "Temporary Redirect"}, {308, "Permanent Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"},
        {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {406, "Not Acceptable"},
        {408, "Request Timeout"}, {409, "Conflict"}, {410, "Gone"}, {411, "Length Required"},
        {412, "Precondition Failed"}, {413, "Content Too Large"}, {415, "Unsupported Media Type"},
        {417, "Expectation Failed"}, {422, "Unprocessable Content"}, {428, "Precondition Required"},
        {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"},
        {501, "Not Implemented"}, {502, "Bad Gateway"}, {503, "Service Unavailable"}, {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"}, {507, "Insufficient Storage"}};
    for (const auto &entry : phrases) {
        if (entry.status == status)
            return entry.phrase;
    }
    return "Status";
}

QByteArray responseHead(
    int status, const QByteArray &contentType, const Headers &headers, Framing framing, qint64 length, bool keepAlive)
{
    QByteArray head;
    head.reserve(512);
    head.append("HTTP/1.1 ").append(QByteArray::number(status)).append(' ');
    head.append(reasonPhrase(status)).append("\r\n");
    add(head, "Date", dateNow());
    if (!contentType.isEmpty() && isSafe("content-type", contentType))
        add(head, "Content-Type", contentType);
    for (const auto &[name, value] : defaults) {
        const bool replaced = std::any_of(
            headers.begin(), headers.end(), [name = name](const auto &header) { return same(header.first, name); });
        if (!replaced)
            add(head, name, value);
    }
    for (const auto &[name, value] : headers) {
        if (isFraming(name) || !isSafe(name, value))
            qCWarning(lc) << "header left out of an answer:" << name.left(64);
        else
            add(head, name, value);
    }
    if (framing == Framing::Length)
        add(head, "Content-Length", QByteArray::number(length));
    else if (framing == Framing::Chunked)
        add(head, "Transfer-Encoding", "chunked");
    add(head, "Connection", keepAlive ? "keep-alive" : "close");
    return head.append("\r\n");
}

} // namespace belvedere::http
