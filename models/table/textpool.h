// TextPool: where a column's texts get their codes; the writing side of TextList, used by one thread.
#pragma once

#include "table/textlist.h"

#include <span>

namespace belvedere {

struct HashedText {
    std::string_view text;
    quint32 hash; // of textHash()
};

class TextPool {
public:
    TextPool() = default;
    // Goes on from a list, with its codes.
    explicit TextPool(const TextList &list);

    // The code of `text` (UTF-8), given now if it has none yet. Codes never change.
    quint32 intern(std::string_view text);
    // The same for many texts at once, which hides most of the time that memory takes to answer.
    void intern(std::span<const HashedText> texts, quint32 *codes);
    // Gives a code to a text that is known to be new. A pool is filled either this way or by intern().
    quint32 append(std::string_view text);
    quint32 size() const { return m_size; }
    std::string_view utf8(quint32 code) const // code >= 1
    {
        return m_chunks[(code - 1) / TextList::chunkSize]->text((code - 1) % TextList::chunkSize);
    }
    // What there is so far; later texts do not disturb it.
    TextList list();

private:
    quint32 find(std::string_view text, quint32 hash);
    void makeRoom(size_t texts);
    void foldLast();

    // A power of two, at most three quarters full. A slot has the code in its lower bits, as many as the number of
    // slots needs; the upper ones are of the hash and spare most comparisons of texts. 0 is an empty slot.
    std::vector<quint32> m_slots;
    std::vector<std::shared_ptr<TextList::Chunk>> m_chunks;
    quint32 m_size = 0;
    size_t m_foldedOfLast = 0; // texts of the last chunk; all others are folded
    bool m_lastIsShared = false;
};

} // namespace belvedere
