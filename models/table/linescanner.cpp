// Reading a line of JSON by comparing it with what is expected.
#include "table/linescanner.h"

#include "domain/json.h"
#include "table/isotime.h"
#include "table/setform.h"

#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Its errors are values here: what a server sends must not throw.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace belvedere {

namespace {

constexpr unsigned char firstPrintable = 0x20;

// Where the text that starts at `at` has its first quote, backslash or control character, and whether there is a byte
// beyond ASCII before that. Ends at the end of the line at the latest: a line feed follows, or the padding.
struct TextEnd {
    const char *at;
    bool isAscii;
};

#if defined(__SSE2__)
inline TextEnd endOfText(const char *at)
{
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i aboveControl = _mm_set1_epi8(char(~(firstPrintable - 1)));
    const __m128i none = _mm_setzero_si128();
    unsigned beyond = 0;
    for (;; at += 16) {
        __m128i bytes;
        std::memcpy(&bytes, at, sizeof(bytes));
        const __m128i ends = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
            _mm_cmpeq_epi8(_mm_and_si128(bytes, aboveControl), none));
        const auto found = unsigned(_mm_movemask_epi8(ends));
        const auto high = unsigned(_mm_movemask_epi8(bytes));
        if (found != 0) {
            const int place = std::countr_zero(found);
            beyond |= high & ((1U << place) - 1);
            return {at + place, beyond == 0};
        }
        beyond |= high;
    }
}
#else
inline TextEnd endOfText(const char *at)
{
    bool isAscii = true;
    for (;; ++at) {
        const auto byte = static_cast<unsigned char>(*at);
        if (byte == '"' || byte == '\\' || byte < firstPrintable)
            return {at, isAscii};
        isAscii = isAscii && byte < 0x80;
    }
}
#endif

// Takes a text with its quotes. Characters are counted by no more than their bytes.
inline bool takeText(const char *&at, qsizetype limit, std::string_view &text)
{
    if (*at != '"')
        return false;
    const TextEnd end = endOfText(++at);
    if (*end.at != '"' || end.at - at > limit)
        return false;
    text = {at, size_t(end.at - at)};
    at = end.at + 1;
    return end.isAscii || simdjson::validate_utf8(text.data(), text.size());
}

// Eight digits at once: pairs, then fours, then all. False: one of them is none.
inline bool eightDigits(quint64 bytes, quint64 &number)
{
    const quint64 digits = bytes ^ 0x3030'3030'3030'3030U;
    if (((digits | (digits + 0x7676'7676'7676'7676U)) & 0x8080'8080'8080'8080U) != 0)
        return false;
    const quint64 pairs = digits * 10 + (digits >> 8);
    constexpr quint64 lane = 0x0000'00FF'0000'00FFU;
    constexpr quint64 outer = 100 + (quint64(1'000'000) << 32);
    constexpr quint64 inner = 1 + (quint64(10'000) << 32);
    number = quint32(((pairs & lane) * outer + ((pairs >> 16) & lane) * inner) >> 32);
    return true;
}

inline bool takeInteger(const char *&at, qint64 &number)
{
    constexpr ptrdiff_t safeDigits = 15; // below 2^53
    const bool isNegative = *at == '-';
    at += isNegative ? 1 : 0;
    const char *const first = at;
    quint64 value = 0;
    if constexpr (std::endian::native == std::endian::little) {
        if (eightDigits(detail::eightBytes(at), value))
            at += 8;
    }
    for (; *at >= '0' && *at <= '9'; ++at) {
        if (at - first == safeDigits)
            return false;
        value = value * 10 + quint64(*at - '0');
    }
    number = isNegative ? -qint64(value) : qint64(value);
    return at - first == 1 || (at != first && *first != '0');
}

template<size_t Size> bool takeWord(const char *&at, const char (&word)[Size])
{
    if (std::memcmp(at, word, Size - 1) != 0)
        return false;
    at += Size - 1;
    return true;
}

} // namespace

Q_ALWAYS_INLINE void LineScanner::setText(size_t column, std::string_view text, RowBatch &batch)
{
    if (column == m_idColumn) // never the same twice
        m_recent.setUnique(batch, column, text);
    else
        m_recent.set(batch, column, text);
}

bool LineScanner::set(const char *&at, size_t column, RowBatch &batch)
{
    m_members.clear();
    if (*at++ != '[')
        return false;
    for (bool more = *at != ']'; more;) {
        std::string_view member;
        if (m_members.size() == maximumSetSize || !takeText(at, maximumTextLength, member))
            return false;
        m_members.push_back(member);
        more = *at == ',';
        at += more ? 1 : 0;
    }
    if (*at++ != ']')
        return false;
    const std::string_view joined = joinedSet(m_members, batch);
    if (m_members.size() <= 1)
        m_recent.set(batch, column, joined);
    else
        m_recent.setPassing(batch, column, joined);
    return true;
}

Q_ALWAYS_INLINE bool LineScanner::value(const char *&at, size_t column, RowBatch &batch)
{
    if (*at == 'n')
        return takeWord(at, "null");
    const Kind kind = m_fields[column].kind;
    switch (kind) {
    case Kind::Text:
    case Kind::Enum:
    case Kind::Version: {
        std::string_view text;
        if (!takeText(at, kind == Kind::Version ? Version::maximumLength : maximumTextLength, text))
            return false;
        if (!text.empty())
            setText(column, text, batch);
        return true;
    }
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration: {
        qint64 number = 0;
        if (!takeInteger(at, number))
            return false;
        batch.setNumber(column, number);
        return true;
    }
    case Kind::Bool: {
        const bool truth = *at == 't';
        batch.setNumber(column, truth);
        return truth ? takeWord(at, "true") : takeWord(at, "false");
    }
    case Kind::Time: {
        std::string_view text;
        if (!takeText(at, maximumTextLength, text))
            return false;
        const std::optional<qint64> time = isoTime(text);
        if (time)
            batch.setNumber(column, *time);
        return time.has_value();
    }
    case Kind::Set:
        return set(at, column, batch);
    case Kind::Object:
    case Kind::List:
        break; // not for tables, skipped by the decoder
    }
    return false;
}

bool LineScanner::scan(std::string_view line, RowBatch &batch)
{
    const char *at = line.data();
    if (!line.starts_with('{'))
        return false;
    ++at;
    m_keys.beginLine();
    for (size_t key = KeyOrder::noKey;;) {
        size_t length = 0;
        if (*at++ != '"')
            return false;
        key = m_keys.expect(at, key, length);
        if (key >= m_fields.size() || !m_keys.isFirst(key))
            return false;
        at += length;
        if (!value(at, key, batch))
            return false;
        if (*at == ',')
            ++at;
        else
            break;
    }
    const std::string_view rest = line.substr(size_t(at - line.data()));
    return rest == "}" || rest == "}\r";
}

} // namespace belvedere
