// Reading of an authority's certificate.
#include "agent/items/authority.h"

#include "agent/agenterror.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QSslCertificateExtension>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool isAuthority(const QSslCertificate &certificate)
{
    const QList<QSslCertificateExtension> extensions = certificate.extensions();
    return std::any_of(extensions.begin(), extensions.end(), [](const QSslCertificateExtension &extension) {
        return extension.name() == "basicConstraints"_L1 && extension.value().toMap().value(u"ca"_s).toBool();
    });
}

} // namespace

Result<QList<ItemFile>> authorityFiles(const QString &id, const QByteArray &bytes, const QDateTime &now)
{
    const auto encoding = bytes.contains("-----BEGIN") ? QSsl::Pem : QSsl::Der;
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(bytes, encoding);
    if (certificates.size() != 1 || certificates.first().isNull())
        return agentError(u"certificate.malformed"_s, u"Exactly one certificate is expected, in PEM or DER."_s);
    const QSslCertificate &certificate = certificates.first();
    if (!isAuthority(certificate))
        return agentError(u"certificate.not-an-authority"_s,
            u"The certificate is not one of an authority; trusting it would do nothing."_s);
    if (certificate.expiryDate() <= now)
        return agentError(u"certificate.expired"_s, u"The certificate has run out."_s);
    return QList<ItemFile>{
        {u"/usr/local/share/ca-certificates/belvedere-%1.crt"_s.arg(id), certificate.toPem(), 0644, false}};
}

} // namespace belvedere
