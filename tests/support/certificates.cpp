// Certificates by OpenSSL.
#include "support/certificates.h"

#include <memory>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace belvedere::test {

namespace {

template<auto Free> struct Freed {
    template<class T> void operator()(T *object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

QByteArray contents(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return QByteArray(data, size);
}

Key keyFromPem(const QByteArray &pem)
{
    const Memory memory(BIO_new_mem_buf(pem.constData(), int(pem.size())));
    return Key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
}

void addExtension(X509 *certificate, int nid, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

void setName(X509_NAME *name, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    X509_NAME_add_entry_by_NID(
        name, NID_commonName, MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(bytes.constData()), -1, -1, 0);
}

} // namespace

Identity makeIdentity(const CertificateWish &wish, const Identity *issuer)
{
    static long serial = 1;
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.validFromDays * 86'400L);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.validUntilDays * 86'400L);
    X509_set_pubkey(certificate.get(), key.get());
    setName(X509_get_subject_name(certificate.get()), wish.name);
    const QString issuerName =
        issuer ? issuer->certificate.subjectInfo(QSslCertificate::CommonName).value(0) : wish.name;
    setName(X509_get_issuer_name(certificate.get()), issuerName);
    addExtension(certificate.get(), NID_basic_constraints, wish.authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!wish.addresses.isEmpty()) {
        const QString names = QStringLiteral("IP:") + wish.addresses.join(QStringLiteral(",IP:"));
        addExtension(certificate.get(), NID_subject_alt_name, names.toLatin1());
    }
    const Key issuerKey = issuer ? keyFromPem(issuer->key.toPem()) : Key();
    X509_sign(certificate.get(), issuer ? issuerKey.get() : key.get(), EVP_sha256());

    const Memory certificatePem(BIO_new(BIO_s_mem()));
    const Memory keyPem(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificatePem.get(), certificate.get());
    PEM_write_bio_PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {QSslCertificate(contents(certificatePem.get())), QSslKey(contents(keyPem.get()), QSsl::Ec)};
}

} // namespace belvedere::test
