// X.509 by OpenSSL: certificates of a file, and what they say.
#include "server/content/certificatefile.h"

#include "base/digest.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace belvedere::server {

void X509Deleter::operator()(X509 *certificate) const { X509_free(certificate); }

namespace {

struct FreeBio {
    void operator()(BIO *bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

constexpr qsizetype maximumName = 1'000; // characters of a subject

Bio reader(const QByteArray &bytes) { return Bio(BIO_new_mem_buf(bytes.constData(), int(bytes.size()))); }

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, qsizetype(size)};
}

ApiError unreadable()
{
    return certificateError(u"certificate.unreadable"_s, u"The file holds no certificate that can be read."_s);
}

X509Ptr fromDer(const uchar *data, qsizetype size)
{
    const uchar *at = data;
    X509Ptr certificate(d2i_X509(nullptr, &at, long(size)));
    return certificate && at == data + size ? std::move(certificate) : nullptr;
}

struct PemPart {
    char *name = nullptr;
    char *header = nullptr;
    uchar *data = nullptr;
    long size = 0;
    PemPart() = default;
    PemPart(const PemPart &) = delete;
    PemPart &operator=(const PemPart &) = delete;
    ~PemPart()
    {
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, size_t(size));
    }
};

// Part by part and as it stands: nothing is decrypted, so that nothing asks for a password.
Result<std::vector<X509Ptr>> fromPem(const QByteArray &text)
{
    std::vector<X509Ptr> list;
    const Bio bio = reader(text);
    for (;;) {
        PemPart part;
        if (PEM_read_bio(bio.get(), &part.name, &part.header, &part.data, &part.size) != 1)
            break;
        const QByteArrayView name(part.name);
        if (name.endsWith("PRIVATE KEY"))
            return certificateError(u"certificate.private-key"_s,
                u"The file holds a private key, which is not kept here. Send the certificate alone."_s);
        if (name != "CERTIFICATE" && name != "X509 CERTIFICATE")
            continue;
        if (list.size() == size_t(maximumChain))
            return certificateError(
                u"certificate.too-many"_s, u"A file may hold at most %1 certificates."_s.arg(maximumChain));
        X509Ptr certificate = fromDer(part.data, part.size);
        if (!certificate)
            return unreadable();
        list.push_back(std::move(certificate));
    }
    return list;
}

QString nameText(const X509_NAME *name)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    // as RFC 2253 has it, but in the order of the certificate and with characters as they are
    X509_NAME_print_ex(bio.get(), name, 0, (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) & ~XN_FLAG_DN_REV);
    return QString::fromUtf8(contentOf(bio.get())).left(maximumName);
}

QString commonName(X509 *certificate)
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0)
        return {};
    uchar *text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    const QString name = size > 0 ? QString::fromUtf8(reinterpret_cast<const char *>(text), size) : QString();
    OPENSSL_free(text);
    return name;
}

QDateTime timeOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return {QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday),
        QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), Qt::UTC};
}

QString serialOf(X509 *certificate)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
    char *hex = number ? BN_bn2hex(number) : nullptr;
    const QString text = QString::fromLatin1(hex).toLower();
    OPENSSL_free(hex);
    BN_free(number);
    return text;
}

QStringList usageOf(X509 *certificate)
{
    static constexpr std::pair<quint32, const char *> words[] = {{KU_DIGITAL_SIGNATURE, "digitalSignature"},
        {KU_NON_REPUDIATION, "nonRepudiation"}, {KU_KEY_ENCIPHERMENT, "keyEncipherment"},
        {KU_DATA_ENCIPHERMENT, "dataEncipherment"}, {KU_KEY_AGREEMENT, "keyAgreement"},
        {KU_KEY_CERT_SIGN, "keyCertSign"}, {KU_CRL_SIGN, "cRLSign"}};
    const quint32 bits = X509_get_key_usage(certificate);
    QStringList usage;
    if (bits == UINT32_MAX)
        return usage; // it does not say
    for (const auto &word : words) {
        if ((bits & word.first) != 0)
            usage.append(QString::fromLatin1(word.second));
    }
    return canonicalSet(usage);
}

QByteArray derOf(X509 *certificate)
{
    uchar *data = nullptr;
    const int size = i2d_X509(certificate, &data);
    const QByteArray der(reinterpret_cast<const char *>(data), qMax(0, size));
    OPENSSL_free(data);
    return der;
}

CertificateFile described(const std::vector<X509Ptr> &list)
{
    X509 *first = list.front().get();
    CertificateFile file;
    Certificate &facts = file.facts;
    facts.subject = nameText(X509_get_subject_name(first));
    facts.issuer = nameText(X509_get_issuer_name(first));
    facts.name = commonName(first);
    facts.serial = serialOf(first);
    facts.notBefore = timeOf(X509_get0_notBefore(first));
    facts.notAfter = timeOf(X509_get0_notAfter(first));
    facts.keyUsage = usageOf(first);
    facts.fingerprint = sha256Hex(derOf(first));
    facts.isCa = X509_check_ca(first) == 1; // says so by itself, in version 3
    facts.chain = qint64(list.size());
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), first); // devices trust one; the rest of the chain says only how it came about
    file.pem = contentOf(bio.get());
    facts.sha256 = sha256Hex(file.pem);
    facts.size = file.pem.size();
    return file;
}

Result<std::vector<X509Ptr>> certificatesOf(const QString &content, const QString &password)
{
    if (content.contains("-----BEGIN "_L1))
        return fromPem(content.toUtf8());
    const auto decoded = QByteArray::fromBase64Encoding(
        content.simplified().remove(u' ').toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.isEmpty())
        return unreadable();
    const QByteArray &der = decoded.decoded;
    if (X509Ptr one = fromDer(reinterpret_cast<const uchar *>(der.constData()), der.size())) {
        std::vector<X509Ptr> list;
        list.push_back(std::move(one));
        return list;
    }
    return certificatesOfPkcs12(der, password);
}

} // namespace

ApiError certificateError(const QString &code, const QString &detail)
{
    ERR_clear_error();
    ApiError error = validationError({{u"content"_s, detail}});
    error.code = code;
    error.detail = detail;
    return error;
}

Result<CertificateFile> readCertificateFile(const QString &content, const QString &password)
{
    const Result<std::vector<X509Ptr>> list = certificatesOf(content, password);
    if (!list)
        return list.error();
    if (list.value().empty())
        return unreadable();
    CertificateFile file = described(list.value());
    ERR_clear_error();
    return file;
}

} // namespace belvedere::server
