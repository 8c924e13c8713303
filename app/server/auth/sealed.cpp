// AES-256-GCM over OpenSSL.
#include "server/auth/sealed.h"

#include "base/digest.h"

#include <memory>
#include <openssl/evp.h>

namespace belvedere::server {

namespace {

constexpr int nonceLength = 12;
constexpr int tagLength = 16;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

QByteArray keyBytes(const QByteArray &key) { return sha256(QByteArray(QByteArray("belvedere sealed answer\n") + key)); }

const unsigned char *in(const QByteArray &bytes) { return reinterpret_cast<const unsigned char *>(bytes.constData()); }
unsigned char *out(QByteArray &bytes) { return reinterpret_cast<unsigned char *>(bytes.data()); }

} // namespace

QString sealed(const QByteArray &plain, const QByteArray &key, const QByteArray &place)
{
    const QByteArray secret = keyBytes(key);
    const QByteArray nonce = randomBytes(nonceLength);
    QByteArray cipher(plain.size(), '\0');
    QByteArray tag(tagLength, '\0');
    int length = 0;
    const Context context(EVP_CIPHER_CTX_new());
    EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, in(secret), in(nonce));
    EVP_EncryptUpdate(context.get(), nullptr, &length, in(place), int(place.size()));
    EVP_EncryptUpdate(context.get(), out(cipher), &length, in(plain), int(plain.size()));
    EVP_EncryptFinal_ex(context.get(), out(cipher) + length, &length);
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tagLength, tag.data());
    const QByteArray whole = nonce + tag + cipher;
    return QString::fromLatin1(whole.toBase64());
}

std::optional<QByteArray> unsealed(const QString &text, const QByteArray &key, const QByteArray &place)
{
    const QByteArray whole = QByteArray::fromBase64(text.toLatin1());
    if (whole.size() < nonceLength + tagLength)
        return std::nullopt;
    const QByteArray secret = keyBytes(key);
    const QByteArray nonce = whole.first(nonceLength);
    QByteArray tag = whole.sliced(nonceLength, tagLength);
    const QByteArray cipher = whole.sliced(nonceLength + tagLength);
    QByteArray plain(cipher.size(), '\0');
    int length = 0;
    const Context context(EVP_CIPHER_CTX_new());
    EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, in(secret), in(nonce));
    EVP_DecryptUpdate(context.get(), nullptr, &length, in(place), int(place.size()));
    EVP_DecryptUpdate(context.get(), out(plain), &length, in(cipher), int(cipher.size()));
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tagLength, tag.data());
    if (EVP_DecryptFinal_ex(context.get(), out(plain) + length, &length) != 1)
        return std::nullopt;
    return plain;
}

} // namespace belvedere::server
