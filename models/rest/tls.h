// What we know of a server's certificate, and whether it may be trusted.
#pragma once

#include <optional>
#include <QDateTime>
#include <QList>
#include <QSslCertificate>
#include <QSslError>
#include <QString>
#include <QUrl>

namespace belvedere {

// A person's decision to trust one certificate of one server. Without it the system's authorities decide.
struct TrustDecision {
    QString host;
    int port = 0;
    QString sha256; // of the certificate's DER form, 64 lower-case hex digits
    bool operator==(const TrustDecision &) const = default;
};

struct CertificateFacts {
    QString subject;
    QString issuer;
    QDateTime from;
    QDateTime until;
    QString sha256;
};

// Why a handshake was refused, for a prompt that shows it.
struct TlsFacts {
    QString host;
    int port = 0;
    QString code; // "tls.unknown", "tls.changed", "tls.expired", "tls.host", "tls.revoked", "tls.failed"
    QList<CertificateFacts> chain; // the server's own certificate first; empty when none arrived
    QStringList errors; // English, one for each thing that is wrong
    QString expected; // the pinned SHA-256, if there is one

    // Only an unknown issuer or a self-signed certificate can be accepted by a person.
    bool isAcceptable() const { return code == QLatin1StringView("tls.unknown") && !chain.isEmpty(); }
    TrustDecision decision() const { return {host, port, chain.isEmpty() ? QString() : chain.first().sha256}; }
};

// Empty: trusted. Otherwise the code of the refusal. `pin`: the decision for this host and port, if any; it also
// binds when the system's authorities are content.
QString judgeTls(const QList<QSslError> &errors, const QSslCertificate &leaf, const std::optional<TrustDecision> &pin);

CertificateFacts certificateFacts(const QSslCertificate &certificate);
TlsFacts tlsFacts(const QUrl &url, const QString &code, const QList<QSslCertificate> &chain,
    const QList<QSslError> &errors, const std::optional<TrustDecision> &pin);

// 127.0.0.0/8, ::1 and "localhost": where plain HTTP is allowed.
bool isLoopback(const QString &host);
// Port of the URL, or the usual one of its scheme.
int portOf(const QUrl &url);

} // namespace belvedere
