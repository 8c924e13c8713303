// Giving codes to texts.
#include "table/textpool.h"

#include "base/fold.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <QHashFunctions>

namespace belvedere {

namespace {

constexpr size_t firstSlots = 64;
constexpr quint64 highBits = 0x8080'8080'8080'8080U;

size_t hashOf(std::string_view text)
{
    // Qt's hash is seeded per process, so that a server cannot choose texts that collide.
    return qHashBits(text.data(), text.size(), QHashSeed::globalSeed());
}

quint32 tagOf(size_t hash, size_t slots) { return quint32(quint64(hash) >> 32) & ~quint32(slots - 1); }

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

// Lower case of ASCII in place, eight bytes at a time; true: something changed.
bool lower(char *text, size_t size)
{
    // In a byte below 128, adding 63 sets the top bit from 'A' on, adding 37 from behind 'Z' on.
    const auto upperOf = [](quint64 eight) {
        return (eight + 0x3F3F'3F3F'3F3F'3F3FU) & ~(eight + 0x2525'2525'2525'2525U) & highBits;
    };
    quint64 any = 0;
    for (size_t i = 0; i < size; i += 8) {
        const size_t bytes = std::min<size_t>(8, size - i);
        quint64 eight = 0;
        std::memcpy(&eight, text + i, bytes);
        const quint64 upper = upperOf(eight);
        any |= upper;
        eight |= upper >> 2;
        std::memcpy(text + i, &eight, bytes);
    }
    return any != 0;
}

// Puts the folded form of `text` behind `all`; true: it is not the text itself.
bool appendFolded(std::string &all, std::string_view text)
{
    if (isAscii(text)) {
        all.append(text);
        return lower(all.data() + all.size() - text.size(), text.size());
    }
    const std::string form = folded(QString::fromUtf8(text.data(), qsizetype(text.size()))).toStdString();
    all.append(form);
    return form != text;
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

quint32 TextPool::intern(std::string_view text)
{
    makeRoom(1);
    return find(text, hashOf(text));
}

void TextPool::intern(std::span<const std::string_view> texts, quint32 *codes)
{
    makeRoom(texts.size());
    m_hashes.resize(std::max(m_hashes.size(), texts.size()));
    const size_t mask = m_slots.size() - 1;
    for (size_t i = 0; i < texts.size(); ++i) {
        m_hashes[i] = hashOf(texts[i]);
        prefetch(&m_slots[m_hashes[i] & mask]);
    }
    for (size_t i = 0; i < texts.size(); ++i)
        codes[i] = find(texts[i], m_hashes[i]);
}

quint32 TextPool::find(std::string_view text, size_t hash)
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
        if ((slot ^ code) == tag && utf8(code) == text)
            return code;
    }
}

quint32 TextPool::append(std::string_view text)
{
    using Chunk = TextList::Chunk;
    if (m_size % TextList::chunkSize == 0) {
        auto next = std::make_shared<Chunk>();
        if (!m_chunks.empty()) { // probably as much again
            const Chunk &last = *m_chunks.back();
            next->bytes.reserve(last.bytes.size() + last.bytes.size() / 16);
            next->ends.reserve(TextList::chunkSize);
            next->folded.reserve(last.folded.size() + last.folded.size() / 16);
            next->foldedEnds.reserve(last.foldedEnds.empty() ? 0 : TextList::chunkSize);
        }
        m_chunks.push_back(std::move(next));
        m_lastIsShared = false;
    } else if (m_lastIsShared) {
        m_chunks.back() = std::make_shared<Chunk>(*m_chunks.back());
        m_lastIsShared = false;
    }
    Chunk &chunk = *m_chunks.back();
    const size_t foldedBefore = chunk.folded.size();
    const bool differs = appendFolded(chunk.folded, text);
    if (differs && chunk.foldedEnds.empty()) { // so far the texts were their own folded forms
        const std::string form = chunk.folded.substr(foldedBefore);
        chunk.folded.assign(chunk.bytes).append(form);
        chunk.foldedEnds = chunk.ends;
    }
    chunk.bytes.append(text);
    chunk.bytes.push_back('\0');
    chunk.ends.push_back(quint32(chunk.bytes.size()));
    if (differs || !chunk.foldedEnds.empty()) {
        chunk.folded.push_back('\0');
        chunk.foldedEnds.push_back(quint32(chunk.folded.size()));
    } else {
        chunk.folded.clear();
    }
    if (++m_size % TextList::chunkSize == 0)
        trim(chunk);
    return m_size;
}

void TextPool::makeRoom(size_t texts)
{
    const size_t needed = size_t(m_size) + texts;
    if (needed * 4 <= m_slots.size() * 3)
        return;
    const size_t slots = std::max(firstSlots, std::bit_ceil(needed + needed / 3 + 1));
    m_slots.assign(slots, 0);
    const size_t mask = slots - 1;
    for (quint32 code = 1; code <= m_size; ++code) {
        const size_t hash = hashOf(utf8(code));
        size_t i = hash & mask;
        while (m_slots[i] != 0)
            i = (i + 1) & mask;
        m_slots[i] = tagOf(hash, slots) | code;
    }
}

TextList TextPool::list()
{
    m_lastIsShared = true;
    return {{m_chunks.begin(), m_chunks.end()}, m_size};
}

} // namespace belvedere
