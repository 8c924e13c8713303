// RowBits: one bit per row or per code, in words of 64.
#pragma once

#include <algorithm>
#include <bit>
#include <QtGlobal>
#include <vector>

namespace belvedere {

class RowBits {
public:
    RowBits() = default;
    explicit RowBits(quint32 size, bool value = false)
        : m_words((size_t(size) + 63) / 64, value ? ~quint64(0) : 0)
        , m_size(size)
    {
        trim();
    }

    quint32 size() const { return m_size; }
    bool at(quint32 i) const { return (m_words[i / 64] >> (i % 64) & 1) != 0; }
    void set(quint32 i) { m_words[i / 64] |= quint64(1) << (i % 64); }
    void reset(quint32 i) { m_words[i / 64] &= ~(quint64(1) << (i % 64)); }
    // Bits beyond the size are 0; whoever writes whole words calls trim() at the end.
    const std::vector<quint64> &words() const { return m_words; }
    std::vector<quint64> &words() { return m_words; }
    void trim()
    {
        if (m_size % 64 != 0)
            m_words.back() &= (quint64(1) << (m_size % 64)) - 1;
    }
    // New places are 0.
    void resize(quint32 size)
    {
        m_words.resize((size_t(size) + 63) / 64);
        m_size = size;
        trim();
    }
    quint32 count() const
    {
        quint32 sum = 0;
        for (const quint64 word : m_words)
            sum += quint32(std::popcount(word));
        return sum;
    }
    // `visit(i)` for every 1, in rising order.
    template<class Visit> void forEach(const Visit &visit) const
    {
        for (size_t at = 0; at < m_words.size(); ++at)
            forEachIn(m_words[at], quint32(at * 64), visit);
    }
    template<class Visit> static void forEachIn(quint64 word, quint32 first, const Visit &visit)
    {
        for (; word != 0; word &= word - 1)
            visit(first + quint32(std::countr_zero(word)));
    }
    bool operator==(const RowBits &) const = default;

private:
    std::vector<quint64> m_words;
    quint32 m_size = 0;
};

} // namespace belvedere
