// Making a certificate with OpenSSL, and keeping it.
#include "server/http/certificate.h"

#include "base/digest.h"
#include "server/http/opensslptr.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QSaveFile>
#include <QSysInfo>

#include <optional>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

constexpr int daysValid = 820; // some clients refuse more than 825
constexpr int daysLeft = 30;
constexpr int lockTime = 10'000; // milliseconds

ApiError failure(const QString &detail)
{
    ERR_clear_error();
    ApiError error;
    error.kind = ApiError::Kind::Tls;
    error.code = u"tls.certificate"_s;
    error.detail = detail;
    return error;
}

// What may stand in a certificate as a DNS name; a computer's name can be anything.
bool isDnsName(const QString &name)
{
    const auto allowed = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-'
            || c == u'.';
    };
    return !name.isEmpty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), allowed);
}

bool addExtension(X509 *certificate, int kind, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool addName(X509 *certificate, const QByteArray &name)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    const QByteArray common = name.left(64); // the limit of a common name
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
               reinterpret_cast<const unsigned char *>(common.constData()), int(common.size()), -1, 0)
        == 1
        && X509_set_issuer_name(certificate, subject) == 1;
}

bool addSerial(X509 *certificate)
{
    QByteArray bytes = randomBytes(16);
    bytes[0] = char((bytes[0] & 0x7f) | 0x40); // positive, and always the same length
    const BignumPtr number(
        BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()), int(bytes.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

CertificatePtr makeCertificate(EVP_PKEY *key, const QDateTime &now)
{
    CertificatePtr certificate(X509_new());
    X509 *c = certificate.get();
    const QString host = QSysInfo::machineHostName();
    QByteArray names = "DNS:localhost,IP:127.0.0.1,IP:::1";
    if (isDnsName(host) && host.compare(u"localhost"_s, Qt::CaseInsensitive) != 0)
        names += ",DNS:" + host.toLatin1();
    // an hour back, for clients whose clock is slow
    const time_t from = time_t(now.toSecsSinceEpoch() - 3600);
    const time_t until = from + time_t(daysValid) * 24 * 3600;
    const bool made = c && X509_set_version(c, 2) == 1 && addSerial(c) && ASN1_TIME_set(X509_getm_notBefore(c), from)
        && ASN1_TIME_set(X509_getm_notAfter(c), until) && addName(c, isDnsName(host) ? host.toLatin1() : "localhost")
        && X509_set_pubkey(c, key) == 1 && addExtension(c, NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(c, NID_key_usage, "critical,digitalSignature")
        && addExtension(c, NID_ext_key_usage, "serverAuth") && addExtension(c, NID_subject_key_identifier, "hash")
        && addExtension(c, NID_subject_alt_name, names) && X509_sign(c, key, EVP_sha256()) > 0;
    if (!made)
        certificate.reset();
    return certificate;
}

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, qsizetype(size));
}

bool save(const QString &path, const QByteArray &content, QFileDevice::Permissions permissions)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(permissions) && file.write(content) == content.size()
        && file.commit();
}

// Nothing, or what went wrong.
std::optional<ApiError> make(const TlsFiles &files, const QDateTime &now)
{
    char curve[] = "P-256";
    const KeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
    const CertificatePtr certificate = key ? makeCertificate(key.get(), now) : nullptr;
    const BioPtr keyBio(BIO_new(BIO_s_secmem()));
    const BioPtr certificateBio(BIO_new(BIO_s_mem()));
    if (!certificate || !keyBio || !certificateBio
        || PEM_write_bio_PrivateKey(keyBio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_X509(certificateBio.get(), certificate.get()) != 1)
        return failure(u"OpenSSL could not make a certificate."_s);
    const Secret keyPem(contentOf(keyBio.get()));
    const auto owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    // the key first: a certificate without its key would look whole
    if (!save(files.key, keyPem.bytes(), owner)
        || !save(files.certificate, contentOf(certificateBio.get()),
            owner | QFileDevice::ReadGroup | QFileDevice::ReadOther))
        return failure(u"The certificate cannot be written to %1."_s.arg(files.certificate));
    return {};
}

} // namespace

Result<TlsFiles> ensureSelfSigned(const QString &directory, const QDateTime &now)
{
    const QDir dir(directory);
    if (!dir.exists()) {
        if (!dir.mkpath(u"."_s))
            return failure(u"The directory %1 cannot be made."_s.arg(directory));
        QFile::setPermissions(directory, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }
    const TlsFiles files{dir.filePath(u"server.crt"_s), dir.filePath(u"server.key"_s)};
    QLockFile lock(dir.filePath(u"server.lock"_s));
    if (!lock.tryLock(lockTime))
        return failure(u"The directory %1 cannot be written, or another process holds it."_s.arg(directory));
    const auto present = loadIdentity(files, now);
    if (present && now.daysTo(present.value().notAfter) >= daysLeft)
        return files;
    if (const auto error = make(files, now))
        return *error;
    return files;
}

} // namespace belvedere::http
