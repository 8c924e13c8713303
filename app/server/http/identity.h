// A certificate with its private key, read and checked before a server stands on it.
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QDateTime>

namespace belvedere::http {

// PEM files; the certificate may be followed by its chain. Both may be the same file.
struct TlsFiles {
    QString certificate;
    QString key;
};

struct Identity {
    QByteArray certificatePem; // as read: the certificate and its chain
    Secret keyPem;
    QString fingerprint; // SHA-256 of the DER certificate, 64 lower-case hexadecimal characters
    QDateTime notBefore;
    QDateTime notAfter;
    bool isSelfSigned = false;
};

// Whenever the certificate is valid. Errors: `tls.certificate`, `tls.key` (unreadable, not PEM, larger than 1 MiB,
// encrypted), `tls.key-mismatch`.
Result<Identity> readIdentity(const TlsFiles &files);
// Error: `tls.expired`, before and after its validity.
Result<Done> checkValidity(const Identity &identity, const QDateTime &now);
// Both. Errors: those of both.
Result<Identity> loadIdentity(const TlsFiles &files, const QDateTime &now = QDateTime::currentDateTimeUtc());

} // namespace belvedere::http
