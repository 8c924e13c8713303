// Reading a line of JSON by comparing it with what is expected.
#include "table/linescanner.h"

#include "domain/json.h"
#include "table/isotime.h"
#include "table/setform.h"

#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Its errors are values here: what a server sends must not throw.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace belvedere {

namespace {

constexpr unsigned char firstPrintable = 0x20;
constexpr unsigned char firstNonAscii = 0x80;

// Where the text that starts at `at` has its first quote, backslash or control character, and whether there is a byte
// beyond ASCII before that. Ends at the end of the line at the latest: a line feed follows, or the padding.
struct TextEnd {
    const char *at;
    bool isAscii;
};

#if defined(__SSE2__)
TextEnd endOfText(const char *at)
{
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i lastControl = _mm_set1_epi8(char(firstPrintable - 1));
    unsigned beyond = 0;
    for (;; at += 16) {
        __m128i bytes;
        std::memcpy(&bytes, at, sizeof(bytes));
        const __m128i ends = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
            _mm_cmpeq_epi8(_mm_min_epu8(bytes, lastControl), bytes));
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
TextEnd endOfText(const char *at)
{
    bool isAscii = true;
    for (;; ++at) {
        const auto byte = static_cast<unsigned char>(*at);
        if (byte == '"' || byte == '\\' || byte < firstPrintable)
            return {at, isAscii};
        isAscii = isAscii && byte < firstNonAscii;
    }
}
#endif

// Takes a text with its quotes. Characters are counted by no more than their bytes.
bool takeText(const char *&at, qsizetype limit, std::string_view &text)
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

bool takeInteger(const char *&at, qint64 &number)
{
    constexpr ptrdiff_t safeDigits = 15; // below 2^53
    const bool isNegative = *at == '-';
    at += isNegative ? 1 : 0;
    const char *const first = at;
    number = 0;
    for (; *at >= '0' && *at <= '9'; ++at) {
        if (at - first == safeDigits)
            return false;
        number = number * 10 + (*at - '0');
    }
    if (isNegative)
        number = -number;
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
    batch.setText(column, joinedSet(m_members, batch));
    return true;
}

bool LineScanner::value(const char *&at, size_t column, RowBatch &batch)
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
            batch.setText(column, text);
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
