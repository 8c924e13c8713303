// RecentTexts: texts that a column had shortly before, so that most of them need no looking up in its pool.
#pragma once

#include "table/rowbatch.h"

namespace belvedere {

// Two tables of the same size, one where texts are read and one where they get codes. A text seen before is passed on
// as its place; any other takes that place on both sides, in the same order. Whoever reads texts for a row that the
// other side will not get must call clear(). For one thread each.
class RecentTexts {
public:
    static constexpr quint32 places = 64; // per column

    explicit RecentTexts(size_t columns)
        : m_entries(columns * places)
    {
    }
    void clear()
    {
        if (++m_round == 0) { // what is left of the round before this one came round again
            std::fill(m_entries.begin(), m_entries.end(), Entry());
            m_round = 1;
        }
    }

    // `text` must stay where it is until clear().
    void set(RowBatch &batch, size_t column, std::string_view text)
    {
        const bool isShort = text.size() <= 16;
        const detail::ShortText words = isShort ? detail::shortText(text.data(), text.size()) : detail::ShortText();
        const quint32 hash = isShort ? finishedHash(words, text.size(), m_seed) : textHash(text, m_seed);
        Entry &entry = m_entries[column * places + hash % places];
        const bool mayBe = entry.round == m_round && entry.hash == hash && entry.size == text.size();
        if (mayBe
            && (isShort ? entry.words.first == words.first && entry.words.last == words.last
                        : std::memcmp(entry.data, text.data(), text.size()) == 0)) {
            batch.setSeen(column, hash % places);
            return;
        }
        entry = {text.data(), words, quint32(text.size()), hash, m_round};
        batch.setText(column, text, hash);
    }
    // For a text that does not stay.
    void setPassing(RowBatch &batch, size_t column, std::string_view text)
    {
        const quint32 hash = textHash(text, m_seed);
        m_entries[column * places + hash % places] = {};
        batch.setText(column, text, hash);
    }
    // For a text that is hardly ever the same twice.
    void setUnique(RowBatch &batch, size_t column, std::string_view text) const
    {
        batch.setText(column, text, textHash(text, m_seed));
    }

private:
    struct Entry {
        const char *data = nullptr;
        detail::ShortText words; // the text itself, if it is short
        quint32 size = 0;
        quint32 hash = 0;
        quint32 round = 0; // of clear(); 0: nothing
    };
    std::vector<Entry> m_entries;
    size_t m_seed = QHashSeed::globalSeed();
    quint32 m_round = 1;
};

} // namespace belvedere
