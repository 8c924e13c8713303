// Reading of certificate files: PEM, DER and PKCS#12 become facts and the PEM that devices get.
#pragma once

#include "base/result.h"
#include "domain/certificate.h"

#include <vector>

using X509 = struct x509_st;

namespace belvedere::server {

struct X509Deleter {
    void operator()(X509 *certificate) const;
};
using X509Ptr = std::unique_ptr<X509, X509Deleter>;

inline constexpr int maximumChain = 32; // certificates of one file

struct CertificateFile {
    Certificate facts; // of the first certificate; name: its common name
    QByteArray pem; // the first certificate alone: what devices are told to trust
};

// `content` is PEM, or DER or PKCS#12 as Base64; the password is for PKCS#12. A private key in a PKCS#12 stays where it
// is; one that lies open in a PEM file is refused with "certificate.private-key", since whoever sends it has sent the
// wrong file. Other errors: "certificate.unreadable", "certificate.password", "certificate.iterations" (deriving a key
// would take too long), "certificate.cipher", "certificate.too-many". Any thread; may take some hundred milliseconds.
Result<CertificateFile> readCertificateFile(const QString &content, const QString &password);

// The certificates of a PKCS#12, the key's own first; no key in it is opened.
inline constexpr qint64 maximumIterations = 1'000'000;
Result<std::vector<X509Ptr>> certificatesOfPkcs12(const QByteArray &der, const QString &password);

ApiError certificateError(const QString &code, const QString &detail);

} // namespace belvedere::server
