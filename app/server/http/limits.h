// What a server allows its clients.
#pragma once

#include <chrono>
#include <functional>
#include <QByteArray>
#include <QString>

namespace belvedere::http {

struct Limits {
    using Milliseconds = std::chrono::milliseconds;

    quint32 headerBytes = 16 * 1024; // request line and headers together
    qint64 bodyBytes = 1024 * 1024;
    // Takes the place of `bodyBytes` where it is set; called on the I/O thread with the decoded path.
    std::function<qint64(const QByteArray &method, const QString &path)> bodyLimit;
    qint64 bodyBytesTotal = 512LL * 1024 * 1024; // of all requests that are being read or worked on

    Milliseconds headerTime{10'000}; // from the first byte to the end of the headers; also for the TLS handshake
    Milliseconds bodyTime{10'000}; // grace for a body; on top of it, it must keep `bodyRate`
    qint64 bodyRate = 8 * 1024; // bytes a second
    Milliseconds idleTime{75'000}; // between requests
    Milliseconds answerTime{120'000}; // for the handler; then 503 `server.timeout`
    Milliseconds writeTime{30'000}; // without progress while an answer is being sent
    Milliseconds lingerTime{2'000}; // for the client to read the answer and close
    Milliseconds stopTime{5'000}; // for running answers when the server stops

    int connections = 4096;
    int requests = 1024; // with a handler at once; a stream stops counting once it has begun
    // The next two hold for one address, an IPv6 one counting as its /64. A loopback address is exempt unless
    // `limitLoopback`: behind it may be a proxy, or a thousand simulated devices.
    int connectionsPerAddress = 512;
    int requestsPerAddress = 64;
    bool limitLoopback = false;

    qsizetype streamBacklog = 1024 * 1024; // of one stream; beyond it the client is cut
};

} // namespace belvedere::http
