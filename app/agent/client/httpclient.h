// HttpClient: one JSON request at a time to the server, with deadlines, bounds and a pinned certificate.
#pragma once

#include "base/result.h"

#include <functional>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>

namespace belvedere {

// What a server is trusted for. Without a fingerprint the certificate must be valid for the host by the system's
// authorities; with one it must be exactly that certificate, still valid in time and for the host, by no authority.
struct ServerTrust {
    QUrl url; // see isServerUrl()
    QString fingerprint; // SHA-256 of the certificate in DER, lower-case hex; empty for public trust
};

class HttpClient : public QObject {
    Q_OBJECT

public:
    explicit HttpClient(ServerTrust trust, QObject *parent = nullptr);

    // Posts JSON below the server's address. `answer` is called once, later, in this thread, unless the client is
    // gone by then. Redirects are errors: an agent talks to the server it enrolled with. At most six at a time.
    // Errors: Transport, Timeout, Tls ("tls.fingerprint", "tls.refused"), Decode, or the server's own problem.
    void post(const QString &path, const QByteArray &authorization, const QJsonObject &body,
        const std::function<void(const Result<QJsonObject> &)> &answer);

    // What a download brings. `begin` is told at which byte it starts, before the first of them; it and `take` end it
    // early by answering false.
    struct Download {
        qint64 from = 0; // asked for; a server may begin at 0 all the same
        qint64 maximum = 0; // bytes in all
        std::function<bool(qint64 from)> begin;
        std::function<bool(const QByteArray &bytes)> take;
    };
    // Gets bytes below the server's address, as post() does, without an end to its time as long as bytes come. Further
    // errors: "content.too-large", "content.stopped", "content.range" (there is nothing at `from`).
    void get(const QString &path, const QByteArray &authorization, const Download &download,
        const std::function<void(const Result<Done> &)> &answer);

private:
    QNetworkRequest requestFor(const QString &path, const QByteArray &authorization) const;
    void pin(QNetworkReply *reply, const std::function<void(const QString &)> &refused);

    ServerTrust m_trust;
    QNetworkAccessManager m_network;
};

} // namespace belvedere
