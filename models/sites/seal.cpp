// Chunks on their way into a file and out of it.
#include "sites/seal.h"

#include "base/digest.h"
#include "sites/sealcipher.h"

#include <cstring>

namespace belvedere {

namespace {

uchar *bytesOf(QByteArray &array) { return reinterpret_cast<uchar *>(array.data()); }

} // namespace

class SealWriter::Private {
public:
    Private(QIODevice &target, const Secret &key, const SealPurpose &purpose)
        : device(target)
        , salt(randomBytes(SealCipher::saltSize))
        , cipher(SealCipher::Way::Encrypt, key, purpose, salt)
        , plain(sealChunk, '\0')
        , sealed(sealChunk + SealCipher::tagSize, '\0')
    {
        isGood = device.write(SealCipher::name, 8) == 8 && device.write(salt) == salt.size();
    }
    bool flush(bool isLast)
    {
        uchar *to = bytesOf(sealed);
        isGood = isGood && cipher.encrypt(number++, isLast, bytesOf(plain), int(used), to, to + used)
            && device.write(sealed.constData(), qint64(used) + SealCipher::tagSize)
                == qint64(used) + SealCipher::tagSize;
        used = 0;
        return isGood;
    }

    QIODevice &device;
    QByteArray salt;
    SealCipher cipher;
    QByteArray plain;
    QByteArray sealed;
    quint32 used = 0; // of `plain`
    quint64 number = 0;
    bool isGood;
};

SealWriter::SealWriter(QIODevice &device, const Secret &key, const SealPurpose &purpose)
    : d(std::make_unique<Private>(device, key, purpose))
{
}

SealWriter::~SealWriter() = default;

bool SealWriter::write(const void *bytes, size_t count)
{
    const auto *from = static_cast<const uchar *>(bytes);
    while (count > 0 && d->isGood) {
        if (d->used == sealChunk && !d->flush(false)) // not before more comes: the last chunk is marked
            break;
        const size_t part = std::min<size_t>(count, sealChunk - d->used);
        std::memcpy(bytesOf(d->plain) + d->used, from, part);
        d->used += quint32(part);
        from += part;
        count -= part;
    }
    return d->isGood;
}

bool SealWriter::finish() { return d->flush(true); }

class SealReader::Private {
public:
    Private(QIODevice &source, const Secret &key, const SealPurpose &purpose)
        : device(source)
        , head(source.read(SealCipher::headSize))
        , cipher(SealCipher::Way::Decrypt, key, purpose, head.mid(8))
    {
        constexpr qint64 whole = qint64(sealChunk) + SealCipher::tagSize;
        const qint64 body = source.size() - SealCipher::headSize;
        if (!head.startsWith(QByteArrayView(SealCipher::name, 8)) || source.size() > maximumSealed
            || body < SealCipher::tagSize)
            return;
        chunks = quint64((body + whole - 1) / whole);
        left = body - qint64(chunks) * SealCipher::tagSize;
        // the writer leaves no last chunk empty, unless nothing was written at all
        if (left < 0 || (chunks > 1 && body % whole == SealCipher::tagSize))
            return;
        plain.resize(sealChunk);
        sealed.resize(whole);
        isGood = true;
    }
    bool next()
    {
        if (!isGood || number == chunks)
            return isGood = false;
        const bool isLast = number + 1 == chunks;
        const qint64 size = device.read(sealed.data(), sealed.size());
        const qint64 content = size - SealCipher::tagSize;
        const uchar *from = bytesOf(sealed);
        isGood = content >= 0 && (isLast || content == qint64(sealChunk))
            && cipher.decrypt(number++, isLast, from, int(content), bytesOf(plain), from + content);
        used = 0;
        filled = isGood ? quint32(content) : 0;
        return isGood;
    }

    QIODevice &device;
    QByteArray head;
    SealCipher cipher;
    QByteArray plain;
    QByteArray sealed;
    quint32 used = 0; // of `filled` bytes in `plain`
    quint32 filled = 0;
    quint64 number = 0; // of the next chunk
    quint64 chunks = 0;
    qint64 left = 0;
    bool isGood = false;
};

SealReader::SealReader(QIODevice &device, const Secret &key, const SealPurpose &purpose)
    : d(std::make_unique<Private>(device, key, purpose))
{
}

SealReader::~SealReader() = default;

bool SealReader::read(void *bytes, size_t count)
{
    auto *to = static_cast<uchar *>(bytes);
    while (count > 0) {
        if (d->used == d->filled && !d->next())
            return false;
        const size_t part = std::min<size_t>(count, d->filled - d->used);
        if (part == 0)
            return d->isGood = false; // the last chunk was empty
        std::memcpy(to, bytesOf(d->plain) + d->used, part);
        d->used += quint32(part);
        d->left -= qint64(part);
        to += part;
        count -= part;
    }
    return true;
}

qint64 SealReader::left() const { return d->isGood ? d->left : 0; }

} // namespace belvedere
