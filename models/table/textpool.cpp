// Giving codes to texts.
#include "table/textpool.h"

#include "base/fold.h"
#include "table/texthash.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <QHashFunctions>

namespace belvedere {

namespace {

constexpr size_t firstSlots = 64;
constexpr size_t fewSlots = 65'536;
constexpr size_t plenty = 1'073'741'824; // bytes of a chunk
constexpr quint64 highBits = 0x8080'8080'8080'8080U;

quint32 tagOf(quint32 hash, size_t slots) { return hash & ~quint32(slots - 1); }

void prefetch(const void *address)
{
#if defined(__GNUC__)
    __builtin_prefetch(address);
#else
    Q_UNUSED(address);
#endif
}

bool isAscii(std::string_view text)
{
    quint64 bits = 0;
    size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        quint64 eight = 0;
        std::memcpy(&eight, text.data() + i, 8);
        bits |= eight;
    }
    for (; i < text.size(); ++i)
        bits |= static_cast<unsigned char>(text[i]);
    return (bits & highBits) == 0;
}

bool hasUpper(std::string_view ascii)
{
    // In a byte below 128, adding 63 sets the top bit from 'A' on, adding 37 from behind 'Z' on.
    const auto upperOf = [](quint64 eight) {
        return (eight + 0x3F3F'3F3F'3F3F'3F3FU) & ~(eight + 0x2525'2525'2525'2525U) & highBits;
    };
    quint64 any = 0;
    size_t i = 0;
    for (; i + 8 <= ascii.size(); i += 8)
        any |= upperOf(detail::eightBytes(ascii.data() + i));
    quint64 rest = 0;
    if (i < ascii.size())
        std::memcpy(&rest, ascii.data() + i, ascii.size() - i);
    return (any | upperOf(rest)) != 0;
}

void appendLower(std::string &all, std::string_view ascii)
{
    const size_t before = all.size();
    all.append(ascii);
    for (size_t i = before; i < all.size(); ++i) {
        const auto c = static_cast<unsigned char>(all[i]);
        all[i] = char(c + (unsigned(c - 'A') < 26U ? 'a' - 'A' : 0));
    }
}

// From now on the chunk has folded forms of its own; so far the texts were theirs.
void separate(TextList::Chunk &chunk, size_t texts)
{
    chunk.foldedEnds.assign(chunk.ends.begin(), chunk.ends.begin() + ptrdiff_t(texts));
    chunk.folded.assign(chunk.bytes, 0, texts == 0 ? 0 : chunk.ends[texts - 1]);
}

// What the text at `place` of a chunk may add to `size` bytes, its ending byte included, so that all texts behind it
// have as much room within 32 bits.
size_t shareOf(size_t place, size_t size)
{
    const size_t room =
        std::numeric_limits<quint32>::max() - std::min<size_t>(size, std::numeric_limits<quint32>::max());
    return std::max<size_t>(1, room / (TextList::chunkSize - place));
}

// No more than `most` bytes of it, and no part of a character.
std::string_view cut(std::string_view utf8, size_t most)
{
    if (utf8.size() <= most)
        return utf8;
    while (most > 0 && (static_cast<unsigned char>(utf8[most]) & 0xC0U) == 0x80U)
        --most;
    return utf8.substr(0, most);
}

// Folds the texts of the chunk from `first` on; those before are folded.
void fold(TextList::Chunk &chunk, size_t first)
{
    const size_t start = first == 0 ? 0 : chunk.ends[first - 1];
    const std::string_view added = std::string_view(chunk.bytes).substr(start);
    const size_t room = std::numeric_limits<quint32>::max() - TextList::chunkSize;
    // in one go, since lengths stay as they are
    if (isAscii(added) && (chunk.foldedEnds.empty() || chunk.folded.size() + added.size() < room)) {
        if (chunk.foldedEnds.empty() && !hasUpper(added))
            return;
        if (chunk.foldedEnds.empty())
            separate(chunk, first);
        const auto shift = quint32(chunk.folded.size()) - quint32(start);
        appendLower(chunk.folded, added);
        for (size_t i = first; i < chunk.ends.size(); ++i)
            chunk.foldedEnds.push_back(chunk.ends[i] + shift);
        return;
    }
    for (size_t i = first; i < chunk.ends.size(); ++i) {
        const std::string_view text = chunk.text(quint32(i));
        const std::string form = folded(QString::fromUtf8(text.data(), qsizetype(text.size()))).toStdString();
        if (chunk.foldedEnds.empty() && form == text)
            continue;
        if (chunk.foldedEnds.empty())
            separate(chunk, i);
        chunk.folded.append(cut(form, shareOf(i, chunk.folded.size()) - 1)).push_back('\0');
        chunk.foldedEnds.push_back(quint32(chunk.folded.size()));
    }
}

// A full chunk gives back what it has reserved too much.
void trim(TextList::Chunk &chunk)
{
    chunk.bytes.shrink_to_fit();
    chunk.ends.shrink_to_fit();
    chunk.folded.shrink_to_fit();
    chunk.foldedEnds.shrink_to_fit();
}

} // namespace

