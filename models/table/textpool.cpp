// Giving codes to texts.
#include "table/textpool.h"

#include "base/fold.h"

#include <algorithm>
#include <bit>
#include <QHashFunctions>

namespace belvedere {

namespace {

constexpr size_t firstSlots = 64;

size_t hashOf(std::string_view text)
{
    // Qt's hash is seeded per process, so that a server cannot choose texts that collide.
    return qHashBits(text.data(), text.size(), QHashSeed::globalSeed());
}

// The folded form, in `buffer` when it differs from the text.
std::string_view foldedForm(std::string_view text, std::string &buffer)
{
    const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto isPlain = [](char c) { return (static_cast<unsigned char>(c) & 0x80U) == 0; };
    if (std::all_of(text.begin(), text.end(), isPlain)) {
        if (std::none_of(text.begin(), text.end(), isUpper))
            return text;
        buffer.resize(text.size());
        std::transform(text.begin(), text.end(), buffer.begin(),
            [isUpper](char c) { return isUpper(c) ? char(c + ('a' - 'A')) : c; });
        return buffer;
    }
    buffer = folded(QString::fromUtf8(text.data(), qsizetype(text.size()))).toStdString();
    return buffer;
}

} // namespace

TextPool::TextPool(const TextList &list)
    : m_size(list.size())
    , m_lastIsShared(true)
{
    m_chunks.reserve(list.chunks().size());
    for (const auto &chunk : list.chunks())
        m_chunks.push_back(std::const_pointer_cast<TextList::Chunk>(chunk)); // never written to: all are shared
    m_slots.resize(std::bit_ceil(size_t(m_size) + 1)); // grow() doubles it
    if (m_size > 0)
        grow();
    else
        m_slots.clear();
}

quint32 TextPool::intern(std::string_view text)
{
    if (m_slots.size() < (size_t(m_size) + 1) * 2)
        grow();
    const size_t hash = hashOf(text);
    const quint64 tag = quint64(hash) & 0xFFFF'FFFF'0000'0000U;
    const size_t mask = m_slots.size() - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        const quint64 slot = m_slots[i];
        if (slot == 0) {
            append(text);
            m_slots[i] = tag | m_size;
            return m_size;
        }
        const auto code = quint32(slot);
        if ((slot & 0xFFFF'FFFF'0000'0000U) == tag && utf8(code) == text)
            return code;
    }
}

void TextPool::append(std::string_view text)
{
    using Chunk = TextList::Chunk;
    if (m_size % TextList::chunkSize == 0) {
        m_chunks.push_back(std::make_shared<Chunk>());
        m_lastIsShared = false;
    } else if (m_lastIsShared) {
        m_chunks.back() = std::make_shared<Chunk>(*m_chunks.back());
        m_lastIsShared = false;
    }
    Chunk &chunk = *m_chunks.back();
    std::string buffer;
    const std::string_view form = foldedForm(text, buffer);
    if (chunk.foldedEnds.empty() && form != text) {
        chunk.folded = chunk.bytes;
        chunk.foldedEnds = chunk.ends;
        if (chunk.foldedEnds.empty())
            chunk.foldedEnds.reserve(TextList::chunkSize);
    }
    const bool differs = !chunk.foldedEnds.empty() || form != text;
    chunk.bytes.append(text);
    chunk.bytes.push_back('\0');
    chunk.ends.push_back(quint32(chunk.bytes.size()));
    if (differs) {
        chunk.folded.append(form);
        chunk.folded.push_back('\0');
        chunk.foldedEnds.push_back(quint32(chunk.folded.size()));
    }
    ++m_size;
}

void TextPool::grow()
{
    m_slots.assign(std::max(firstSlots, m_slots.size() * 2), 0);
    const size_t mask = m_slots.size() - 1;
    for (quint32 code = 1; code <= m_size; ++code) {
        const size_t hash = hashOf(utf8(code));
        size_t i = hash & mask;
        while (m_slots[i] != 0)
            i = (i + 1) & mask;
        m_slots[i] = (quint64(hash) & 0xFFFF'FFFF'0000'0000U) | code;
    }
}

TextList TextPool::list()
{
    m_lastIsShared = true;
    return {{m_chunks.begin(), m_chunks.end()}, m_size};
}

} // namespace belvedere
