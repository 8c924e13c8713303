// Bytes on their way to one peer: small pieces are gathered, large ones are never copied.
#pragma once

#include <deque>
#include <QByteArray>
#include <span>

namespace belvedere::http {

struct Piece {
    const char *data = nullptr;
    size_t size = 0;
};

class Outbox {
public:
    void append(QByteArray bytes);
    bool isEmpty() const { return m_items.empty(); }
    // Fills `pieces` with what is next and pins it until consume(); the answer is the part that was filled.
    std::span<const Piece> next(std::span<Piece> pieces);
    // The first `count` bytes of what next() gave are gone; nothing is pinned any more.
    void consume(size_t count);
    void clear();

private:
    std::deque<QByteArray> m_items;
    qsizetype m_offset = 0; // into the first item
    size_t m_pinned = 0; // items that a write points into
};

} // namespace belvedere::http
