// Bounded decompression by zlib.
#include "server/agents/inventorybody.h"

#include <array>
#include <zlib.h>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// Real inventories shrink to between a tenth and a fiftieth; deflate itself reaches a thousandth.
constexpr qsizetype maximumRatio = 200;
constexpr qsizetype unsuspicious = 1024 * 1024; // bytes; below it any ratio is harmless
constexpr int zlibOrGzip = MAX_WBITS + 32; // told by the header

ApiError damaged()
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.http = 400;
    error.code = u"inventory.compression"_s;
    error.detail = u"The compressed body is damaged or incomplete."_s;
    return error;
}

ApiError tooLarge()
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.http = 413;
    error.code = u"xml.too-large"_s;
    error.detail = u"The body is too large once it is decompressed."_s;
    return error;
}

class Inflater {
public:
    explicit Inflater(const QByteArray &input)
    {
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(input.constData())); // zlib only reads it
        m_stream.avail_in = uInt(input.size());
        m_open = inflateInit2(&m_stream, zlibOrGzip) == Z_OK;
    }
    ~Inflater()
    {
        if (m_open)
            inflateEnd(&m_stream);
    }
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;

    bool isOpen() const { return m_open; }
    int next(QByteArray &output)
    {
        m_stream.next_out = m_buffer.data();
        m_stream.avail_out = uInt(m_buffer.size());
        const int state = inflate(&m_stream, Z_NO_FLUSH);
        output.append(reinterpret_cast<const char *>(m_buffer.data()), qsizetype(m_buffer.size() - m_stream.avail_out));
        return state;
    }

private:
    z_stream m_stream = {};
    bool m_open = false;
    std::array<Bytef, 64 * 1024> m_buffer;
};

} // namespace

Result<QByteArray> unpackInventory(const QByteArray &body)
{
    const bool isZlib = body.size() > 1 && body[0] == '\x78';
    const bool isGzip = body.startsWith("\x1f\x8b");
    if (!isZlib && !isGzip)
        return body.size() > maximumInventoryXml ? Result<QByteArray>(tooLarge()) : Result<QByteArray>(body);
    if (body.size() > maximumInventoryBody)
        return tooLarge();
    Inflater inflater(body);
    if (!inflater.isOpen())
        return damaged();
    QByteArray xml;
    int state = Z_OK;
    while (state == Z_OK) {
        state = inflater.next(xml);
        if (xml.size() > maximumInventoryXml || (xml.size() > unsuspicious && xml.size() / maximumRatio > body.size()))
            return tooLarge();
    }
    if (state != Z_STREAM_END) // Z_BUF_ERROR: the input ended too early
        return damaged();
    return xml;
}

QByteArray packReply(const QByteArray &xml)
{
    return qCompress(xml).sliced(4); // without the length that Qt puts in front
}

} // namespace belvedere::server
