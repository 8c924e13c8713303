// AES-256-GCM by OpenSSL.
#include "sites/sealcipher.h"

#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <QtEndian>

namespace belvedere {

namespace {

constexpr int nonceSize = 12;

// Lengths before the parts, so that no two purposes give the same bytes.
QByteArray boundTo(const SealPurpose &purpose, const QByteArray &salt)
{
    QByteArray all(SealCipher::name, 8);
    all += salt;
    for (const QString &part : {purpose.site, purpose.address, purpose.account, purpose.list}) {
        const QByteArray bytes = part.toUtf8();
        const quint32 size = qToBigEndian(quint32(bytes.size()));
        all.append(reinterpret_cast<const char *>(&size), sizeof size);
        all += bytes;
    }
    return sha256(all);
}

} // namespace

SealCipher::SealCipher(Way way, const Secret &key, const SealPurpose &purpose, const QByteArray &salt)
    : m_way(way)
    , m_context(EVP_CIPHER_CTX_new())
    , m_bound(boundTo(purpose, salt))
{
    std::array<uchar, 32> fileKey{};
    unsigned size = 0;
    if (key.bytes().size() != sealKeySize || salt.size() != saltSize || !m_context)
        return;
    const auto *of = reinterpret_cast<const uchar *>(m_bound.constData()); // the salt is in it
    m_isReady =
        HMAC(EVP_sha256(), key.bytes().constData(), int(sealKeySize), of, size_t(m_bound.size()), fileKey.data(), &size)
        && size == fileKey.size()
        && EVP_CipherInit_ex(m_context, EVP_aes_256_gcm(), nullptr, fileKey.data(), nullptr, way == Way::Encrypt) == 1;
    OPENSSL_cleanse(fileKey.data(), fileKey.size());
}

SealCipher::~SealCipher() { EVP_CIPHER_CTX_free(m_context); } // wipes the key

bool SealCipher::begin(quint64 number, bool isLast)
{
    if (!m_isReady)
        return false;
    std::array<uchar, nonceSize> nonce{};
    qToBigEndian(number, nonce.data() + 4);
    nonce[0] = isLast ? 1 : 0;
    int size = 0;
    return EVP_CipherInit_ex(m_context, nullptr, nullptr, nullptr, nonce.data(), m_way == Way::Encrypt) == 1
        && EVP_CipherUpdate(m_context, nullptr, &size, nonce.data(), nonceSize) == 1
        && EVP_CipherUpdate(
               m_context, nullptr, &size, reinterpret_cast<const uchar *>(m_bound.constData()), int(m_bound.size()))
        == 1;
}

bool SealCipher::encrypt(quint64 number, bool isLast, const uchar *from, int size, uchar *to, uchar *tag)
{
    int done = 0;
    int rest = 0;
    return begin(number, isLast) && EVP_EncryptUpdate(m_context, to, &done, from, size) == 1
        && EVP_EncryptFinal_ex(m_context, to + done, &rest) == 1 && done + rest == size
        && EVP_CIPHER_CTX_ctrl(m_context, EVP_CTRL_GCM_GET_TAG, int(tagSize), tag) == 1;
}

bool SealCipher::decrypt(quint64 number, bool isLast, const uchar *from, int size, uchar *to, const uchar *tag)
{
    int done = 0;
    int rest = 0;
    std::array<uchar, tagSize> expected{};
    std::copy_n(tag, tagSize, expected.begin());
    return begin(number, isLast) && EVP_DecryptUpdate(m_context, to, &done, from, size) == 1
        && EVP_CIPHER_CTX_ctrl(m_context, EVP_CTRL_GCM_SET_TAG, int(tagSize), expected.data()) == 1
        && EVP_DecryptFinal_ex(m_context, to + done, &rest) == 1 && done + rest == size;
}

} // namespace belvedere
