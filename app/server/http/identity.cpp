// Reading a certificate and its key with OpenSSL.
#include "server/http/identity.h"

#include "base/digest.h"
#include "server/http/opensslptr.h"

#include <ctime>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maximumFile = 1024 * 1024;

ApiError failure(const QString &code, const QString &detail)
{
    ERR_clear_error();
    ApiError error;
    error.kind = ApiError::Kind::Tls;
    error.code = code;
    error.detail = detail;
    return error;
}

Result<QByteArray> readFile(const QString &path, const QString &code)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(code, u"%1 cannot be read: %2."_s.arg(path, file.errorString()));
    if (file.size() > maximumFile)
        return failure(code, u"%1 is too large to be a certificate or a key."_s.arg(path));
    return file.read(maximumFile);
}

// An encrypted key must fail, not stop the server to ask for a password on a terminal.
int noPassword(char *, int, int, void *) { return 0; }

QDateTime toTime(const ASN1_TIME *time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return QDateTime(QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday),
        QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), Qt::UTC);
}

QByteArray derOf(X509 *certificate)
{
    QByteArray der(i2d_X509(certificate, nullptr), Qt::Uninitialized);
    auto *to = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509(certificate, &to);
    return der;
}

} // namespace

Result<Identity> readIdentity(const TlsFiles &files)
{
    auto certificatePem = readFile(files.certificate, u"tls.certificate"_s);
    if (!certificatePem)
        return certificatePem.error();
    auto keyPem = readFile(files.key, u"tls.key"_s);
    if (!keyPem)
        return keyPem.error();

    Identity identity;
    identity.certificatePem = std::move(certificatePem).value();
    identity.keyPem = Secret(std::move(keyPem).value());
    const BioPtr certificateBio(
        BIO_new_mem_buf(identity.certificatePem.constData(), int(identity.certificatePem.size())));
    const CertificatePtr certificate(PEM_read_bio_X509(certificateBio.get(), nullptr, noPassword, nullptr));
    if (!certificate)
        return failure(u"tls.certificate"_s, u"%1 holds no PEM certificate."_s.arg(files.certificate));
    const QByteArray &keyBytes = identity.keyPem.bytes();
    const BioPtr keyBio(BIO_new_mem_buf(keyBytes.constData(), int(keyBytes.size())));
    const KeyPtr key(PEM_read_bio_PrivateKey(keyBio.get(), nullptr, noPassword, nullptr));
    if (!key)
        return failure(u"tls.key"_s, u"%1 holds no PEM private key without a password."_s.arg(files.key));
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return failure(u"tls.key-mismatch"_s,
            u"The key in %1 does not belong to the certificate in %2."_s.arg(files.key, files.certificate));

    identity.fingerprint = sha256Hex(derOf(certificate.get()));
    identity.notBefore = toTime(X509_get0_notBefore(certificate.get()));
    identity.notAfter = toTime(X509_get0_notAfter(certificate.get()));
    identity.isSelfSigned = X509_self_signed(certificate.get(), 0) == 1;
    return identity;
}

Result<Done> checkValidity(const Identity &identity, const QDateTime &now)
{
    if (identity.notBefore <= now && now < identity.notAfter)
        return Done{};
    return failure(u"tls.expired"_s,
        u"The certificate is valid from %1 to %2 only."_s.arg(
            identity.notBefore.toString(Qt::ISODate), identity.notAfter.toString(Qt::ISODate)));
}

Result<Identity> loadIdentity(const TlsFiles &files, const QDateTime &now)
{
    Result<Identity> identity = readIdentity(files);
    if (!identity)
        return identity;
    const Result<Done> valid = checkValidity(identity.value(), now);
    if (!valid) {
        ApiError error = valid.error();
        error.detail = u"%1: %2"_s.arg(files.certificate, error.detail);
        return error;
    }
    return identity;
}

} // namespace belvedere::http