// The slots are made when a text is looked up.
TextPool::TextPool(const TextList &list)
    : m_size(list.size())
    , m_lastIsShared(true)
{
    m_chunks.reserve(list.chunks().size());
    for (const auto &chunk : list.chunks())
        m_chunks.push_back(std::const_pointer_cast<TextList::Chunk>(chunk)); // never written to: all are shared
    if (!m_chunks.empty())
        m_foldedOfLast = m_chunks.back()->ends.size();
}

quint32 TextPool::intern(std::string_view text)
{
    makeRoom(1);
    return find(text, textHash(text));
}

void TextPool::intern(std::span<const HashedText> texts, quint32 *codes)
{
    makeRoom(texts.size());
    const size_t mask = m_slots.size() - 1;
    for (const HashedText &text : texts)
        prefetch(&m_slots[text.hash & mask]);
    for (const HashedText &text : texts) {
        const quint32 slot = m_slots[text.hash & mask];
        if (slot != 0 && ((slot ^ text.hash) & ~quint32(mask)) == 0)
            prefetch(utf8(slot & quint32(mask)).data());
    }
    for (size_t i = 0; i < texts.size(); ++i)
        codes[i] = find(texts[i].text, texts[i].hash);
}

quint32 TextPool::find(std::string_view text, quint32 hash)
{
    const size_t mask = m_slots.size() - 1;
    const quint32 tag = tagOf(hash, m_slots.size());
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        const quint32 slot = m_slots[i];
        if (slot == 0) {
            m_slots[i] = tag | append(text);
            return m_size;
        }
        const quint32 code = slot & quint32(mask);
        if ((slot ^ code) == tag && sameText(utf8(code), text))
            return code;
    }
}

quint32 TextPool::append(std::string_view text)
{
    using Chunk = TextList::Chunk;
    if (m_size % TextList::chunkSize == 0) {
        auto next = std::make_shared<Chunk>();
        if (!m_chunks.empty()) { // probably as much again
            next->bytes.reserve(m_chunks.back()->bytes.size() + m_chunks.back()->bytes.size() / 16);
            next->ends.reserve(TextList::chunkSize);
        }
        m_chunks.push_back(std::move(next));
        m_lastIsShared = false;
        m_foldedOfLast = 0;
    } else if (m_lastIsShared) {
        m_chunks.back() = std::make_shared<Chunk>(*m_chunks.back());
        m_lastIsShared = false;
    }
    Chunk &chunk = *m_chunks.back();
    if (chunk.bytes.size() + text.size() > plenty) // of sets without measure; never of what a person has written
        text = cut(text, shareOf(chunk.ends.size(), chunk.bytes.size()) - 1);
    chunk.bytes.append(text).push_back('\0');
    chunk.ends.push_back(quint32(chunk.bytes.size()));
    if (++m_size % TextList::chunkSize == 0) {
        foldLast();
        trim(chunk);
    }
    return m_size;
}

void TextPool::foldLast()
{
    if (m_chunks.empty() || m_foldedOfLast == m_chunks.back()->ends.size())
        return;
    fold(*m_chunks.back(), m_foldedOfLast);
    m_foldedOfLast = m_chunks.back()->ends.size();
}

void TextPool::makeRoom(size_t texts)
{
    const size_t needed = size_t(m_size) + texts;
    if (needed * 4 <= m_slots.size() * 3)
        return;
    // At first in large steps, so that little is hashed again.
    const size_t growth = m_slots.size() < fewSlots ? 4 : 1;
    const size_t slots = std::max(firstSlots, std::bit_ceil(needed + needed / 3 + 1) * growth);
    m_slots.assign(slots, 0);
    const size_t mask = slots - 1;
    const size_t seed = QHashSeed::globalSeed();
    for (quint32 code = 1; code <= m_size; ++code) {
        const quint32 hash = textHash(utf8(code), seed);
        size_t i = hash & mask;
        while (m_slots[i] != 0)
            i = (i + 1) & mask;
        m_slots[i] = tagOf(hash, slots) | code;
    }
}

TextList TextPool::list()
{
    foldLast();
    m_lastIsShared = true;
    return {{m_chunks.begin(), m_chunks.end()}, m_size};
}

} // namespace belvedere
