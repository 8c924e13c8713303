// TextPool: where a column's texts get their codes; the writing side of TextList, used by one thread.
#pragma once

#include "table/textlist.h"

namespace belvedere {

class TextPool {
public:
    TextPool() = default;
    // Goes on from a list, with its codes.
    explicit TextPool(const TextList &list);

    // The code of `text` (UTF-8), given now if it has none yet. Codes never change.
    quint32 intern(std::string_view text);
    quint32 size() const { return m_size; }
    std::string_view utf8(quint32 code) const // code >= 1
    {
        return m_chunks[(code - 1) / TextList::chunkSize]->text((code - 1) % TextList::chunkSize);
    }
    // What there is so far; later texts do not disturb it.
    TextList list();

private:
    void append(std::string_view text);
    void grow();

    // The upper half of the hash beside the code spares most comparisons of texts; 0 is an empty slot.
    std::vector<quint64> m_slots;
    std::vector<std::shared_ptr<TextList::Chunk>> m_chunks;
    quint32 m_size = 0;
    bool m_lastIsShared = false;
};

} // namespace belvedere
