// SealCipher: the cipher of one sealed file: its key, and one chunk at a time.
#pragma once

#include "sites/seal.h"

#include <array>

using EVP_CIPHER_CTX = struct evp_cipher_ctx_st;

namespace belvedere {

class SealCipher {
public:
    static constexpr qsizetype saltSize = 32;
    static constexpr qsizetype tagSize = 16;
    static constexpr char name[] = "BVDSEAL\1"; // the last byte is the version
    static constexpr qsizetype headSize = 8 + saltSize;
    enum class Way { Encrypt, Decrypt };

    SealCipher(Way way, const Secret &key, const SealPurpose &purpose, const QByteArray &salt);
    ~SealCipher();
    Q_DISABLE_COPY_MOVE(SealCipher)

    // `to` has room for `size` bytes; the tag is written or checked. False: not genuine, or the cipher failed; what
    // `to` holds then must not be used.
    bool encrypt(quint64 number, bool isLast, const uchar *from, int size, uchar *to, uchar *tag);
    bool decrypt(quint64 number, bool isLast, const uchar *from, int size, uchar *to, const uchar *tag);

private:
    bool begin(quint64 number, bool isLast);

    Way m_way;
    EVP_CIPHER_CTX *m_context;
    QByteArray m_bound; // authenticated with every chunk
    bool m_isReady = false;
};

} // namespace belvedere
