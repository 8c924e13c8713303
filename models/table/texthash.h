// Hashing and comparing the short texts that columns are made of, inline.
#pragma once

#include <cstring>
#include <QHashFunctions>
#include <string_view>

namespace belvedere {

namespace detail {

inline quint64 eightBytes(const char *at)
{
    quint64 bytes = 0;
    std::memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}
inline quint64 fourBytes(const char *at)
{
    quint32 bytes = 0;
    std::memcpy(&bytes, at, sizeof(bytes));
    return bytes;
}

// All of at most 16 bytes in two words; together with the size they are the text.
struct ShortText {
    quint64 first = 0;
    quint64 last = 0;
};
inline ShortText shortText(const char *at, size_t size)
{
    if (size >= 8)
        return {eightBytes(at), eightBytes(at + size - 8)};
    if (size >= 4)
        return {fourBytes(at), fourBytes(at + size - 4)};
    if (size == 0)
        return {};
    const auto byte = [at](size_t place) { return quint64(static_cast<unsigned char>(at[place])); };
    return {byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16, 0};
}

#if defined(__SIZEOF_INT128__)
inline quint64 folded128(quint64 a, quint64 b)
{
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide(a) * b;
    return quint64(product) ^ quint64(product >> 64);
}
#endif

} // namespace detail

// Seeded per process like every hash of Qt, so that a server cannot choose texts that collide. `rest` are the last
// bytes, at most 16; `state` is of those before, see textHash().
inline quint32 finishedHash(detail::ShortText rest, size_t size, quint64 state)
{
#if defined(__SIZEOF_INT128__)
    // Fractions of square roots of primes, as in SHA-512.
    constexpr quint64 first = 0x6A09'E667'F3BC'C909U;
    constexpr quint64 second = 0xBB67'AE85'84CA'A73BU;
    const quint64 mixed = detail::folded128(rest.first ^ state, rest.last ^ (state + first));
    const quint64 hash = detail::folded128(mixed ^ state, second ^ quint64(size));
#else
    const quint64 words[] = {rest.first, rest.last, quint64(size)};
    const quint64 hash = qHashBits(words, sizeof(words), size_t(state));
#endif
    return quint32(hash ^ hash >> 32);
}

inline quint32 textHash(std::string_view text, size_t seed)
{
    const char *at = text.data();
    quint64 state = seed;
    if (text.size() <= 16)
        return finishedHash(detail::shortText(at, text.size()), text.size(), state);
    size_t left = text.size();
    for (; left > 16; left -= 16, at += 16)
        state = finishedHash({detail::eightBytes(at), detail::eightBytes(at + 8)}, left, state) ^ (state << 32);
    return finishedHash(detail::shortText(at, left), text.size(), state);
}
inline quint32 textHash(std::string_view text) { return textHash(text, QHashSeed::globalSeed()); }

inline bool sameText(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    if (a.size() > 16)
        return std::memcmp(a.data(), b.data(), a.size()) == 0;
    const detail::ShortText left = detail::shortText(a.data(), a.size());
    const detail::ShortText right = detail::shortText(b.data(), b.size());
    return left.first == right.first && left.last == right.last;
}

} // namespace belvedere
