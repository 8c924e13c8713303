// Certificates made for one test run: self-signed or by a test authority, valid or expired, for any host.
#pragma once

#include <QDateTime>
#include <QSslCertificate>
#include <QSslKey>

namespace belvedere::test {

struct Identity {
    QSslCertificate certificate;
    QSslKey key;
};

struct CertificateWish {
    QString name = QStringLiteral("Belvedere test");
    QStringList addresses = {QStringLiteral("127.0.0.1")}; // IP addresses in the subject's alternative names
    int validFromDays = -1; // relative to now
    int validUntilDays = 2;
    bool authority = false;
};

// issuer: nullptr for self-signed.
Identity makeIdentity(const CertificateWish &wish = {}, const Identity *issuer = nullptr);

} // namespace belvedere::test
