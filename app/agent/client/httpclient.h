// HttpClient: one JSON request at a time to the server, with deadlines, bounds and a pinned certificate.
#pragma once

#include "base/result.h"

#include <functional>
#include <QJsonObject>
#include <QNetworkAccessManager>
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

private:
    ServerTrust m_trust;
    QNetworkAccessManager m_network;
};

} // namespace belvedere
