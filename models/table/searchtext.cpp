// Running over a chunk's texts as one, sixteen bytes at a time where the processor can.
#include "table/searchtext.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace belvedere {

namespace {

constexpr quint32 narrowShare = 8; // fewer candidates than one in eight: asking each is cheaper than one long search
constexpr size_t chunksPerPart = 16;

// The places in a run of bytes where `needle` may begin, with few false ones, as a mask of `width` bits.
class Scanner {
public:
#ifdef __SSE2__
    static constexpr size_t width = 64;
    explicit Scanner(std::string_view needle)
        : m_first(_mm_set1_epi8(needle.front()))
        , m_last(_mm_set1_epi8(needle.back()))
        , m_reach(needle.size() - 1)
    {
    }
    quint64 candidates(const char *at) const
    {
        quint64 mask = 0;
        for (size_t i = 0; i < width; i += 16) {
            const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at + i));
            const __m128i last = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at + i + m_reach));
            const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(first, m_first), _mm_cmpeq_epi8(last, m_last));
            mask |= quint64(quint32(_mm_movemask_epi8(both))) << i;
        }
        return mask;
    }

private:
    __m128i m_first;
    __m128i m_last;
#else
    static constexpr size_t width = 8;
    explicit Scanner(std::string_view needle)
        : m_first(needle.front())
        , m_last(needle.back())
        , m_reach(needle.size() - 1)
    {
    }
    quint64 candidates(const char *at) const
    {
        quint64 mask = 0;
        for (size_t i = 0; i < width; ++i)
            mask |= quint64(at[i] == m_first && at[i + m_reach] == m_last) << i;
        return mask;
    }

private:
    char m_first;
    char m_last;
#endif
    size_t m_reach;
};

// Marks the texts of one chunk; `firstCode` is the code of its first text.
class ChunkSearch {
public:
    ChunkSearch(const TextList::Chunk &chunk, std::string_view needle, quint32 firstCode, RowBits &found)
        : m_all(chunk.foldedEnds.empty() ? chunk.bytes : chunk.folded)
        , m_ends(chunk.foldedEnds.empty() ? chunk.ends : chunk.foldedEnds)
        , m_needle(needle)
        , m_firstCode(firstCode)
        , m_found(found)
    {
    }
    void run(const Scanner &scanner)
    {
        size_t at = 0;
        for (; at + Scanner::width + m_needle.size() <= m_all.size(); at += Scanner::width) {
            for (quint64 mask = scanner.candidates(m_all.data() + at); mask != 0;) {
                const auto bit = size_t(std::countr_zero(mask));
                mask &= mask - 1;
                if (m_all.compare(at + bit, m_needle.size(), m_needle) != 0)
                    continue;
                const size_t end = mark(at + bit);
                // what else begins in this text does not matter
                mask = end >= at + Scanner::width ? 0 : mask & ~quint64(0) << (end - at);
            }
        }
        for (at = m_all.find(m_needle, at); at != std::string_view::npos; at = m_all.find(m_needle, at))
            at = mark(at);
    }

private:
    // Answers where the text ends in which `at` lies.
    size_t mark(size_t at)
    {
        constexpr size_t nearby = 8;
        const size_t before = m_text;
        while (m_ends[m_text] <= at && m_text < before + nearby)
            ++m_text;
        if (m_ends[m_text] <= at)
            m_text = size_t(std::upper_bound(m_ends.begin() + ptrdiff_t(m_text), m_ends.end(), at) - m_ends.begin());
        m_found.set(m_firstCode + quint32(m_text));
        return m_ends[m_text];
    }

    std::string_view m_all;
    const std::vector<quint32> &m_ends;
    std::string_view m_needle;
    quint32 m_firstCode;
    RowBits &m_found;
    size_t m_text = 0;
};

} // namespace

RowBits searchFolded(
    const TextList &texts, std::string_view needle, const RowBits *within, Crew &crew, const StopFlag &stop)
{
    const quint32 codes = texts.size() + 1;
    if (needle.empty()) {
        RowBits all(codes, true);
        all.reset(0);
        return all;
    }
    RowBits found(codes);
    if (needle.find('\0') != std::string_view::npos)
        return found; // no text holds it, though it stands between texts
    if (within && within->count() < codes / narrowShare) {
        for (size_t word = 0; word < within->words().size() && !stop; ++word) {
            RowBits::forEachIn(within->words()[word], quint32(word * 64), [&](quint32 code) {
                if (texts.folded(code).find(needle) != std::string_view::npos)
                    found.set(code);
            });
        }
        return found;
    }
    // A chunk's codes begin behind a multiple of 64, so that two chunks share the word between them: parts take the
    // codes without the 1 and are shifted afterwards.
    RowBits shifted(codes);
    const auto &chunks = texts.chunks();
    const Scanner scanner(needle);
    const size_t parts = (chunks.size() + chunksPerPart - 1) / chunksPerPart;
    crew.share(parts, [&](size_t part) {
        const size_t last = std::min(chunks.size(), (part + 1) * chunksPerPart);
        for (size_t i = part * chunksPerPart; i < last && !stop; ++i)
            ChunkSearch(*chunks[i], needle, quint32(i) * TextList::chunkSize, shifted).run(scanner);
    });
    quint64 carried = 0;
    for (size_t i = 0; i < found.words().size(); ++i) {
        const quint64 word = shifted.words()[i];
        found.words()[i] = word << 1 | carried;
        carried = word >> 63;
    }
    found.trim();
    return found;
}

} // namespace belvedere
