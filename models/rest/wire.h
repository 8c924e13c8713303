// WireRequest and WireReply: one HTTP exchange as the transport sees it, free of our API's types.
#pragma once

#include "base/apierror.h"

#include <chrono>
#include <QByteArray>
#include <QUrl>
#include <vector>

namespace belvedere {

struct Header {
    QByteArray name;
    QByteArray value;
};

struct WireRequest {
    QUrl url;
    QByteArray verb;
    std::vector<Header> headers;
    QByteArray body;
    QByteArray contentType; // empty: no body
    bool once = false; // must not reach the server twice, not even when a connection breaks before the answer
    bool streamed = false; // a 2xx body is handed on in pieces and not kept
    std::chrono::milliseconds silence{30'000}; // nothing arrives and nothing leaves; 0: no limit
    std::chrono::milliseconds deadline{120'000}; // for the whole exchange; 0: no limit
    qint64 maximumBytes = 16 * 1024 * 1024; // of the decompressed body; 0: no limit (streamed only)
};

struct WireReply {
    int status = 0;
    std::vector<Header> headers; // names in lower case
    QByteArray body;
    std::optional<ApiError> failure; // no complete answer; the rest says how far it got

    // Empty when the header is missing; the first one when it is repeated.
    QByteArray header(QByteArrayView lowerCaseName) const;
    // "application/json" from "Application/JSON; charset=utf-8".
    QByteArray mediaType() const;
};

// Errors that arise on this side. The codes are "http.…".
ApiError wireError(ApiError::Kind kind, const QString &code, const QString &detail);
ApiError cancelledError();

} // namespace belvedere
