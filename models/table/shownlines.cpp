// Cutting and joining pieces.
#include "table/shownlines.h"

namespace belvedere {

ShownLines::Place ShownLines::at(quint32 line) const
{
    for (const Piece &piece : m_pieces) {
        if (line < piece.count)
            return {piece.view, piece.first + line};
        line -= piece.count;
    }
    return {};
}

size_t ShownLines::split(quint32 line)
{
    for (size_t i = 0; i < m_pieces.size(); ++i) {
        if (line == 0)
            return i;
        Piece &piece = m_pieces[i];
        if (line < piece.count) {
            const Piece rest = {piece.view, piece.first + line, piece.count - line};
            piece.count = line;
            m_pieces.insert(m_pieces.begin() + ptrdiff_t(i) + 1, rest);
            return i + 1;
        }
        line -= piece.count;
    }
    return m_pieces.size();
}

void ShownLines::insert(quint32 at, const View *view, quint32 first, quint32 count)
{
    m_pieces.insert(m_pieces.begin() + ptrdiff_t(split(at)), {view, first, count});
}

void ShownLines::remove(quint32 first, quint32 count)
{
    const size_t from = split(first);
    const size_t end = split(first + count);
    m_pieces.erase(m_pieces.begin() + ptrdiff_t(from), m_pieces.begin() + ptrdiff_t(end));
}

} // namespace belvedere
