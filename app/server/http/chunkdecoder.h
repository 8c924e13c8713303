// The chunked transfer coding, read strictly: what two readers could read differently is refused.
#pragma once

#include <QByteArray>

namespace belvedere::http {

class ChunkDecoder {
public:
    enum class State { More, Done, Malformed, TooLarge };

    explicit ChunkDecoder(qint64 bodyLimit)
        : m_limit(bodyLimit)
    {
    }

    // Takes what it can of `data`, appends content to `body` and says in `consumed` how much it took: all of it,
    // except that nothing behind the end is touched. Extensions and trailers are skipped, at most 4 KiB of them.
    State feed(QByteArrayView data, QByteArray &body, qsizetype &consumed);

private:
    enum class At { Size, Extension, SizeLf, Data, DataCr, DataLf, TrailerStart, Trailer, TrailerLf, EndLf };
    State step(char c);

    At m_at = At::Size;
    qint64 m_limit;
    qint64 m_size = 0; // of the chunk being read, then what is left of it
    qint64 m_total = 0;
    int m_digits = 0;
    int m_skipped = 0;
};

} // namespace belvedere::http
