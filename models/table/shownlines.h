// ShownLines: what an item model shows while one view becomes the next: a few pieces of views, one below the other.
#pragma once

#include "table/view.h"

namespace belvedere {

class ShownLines {
public:
    struct Place {
        const View *view = nullptr; // null: an empty line that is about to go, or about to be filled
        quint32 line = 0;
    };

    // A whole view; it must outlive the lines.
    void show(const View &view) { m_pieces = {{&view, 0, view.lineCount()}}; }
    quint32 count() const
    {
        quint32 sum = 0;
        for (const Piece &piece : m_pieces)
            sum += piece.count;
        return sum;
    }
    Place at(quint32 line) const;
    // `count` lines of a view from `first`, or empty ones, in front of line `at`.
    void insert(quint32 at, const View *view, quint32 first, quint32 count);
    void remove(quint32 first, quint32 count);

private:
    struct Piece {
        const View *view;
        quint32 first;
        quint32 count;
    };
    size_t split(quint32 line); // the number of the piece that begins with the line

    std::vector<Piece> m_pieces;
};

} // namespace belvedere
