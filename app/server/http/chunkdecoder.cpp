// The chunked coding as a state machine over bytes.
#include "server/http/chunkdecoder.h"

#include <algorithm>

namespace belvedere::http {

namespace {

constexpr int maximumSkipped = 4096;
constexpr int maximumDigits = 8; // 4 GiB a chunk; more digits would only be there to overflow someone

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool isControl(char c) { return (uchar(c) < 0x20 && c != '\t') || c == 0x7f; }

} // namespace

ChunkDecoder::State ChunkDecoder::feed(QByteArrayView data, QByteArray &body, qsizetype &consumed)
{
    consumed = 0;
    while (consumed < data.size()) {
        if (m_at == At::Data) {
            const qsizetype take = qsizetype(std::min<qint64>(m_size, data.size() - consumed));
            body.append(data.sliced(consumed, take));
            consumed += take;
            m_size -= take;
            if (m_size == 0)
                m_at = At::DataCr;
            continue;
        }
        const State state = step(data[consumed++]);
        if (state != State::More)
            return state;
    }
    return State::More;
}

ChunkDecoder::State ChunkDecoder::step(char c)
{
    const auto expect = [&](bool met, At next) {
        m_at = next;
        return met ? State::More : State::Malformed;
    };
    const auto skip = [&] { return isControl(c) || ++m_skipped > maximumSkipped ? State::Malformed : State::More; };

    switch (m_at) {
    case At::Size: {
        const int digit = hexValue(c);
        if (digit >= 0) {
            m_size = m_size * 16 + digit;
            return ++m_digits > maximumDigits ? State::Malformed : State::More;
        }
        if (m_digits == 0)
            return State::Malformed;
        if (m_size > m_limit - m_total)
            return State::TooLarge;
        m_total += m_size;
        if (c == ';')
            return expect(true, At::Extension);
        return expect(c == '\r', At::SizeLf);
    }
    case At::Extension:
        if (c == '\r')
            return expect(true, At::SizeLf);
        return skip();
    case At::SizeLf:
        m_digits = 0;
        return expect(c == '\n', m_size > 0 ? At::Data : At::TrailerStart);
    case At::DataCr:
        return expect(c == '\r', At::DataLf);
    case At::DataLf:
        return expect(c == '\n', At::Size);
    case At::TrailerStart:
        m_at = c == '\r' ? At::EndLf : At::Trailer;
        return c == '\r' ? State::More : skip();
    case At::Trailer:
        if (c == '\r')
            return expect(true, At::TrailerLf);
        return skip();
    case At::TrailerLf:
        return expect(c == '\n', At::TrailerStart);
    case At::EndLf:
        return c == '\n' ? State::Done : State::Malformed;
    case At::Data:
        break;
    }
    return State::Malformed;
}

} // namespace belvedere::http
