// Seal: AES-256-GCM over a file in chunks, each genuine or not read at all, bound to what the file is for.
#pragma once

#include "base/secret.h"
#include "table/bytestream.h"

#include <memory>
#include <QIODevice>
#include <QString>

namespace belvedere {

// A file opens only with the same key and for the same purpose.
struct SealPurpose {
    QString site; // SiteRecord::id
    QString address;
    QString account;
    QString list;
};

inline constexpr qsizetype sealKeySize = 32; // bytes, from a cryptographic source
inline constexpr quint32 sealChunk = 256 * 1024; // bytes of content; all chunks but the last are full

// Layout: 8 bytes name and version, 32 bytes salt, then chunks of cipher text and 16 bytes tag. The salt and the key
// give a key for this file alone, so that a chunk's number is nonce enough. Number, last-chunk mark, version and
// purpose are authenticated with every chunk: cutting, reordering, mixing and renaming are found. An older whole file
// under the same key and name is genuine and cannot be told from a newer one.
class SealWriter final : public ByteSink {
public:
    SealWriter(QIODevice &device, const Secret &key, const SealPurpose &purpose);
    ~SealWriter() override;
    bool write(const void *bytes, size_t count) override;
    bool finish(); // without it the file is not readable; false: device or cipher refused

private:
    class Private;
    std::unique_ptr<Private> d;
};

class SealReader final : public ByteSource {
public:
    // Of a file of at most maximumSealed bytes; reads its beginning. What is wrong with it shows in read().
    static constexpr qint64 maximumSealed = qint64(8) << 30;

    SealReader(QIODevice &device, const Secret &key, const SealPurpose &purpose);
    ~SealReader() override;
    bool read(void *bytes, size_t count) override;
    qint64 left() const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace belvedere
