// A request and an answer as values: what a handler sees of HTTP.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <utility>

namespace belvedere::http {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

struct Request {
    QByteArray method; // as sent: "GET"
    QByteArray target; // as sent: "/a%20b?x=1"
    QString path; // decoded, starts with "/", without "." and ".." segments, U+0000 or other controls
    QStringList segments; // the path split before decoding, so that an encoded slash stays inside its segment
    QList<std::pair<QString, QString>> parameters; // of the query, decoded, in order
    Headers headers; // names in lower case, each once: repeated ones are joined with ", "
    QByteArray body;
    QString remoteAddress; // numeric, without a port
    bool tls = false;

    // The value of a header by its lower-case name; empty when absent.
    QByteArray header(QByteArrayView lowerCaseName) const;
    bool hasHeader(QByteArrayView lowerCaseName) const;
    // The first parameter of that name; null when absent, empty but not null for "x=".
    QString parameter(QStringView name) const;
};

struct Response {
    int status = 200;
    QByteArray contentType; // left out when empty
    QByteArray body; // sent without a copy when large
    Headers headers; // added to, and where of the same name in place of, the standard ones
};

// The reason phrase of a status; "Status" for one that has none.
QByteArray reasonPhrase(int status);

// Status line and headers, with the standard security headers, ready to send. A header that carries a control
// character is left out: it could end the header early.
enum class Framing {
    Length, // Content-Length, also in answer to HEAD
    Chunked,
    UntilClose,
    None, // 204 and 304
};
QByteArray responseHead(
    int status, const QByteArray &contentType, const Headers &headers, Framing framing, qint64 length, bool keepAlive);

} // namespace belvedere::http
