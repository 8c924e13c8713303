// The verdict over a certificate.
#include "rest/tls.h"

#include "base/digest.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool canBeAccepted(QSslError::SslError error)
{
    switch (error) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return true;
    default:
        return false;
    }
}

QString codeOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::CertificateExpired:
    case QSslError::CertificateNotYetValid:
        return u"tls.expired"_s;
    case QSslError::HostNameMismatch:
        return u"tls.host"_s;
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return u"tls.revoked"_s;
    default:
        return u"tls.failed"_s;
    }
}

QString distinguishedName(const QSslCertificate &certificate, bool issuer)
{
    QStringList parts;
    for (const QByteArray &key : {"CN"_ba, "O"_ba, "OU"_ba, "C"_ba}) {
        const QStringList values = issuer ? certificate.issuerInfo(key) : certificate.subjectInfo(key);
        for (const QString &value : values)
            parts.append(QLatin1StringView(key) + u'=' + value.left(200));
    }
    return parts.join(u", "_s);
}

} // namespace

QString judgeTls(const QList<QSslError> &errors, const QSslCertificate &leaf, const std::optional<TrustDecision> &pin)
{
    if (leaf.isNull())
        return u"tls.failed"_s;
    if (pin && pin->sha256 != sha256Hex(leaf.toDer()))
        return u"tls.changed"_s;
    for (const QSslError &error : errors) {
        if (!canBeAccepted(error.error()))
            return codeOf(error.error());
    }
    return errors.isEmpty() || pin ? QString() : u"tls.unknown"_s;
}

CertificateFacts certificateFacts(const QSslCertificate &certificate)
{
    return {distinguishedName(certificate, false), distinguishedName(certificate, true), certificate.effectiveDate(),
        certificate.expiryDate(), sha256Hex(certificate.toDer())};
}

TlsFacts tlsFacts(const QUrl &url, const QString &code, const QList<QSslCertificate> &chain,
    const QList<QSslError> &errors, const std::optional<TrustDecision> &pin)
{
    TlsFacts facts;
    facts.host = url.host();
    facts.port = portOf(url);
    facts.code = code;
    for (const QSslCertificate &certificate : chain)
        facts.chain.append(certificateFacts(certificate));
    for (const QSslError &error : errors)
        facts.errors.append(error.errorString());
    if (pin)
        facts.expected = pin->sha256;
    return facts;
}

bool isLoopback(const QString &host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

int portOf(const QUrl &url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); }

} // namespace belvedere
