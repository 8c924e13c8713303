// PKCS#12: the certificates in it, after what deriving their key would cost is known; keys are left alone.
#include "server/content/certificatefile.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

struct FreePkcs12 {
    void operator()(PKCS12 *file) const { PKCS12_free(file); }
};
struct FreeSafes {
    void operator()(STACK_OF(PKCS7) * safes) const { sk_PKCS7_pop_free(safes, PKCS7_free); }
};
struct FreeBags {
    void operator()(STACK_OF(PKCS12_SAFEBAG) * bags) const { sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free); }
};
using Safes = std::unique_ptr<STACK_OF(PKCS7), FreeSafes>;
using Bags = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), FreeBags>;

constexpr int maximumParts = 64; // safes, or bags of one
constexpr int maximumDepth = 4; // of bags in bags

ApiError unreadable()
{
    return certificateError(u"certificate.unreadable"_s, u"The file is neither PEM nor DER nor PKCS#12."_s);
}

ApiError tooManyIterations()
{
    return certificateError(u"certificate.iterations"_s,
        u"Opening the file would take more than %1 rounds; it was not tried."_s.arg(maximumIterations));
}

// The rounds that a key for this takes; nothing for a way that is not known here.
std::optional<qint64> rounds(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *kind = nullptr;
    int type = 0;
    const void *parameters = nullptr;
    X509_ALGOR_get0(&kind, &type, &parameters, algorithm);
    if (type != V_ASN1_SEQUENCE)
        return std::nullopt;
    const auto *sequence = static_cast<const ASN1_STRING *>(parameters);
    const uchar *at = ASN1_STRING_get0_data(sequence);
    const long size = ASN1_STRING_length(sequence);
    const auto count = [](const ASN1_INTEGER *number) -> std::optional<qint64> {
        int64_t value = 0;
        if (!number || ASN1_INTEGER_get_int64(&value, number) != 1 || value < 1)
            return std::nullopt;
        return qint64(value);
    };
    if (OBJ_obj2nid(kind) != NID_pbes2) {
        PBEPARAM *plain = d2i_PBEPARAM(nullptr, &at, size);
        const std::optional<qint64> found = plain ? count(plain->iter) : std::nullopt;
        PBEPARAM_free(plain);
        return found;
    }
    PBE2PARAM *both = d2i_PBE2PARAM(nullptr, &at, size);
    std::optional<qint64> found;
    if (both && OBJ_obj2nid(both->keyfunc->algorithm) == NID_id_pbkdf2 && both->keyfunc->parameter
        && both->keyfunc->parameter->type == V_ASN1_SEQUENCE) {
        const ASN1_STRING *inner = both->keyfunc->parameter->value.sequence;
        const uchar *begin = ASN1_STRING_get0_data(inner);
        PBKDF2PARAM *derive = d2i_PBKDF2PARAM(nullptr, &begin, ASN1_STRING_length(inner));
        found = derive ? count(derive->iter) : std::nullopt;
        PBKDF2PARAM_free(derive);
    }
    PBE2PARAM_free(both);
    return found;
}

Result<Done> collect(const STACK_OF(PKCS12_SAFEBAG) * bags, int depth, std::vector<X509Ptr> &list)
{
    if (depth > maximumDepth || sk_PKCS12_SAFEBAG_num(bags) > maximumParts)
        return unreadable();
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
        const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(bags, i);
        const int kind = PKCS12_SAFEBAG_get_nid(bag);
        if (kind == NID_safeContentsBag) {
            const Result<Done> inside = collect(PKCS12_SAFEBAG_get0_safes(bag), depth + 1, list);
            if (!inside)
                return inside;
        }
        if (kind != NID_certBag || PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate)
            continue;
        X509Ptr certificate(PKCS12_SAFEBAG_get1_cert(bag));
        if (!certificate)
            return unreadable();
        if (list.size() == size_t(maximumChain))
            return certificateError(
                u"certificate.too-many"_s, u"A file may hold at most %1 certificates."_s.arg(maximumChain));
        list.push_back(std::move(certificate));
    }
    return Done{};
}

// `left`: rounds that may still be spent on the whole file.
Result<Bags> open(PKCS7 *safe, const QByteArray &password, qint64 &left)
{
    Bags bags;
    if (PKCS7_type_is_data(safe)) {
        bags.reset(PKCS12_unpack_p7data(safe));
    } else if (PKCS7_type_is_encrypted(safe)) {
        const std::optional<qint64> cost = rounds(safe->d.encrypted->enc_data->algorithm);
        if (!cost)
            return certificateError(
                u"certificate.cipher"_s, u"The file is encrypted in a way that is not read here."_s);
        left -= *cost;
        if (left < 0)
            return tooManyIterations();
        bags.reset(PKCS12_unpack_p7encdata(safe, password.constData(), int(password.size())));
        if (!bags)
            return certificateError(u"certificate.cipher"_s,
                u"The file cannot be opened. Old ones use RC2: make it anew with AES, and try again."_s);
    }
    if (!bags)
        return unreadable();
    return bags;
}

// The one that the others stand behind: nobody in the file was issued by it.
void putLeafFirst(std::vector<X509Ptr> &list)
{
    const auto isLeaf = [&list](const X509Ptr &one) {
        return std::none_of(list.begin(), list.end(), [&one](const X509Ptr &other) {
            return other != one && X509_check_issued(one.get(), other.get()) == X509_V_OK;
        });
    };
    const auto leaf = std::find_if(list.begin(), list.end(), isLeaf);
    if (leaf != list.end())
        std::rotate(list.begin(), leaf, leaf + 1);
}

} // namespace

Result<std::vector<X509Ptr>> certificatesOfPkcs12(const QByteArray &der, const QString &password)
{
    const auto *at = reinterpret_cast<const uchar *>(der.constData());
    const std::unique_ptr<PKCS12, FreePkcs12> file(d2i_PKCS12(nullptr, &at, long(der.size())));
    if (!file || PKCS12_mac_present(file.get()) != 1)
        return unreadable(); // without a MAC nothing tells a wrong password
    const ASN1_INTEGER *macRounds = nullptr;
    PKCS12_get0_mac(nullptr, nullptr, nullptr, &macRounds, file.get());
    int64_t count = 1;
    if (macRounds && ASN1_INTEGER_get_int64(&count, macRounds) != 1)
        return tooManyIterations();
    qint64 left = maximumIterations - count;
    if (left < 0 || count < 1)
        return tooManyIterations();
    const QByteArray secret = password.toUtf8();
    if (PKCS12_verify_mac(file.get(), secret.constData(), int(secret.size())) != 1)
        return certificateError(u"certificate.password"_s, u"The password does not open the file."_s);
    const Safes safes(PKCS12_unpack_authsafes(file.get()));
    if (!safes || sk_PKCS7_num(safes.get()) > maximumParts)
        return unreadable();
    std::vector<X509Ptr> list;
    for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
        const Result<Bags> bags = open(sk_PKCS7_value(safes.get(), i), secret, left);
        if (!bags)
            return bags.error();
        const Result<Done> collected = collect(bags.value().get(), 0, list);
        if (!collected)
            return collected.error();
    }
    putLeafFirst(list);
    return list;
}

} // namespace belvedere::server
