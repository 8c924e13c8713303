// Reading lines of JSON with simdjson.
#include "table/linedecoder.h"

#include "domain/json.h"
#include "table/isotime.h"
#include "table/setform.h"

#include <cmath>
#include <cstring>

// Its errors are values here: what a server sends must not throw.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace belvedere {

namespace {

namespace od = simdjson::ondemand;

constexpr Refusal typeRefused = "decode.type";
constexpr Refusal malformed = "line.malformed";

bool isShorter(std::string_view utf8, qsizetype limit) // in UTF-16 units, at most `limit`
{
    if (qsizetype(utf8.size()) <= limit)
        return true;
    return qsizetype(utf8.size()) <= limit * 3
        && QString::fromUtf8(utf8.data(), qsizetype(utf8.size())).size() <= limit;
}

Refusal refusalOf(simdjson::error_code error)
{
    switch (error) {
    case simdjson::INCORRECT_TYPE:
    case simdjson::NUMBER_OUT_OF_RANGE:
    case simdjson::NUMBER_ERROR:
        return typeRefused;
    case simdjson::UTF8_ERROR:
        return "line.encoding";
    default:
        return malformed;
    }
}

Refusal readText(od::value value, qsizetype limit, std::string_view &text)
{
    if (const auto error = value.get_string().get(text))
        return refusalOf(error);
    const bool holdsNul = !text.empty() && std::memchr(text.data(), 0, text.size()) != nullptr;
    return holdsNul || !isShorter(text, limit) ? typeRefused : nullptr;
}

Refusal readInteger(od::value value, qint64 &number)
{
    int64_t integer = 0;
    if (const auto error = value.get_int64().get(integer)) {
        double real = 0; // 3.0 is an integer too
        if (error == simdjson::INCOMPLETE_ARRAY_OR_OBJECT || value.get_double().get(real) || std::trunc(real) != real
            || std::abs(real) > double(maximumInteger))
            return typeRefused;
        number = qint64(real);
        return nullptr;
    }
    number = integer;
    return integer > maximumInteger || integer < -maximumInteger ? typeRefused : nullptr;
}

Refusal readSet(od::value value, size_t column, RowBatch &batch, RecentTexts &recent)
{
    od::array array;
    if (const auto error = value.get_array().get(array))
        return refusalOf(error);
    std::vector<std::string_view> members;
    for (auto item : array) {
        od::value member;
        std::string_view text;
        if (const auto error = item.get(member))
            return refusalOf(error);
        if (members.size() == maximumSetSize)
            return typeRefused;
        if (const Refusal refusal = readText(member, maximumTextLength, text))
            return refusal;
        members.push_back(text);
    }
    // The parser's own copy of a text lives only until the next line.
    const std::string_view joined = joinedSet(members, batch);
    recent.setPassing(batch, column, members.size() == 1 ? batch.keep(joined) : joined);
    return nullptr;
}

bool isNull(od::value value)
{
    bool answer = false;
    return !value.is_null().get(answer) && answer;
}

constexpr int maximumDepth = 64; // of values within values, as everywhere; an optimised parser does not count itself

// Goes over a value that nobody wants: by itself the parser would pass over it without a look at its words and numbers.
Refusal skip(od::value value, int depth = 0)
{
    if (depth > maximumDepth)
        return malformed;
    od::json_type type{};
    if (value.type().get(type))
        return malformed;
    switch (type) {
    case od::json_type::object: {
        od::object object;
        if (value.get_object().get(object))
            return malformed;
        for (auto item : object) {
            od::field field;
            std::string_view name;
            if (std::move(item).get(field) || field.unescaped_key().get(name) || skip(field.value(), depth + 1))
                return malformed;
        }
        return nullptr;
    }
    case od::json_type::array: {
        od::array array;
        if (value.get_array().get(array))
            return malformed;
        for (auto item : array) {
            od::value member;
            if (item.get(member) || skip(member, depth + 1))
                return malformed;
        }
        return nullptr;
    }
    case od::json_type::string: {
        std::string_view text;
        return value.get_string().get(text) ? malformed : nullptr;
    }
    case od::json_type::number: {
        double number = 0;
        return value.get_double().get(number) ? malformed : nullptr;
    }
    case od::json_type::boolean: {
        bool truth = false;
        return value.get_bool().get(truth) ? malformed : nullptr;
    }
    case od::json_type::null:
        break;
    }
    return isNull(value) ? nullptr : malformed;
}

// Reads a value other than null.
Refusal readValue(od::value value, Kind kind, size_t column, RowBatch &batch, RecentTexts &recent)
{
    switch (kind) {
    case Kind::Text:
    case Kind::Enum:
    case Kind::Version: {
        std::string_view text;
        const Refusal refusal =
            readText(value, kind == Kind::Version ? Version::maximumLength : maximumTextLength, text);
        if (!refusal && !text.empty())
            recent.setPassing(batch, column, batch.keep(text));
        return refusal;
    }
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration: {
        qint64 number = 0;
        const Refusal refusal = readInteger(value, number);
        batch.setNumber(column, number);
        return refusal;
    }
    case Kind::Bool: {
        bool truth = false;
        if (const auto error = value.get_bool().get(truth))
            return refusalOf(error);
        batch.setNumber(column, truth);
        return nullptr;
    }
    case Kind::Time: {
        std::string_view text;
        if (const Refusal refusal = readText(value, maximumTextLength, text))
            return refusal;
        const std::optional<qint64> time = isoTime(text);
        batch.setNumber(column, time.value_or(0));
        return time ? nullptr : typeRefused;
    }
    case Kind::Set:
        return readSet(value, column, batch, recent);
    case Kind::Object:
    case Kind::List:
        break;
    }
    return skip(value); // not for tables
}

Refusal readExtra(od::value value, size_t extra, LineDecoder::Line &line)
{
    if (extra == KeyOrder::Removed) {
        const auto error = value.get_bool().get(line.removed);
        return error ? refusalOf(error) : nullptr;
    }
    line.isLast = true;
    if (extra == KeyOrder::Total) {
        qint64 total = 0;
        const Refusal refusal = readInteger(value, total);
        if (!refusal)
            line.total = total;
        return refusal;
    }
    std::string_view token;
    const Refusal refusal = readText(value, maximumTextLength, token);
    if (!refusal)
        line.token = QString::fromUtf8(token.data(), qsizetype(token.size()));
    return refusal;
}

} // namespace

