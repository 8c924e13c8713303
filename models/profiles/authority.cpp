// Reading of an authority's certificate.
#include "profiles/authority.h"

#include <memory>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <QCryptographicHash>

namespace belvedere {

namespace {

template<auto Free> struct Releaser {
    template<class T> void operator()(T *object) const { Free(object); }
};
using BioPtr = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using CertificatePtr = std::unique_ptr<X509, Releaser<X509_free>>;

CertificatePtr fromPem(const QByteArray &file)
{
    const BioPtr bio(BIO_new_mem_buf(file.constData(), int(file.size())));
    return CertificatePtr(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

CertificatePtr fromDer(const QByteArray &file)
{
    const auto *begin = reinterpret_cast<const unsigned char *>(file.constData());
    const unsigned char *end = begin;
    CertificatePtr certificate(d2i_X509(nullptr, &end, long(file.size())));
    return certificate && end == begin + file.size() ? std::move(certificate) : CertificatePtr();
}

QByteArray derOf(X509 *certificate)
{
    QByteArray der(i2d_X509(certificate, nullptr), '\0');
    auto *to = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509(certificate, &to);
    return der;
}

} // namespace

std::optional<Authority> readAuthority(const QByteArray &file)
{
    static constexpr char begin[] = "-----BEGIN ";
    if (file.isEmpty() || file.size() > maximumCertificateBytes)
        return std::nullopt;
    const qsizetype blocks = file.count(begin);
    const CertificatePtr certificate = blocks == 1 ? fromPem(file) : blocks == 0 ? fromDer(file) : nullptr;
    if (!certificate || X509_check_ca(certificate.get()) == 0)
        return std::nullopt;
    Authority authority;
    authority.der = derOf(certificate.get());
    authority.sha1 = QCryptographicHash::hash(authority.der, QCryptographicHash::Sha1);
    authority.isRoot =
        X509_NAME_cmp(X509_get_subject_name(certificate.get()), X509_get_issuer_name(certificate.get())) == 0;
    return authority;
}

} // namespace belvedere
