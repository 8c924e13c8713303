// CMS by OpenSSL.
#include "profiles/signing.h"

#include <memory>
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

template<auto Free> struct Deleter {
    template<class T> void operator()(T *object) const { Free(object); }
};
void freeStack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }

using Bio = std::unique_ptr<BIO, Deleter<&BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Deleter<&X509_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), Deleter<&freeStack>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<&EVP_PKEY_free>>;
using Message = std::unique_ptr<CMS_ContentInfo, Deleter<&CMS_ContentInfo_free>>;

Bio reading(const QByteArray &bytes) { return Bio(BIO_new_mem_buf(bytes.constData(), int(bytes.size()))); }

QByteArray written(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return {data, size};
}

ApiError failed(const QString &code, const QString &detail)
{
    ApiError error = validationError({});
    error.code = code;
    error.detail = detail;
    return error;
}

// Never asks on a terminal.
int noPassword(char *, int, int, void *) { return -1; }

} // namespace

Result<QByteArray> signedProfile(const QByteArray &content, const QByteArray &certificates, const Secret &key)
{
    const Bio chain = reading(certificates);
    const Certificate signer(PEM_read_bio_X509(chain.get(), nullptr, &noPassword, nullptr));
    if (!signer)
        return failed(u"signing.certificate"_s, u"The certificate is not PEM."_s);
    const Certificates others(sk_X509_new_null());
    while (X509 *certificate = PEM_read_bio_X509(chain.get(), nullptr, &noPassword, nullptr))
        sk_X509_push(others.get(), certificate);
    const Key pkey(PEM_read_bio_PrivateKey(reading(key.bytes()).get(), nullptr, &noPassword, nullptr));
    if (!pkey || X509_check_private_key(signer.get(), pkey.get()) != 1)
        return failed(u"signing.key"_s, u"The key is not an unencrypted PEM key of the certificate."_s);
    const Bio data = reading(content);
    const Message message(CMS_sign(signer.get(), pkey.get(), others.get(), data.get(), CMS_BINARY | CMS_NOSMIMECAP));
    const Bio out(BIO_new(BIO_s_mem()));
    if (!message || i2d_CMS_bio(out.get(), message.get()) != 1)
        return failed(u"signing.failed"_s, u"The profile could not be signed."_s);
    return written(out.get());
}

Result<QByteArray> signedContent(const QByteArray &message)
{
    const ApiError none = failed(u"signing.message"_s, u"Not a signed message."_s);
    if (!message.startsWith('\x30'))
        return none;
    const Message parsed(d2i_CMS_bio(reading(message).get(), nullptr));
    if (!parsed || OBJ_obj2nid(CMS_get0_type(parsed.get())) != NID_pkcs7_signed)
        return none;
    const Bio out(BIO_new(BIO_s_mem()));
    const int flags = CMS_NO_SIGNER_CERT_VERIFY | CMS_NO_ATTR_VERIFY | CMS_NO_CONTENT_VERIFY | CMS_BINARY;
    if (CMS_verify(parsed.get(), nullptr, nullptr, nullptr, out.get(), flags) != 1)
        return none;
    return written(out.get());
}

} // namespace belvedere
