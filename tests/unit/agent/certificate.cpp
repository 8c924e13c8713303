// Making the certificate with OpenSSL.
#include "certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace belvedere {

namespace {

QByteArray contentOf(BIO *bio)
{
    BUF_MEM *memory = nullptr;
    BIO_get_mem_ptr(bio, &memory);
    return QByteArray(memory->data, qsizetype(memory->length));
}

} // namespace

TestCertificate makeCertificate()
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    X509 *certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
    X509_set_pubkey(certificate, key);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION *names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(certificate, key, EVP_sha256());

    BIO *certificatePem = BIO_new(BIO_s_mem());
    BIO *keyPem = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(certificatePem, certificate);
    PEM_write_bio_PrivateKey(keyPem, key, nullptr, nullptr, 0, nullptr, nullptr);
    const TestCertificate made{QSslCertificate(contentOf(certificatePem)), QSslKey(contentOf(keyPem), QSsl::Ec)};
    BIO_free(certificatePem);
    BIO_free(keyPem);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return made;
}

} // namespace belvedere