class LineDecoder::Parser {
public:
    explicit Parser(size_t longest)
        : parser(longest)
    {
    }
    od::parser parser;
    od::document document;
    od::object object;
};

LineDecoder::LineDecoder(std::span<const Field> fields, KeyOrder &keys, RecentTexts &recent, size_t longest)
    : m_fields(fields)
    , m_keys(keys)
    , m_recent(recent)
    , m_parser(std::make_unique<Parser>(longest))
{
    static_assert(readAhead >= simdjson::SIMDJSON_PADDING);
}

LineDecoder::~LineDecoder() = default;

LineDecoder::Line LineDecoder::decode(std::string_view bytes, RowBatch &batch)
{
    Line line;
    const simdjson::padded_string_view padded(bytes, bytes.size() + simdjson::SIMDJSON_PADDING);
    auto error = m_parser->parser.iterate(padded).get(m_parser->document);
    if (!error)
        error = m_parser->document.get_object().get(m_parser->object);
    if (error) {
        line.refusal = error == simdjson::INCORRECT_TYPE ? "line.not-an-object" : refusalOf(error);
        return line;
    }
    members(line, batch);
    // A location is there only while something follows the object.
    if (!line.refusal && !m_parser->document.current_location().error())
        line.refusal = malformed;
    return line;
}

void LineDecoder::members(Line &line, RowBatch &batch)
{
    m_keys.beginLine();
    size_t previous = KeyOrder::noKey;
    for (auto item : m_parser->object) {
        od::field field;
        std::string_view name;
        if (std::move(item).get(field) || field.unescaped_key().get(name)) {
            line.refusal = malformed;
            return;
        }
        const size_t key = m_keys.find(name, previous);
        if (key == KeyOrder::noKey) {
            line.field = nullptr;
            line.refusal = skip(field.value());
            if (line.refusal)
                return;
            continue;
        }
        previous = key;
        if (!m_keys.isFirst(key)) {
            line.refusal = "line.duplicate-key";
            return;
        }
        const od::value value = field.value();
        const bool isField = key < m_fields.size();
        line.field = isField ? &m_fields[key] : nullptr;
        od::value peek = value;
        od::json_type type{};
        if (peek.type().get(type))
            line.refusal = malformed;
        else if (type == od::json_type::null)
            line.refusal = isNull(peek) ? nullptr : malformed;
        else
            line.refusal = isField ? readValue(value, line.field->kind, key, batch, m_recent)
                                   : readExtra(value, key - m_fields.size(), line);
        if (line.refusal)
            return;
    }
}

} // namespace belvedere
