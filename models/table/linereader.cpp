// Lines of JSON into columns, with simdjson's On-Demand interface.
#include "table/linereader.h"

#include "domain/json.h"
#include "table/isotime.h"

#include <cmath>
#include <cstring>

// Its errors are values here: what a server sends must not throw.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

namespace od = simdjson::ondemand;

// Why a value or a line is refused; null: it is not.
using Refusal = const char *;
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

Refusal readSet(od::value value, RowStage &stage, RowStage::Value &into)
{
    od::array array;
    if (const auto error = value.get_array().get(array))
        return refusalOf(error);
    into.first = quint32(stage.members.size());
    int count = 0;
    for (auto item : array) {
        od::value member;
        std::string_view text;
        if (const auto error = item.get(member))
            return refusalOf(error);
        if (++count > maximumSetSize)
            return typeRefused;
        if (const Refusal refusal = readText(member, maximumTextLength, text))
            return refusal;
        if (!text.empty())
            stage.members.push_back(text);
    }
    const auto first = stage.members.begin() + into.first;
    std::sort(first, stage.members.end());
    stage.members.erase(std::unique(first, stage.members.end()), stage.members.end());
    into.count = quint32(stage.members.size()) - into.first;
    into.known = true;
    return nullptr;
}

bool isNull(od::value value)
{
    bool answer = false;
    return !value.is_null().get(answer) && answer;
}

// Reads a value other than null.
Refusal readValue(od::value value, Kind kind, RowStage &stage, RowStage::Value &into)
{
    switch (kind) {
    case Kind::Text:
    case Kind::Enum:
    case Kind::Version: {
        const qsizetype limit = kind == Kind::Version ? Version::maximumLength : maximumTextLength;
        const Refusal refusal = readText(value, limit, into.text);
        into.known = !into.text.empty();
        return refusal;
    }
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        into.known = true;
        return readInteger(value, into.number);
    case Kind::Bool: {
        bool truth = false;
        if (const auto error = value.get_bool().get(truth))
            return refusalOf(error);
        into.known = true;
        into.number = truth;
        return nullptr;
    }
    case Kind::Time: {
        std::string_view text;
        if (const Refusal refusal = readText(value, maximumTextLength, text))
            return refusal;
        const std::optional<qint64> time = isoTime(text);
        into.known = time.has_value();
        into.number = time.value_or(0);
        return time ? nullptr : typeRefused;
    }
    case Kind::Set:
        return readSet(value, stage, into);
    case Kind::Object:
    case Kind::List:
        break; // not for tables
    }
    return nullptr;
}

} // namespace

class LineReader::Private {
public:
    explicit Private(std::span<const Field> fieldList);

    struct Line {
        Refusal refusal = nullptr;
        const Field *field = nullptr; // the refused one
        bool removed = false;
        bool isLast = false; // it held the token
    };
    // `bytes` must be readable SIMDJSON_PADDING bytes beyond its end.
    Line readLine(std::string_view bytes, LineReport &report);
    Line apply(Line line, SnapshotBuilder &builder, LineReport &report) const;

    std::span<const Field> fields;
    size_t idColumn = 0;
    QByteArray tail; // the end of the lines once more, with padding

private:
    // Keys that are not fields have the numbers behind them.
    enum Extra : size_t { Removed, Token, Total, ExtraCount };
    static constexpr int maximumGap = 6;
    static constexpr size_t noKey = std::numeric_limits<size_t>::max();

    size_t keyNumber(od::field &field, size_t previous);
    Refusal readExtra(od::value value, size_t extra, Line &line, LineReport &report);

    std::vector<std::string_view> m_names;
    std::vector<size_t> m_follower; // which key came after this one last time; the extra place is the first key
    std::vector<quint64> m_seen; // the last line with this key
    quint64 m_line = 0;
    od::parser m_parser{size_t(maximumLine)};
    RowStage m_stage;
};

LineReader::Private::Private(std::span<const Field> fieldList)
    : fields(fieldList)
    , m_stage(fieldList.size())
{
    for (const Field &field : fields) {
        if (QLatin1StringView(field.name) == "id"_L1)
            idColumn = m_names.size();
        m_names.emplace_back(field.name);
    }
    for (const char *extra : {"removed", "token", "total"})
        m_names.emplace_back(extra);
    m_follower.assign(m_names.size() + 1, 0);
    m_seen.assign(m_names.size(), 0);
}

// Lines of one server have their keys in one order, so the key is usually the one that came next in the line before.
size_t LineReader::Private::keyNumber(od::field &field, size_t previous)
{
    // A key that this line leaves out is stepped over.
    size_t &guess = m_follower[previous == noKey ? m_names.size() : previous];
    size_t likely = guess;
    for (int step = 0; step < maximumGap; ++step, likely = m_follower[likely]) {
        const std::string_view name = m_names[likely];
        if (name.size() < simdjson::SIMDJSON_PADDING && field.key().unsafe_is_equal(name))
            return likely;
    }
    std::string_view key;
    if (field.unescaped_key().get(key))
        return noKey;
    const auto found = std::find(m_names.begin(), m_names.end(), key);
    if (found == m_names.end())
        return noKey;
    guess = size_t(found - m_names.begin());
    return guess;
}

Refusal LineReader::Private::readExtra(od::value value, size_t extra, Line &line, LineReport &report)
{
    if (extra == Removed) {
        const auto error = value.get_bool().get(line.removed);
        return error ? refusalOf(error) : nullptr;
    }
    line.isLast = true;
    if (extra == Total) {
        qint64 total = 0;
        const Refusal refusal = readInteger(value, total);
        if (!refusal)
            report.total = total;
        return refusal;
    }
    std::string_view token;
    const Refusal refusal = readText(value, maximumTextLength, token);
    if (!refusal)
        report.token = QString::fromUtf8(token.data(), qsizetype(token.size()));
    return refusal;
}

LineReader::Private::Line LineReader::Private::readLine(std::string_view bytes, LineReport &report)
{
    Line line;
    od::document document;
    od::object object;
    const simdjson::padded_string_view padded(bytes, bytes.size() + simdjson::SIMDJSON_PADDING);
    auto error = m_parser.iterate(padded).get(document);
    if (!error)
        error = document.get_object().get(object);
    if (error) {
        line.refusal = error == simdjson::INCORRECT_TYPE ? "line.not-an-object" : refusalOf(error);
        return line;
    }
    ++m_line;
    m_stage.clear();
    size_t previous = noKey;
    for (auto item : object) {
        od::field field;
        if ((error = std::move(item).get(field))) {
            line.refusal = malformed;
            return line;
        }
        const size_t number = keyNumber(field, previous);
        if (number == noKey)
            continue;
        previous = number;
        if (m_seen[number] == m_line) {
            line.refusal = "line.duplicate-key";
            return line;
        }
        m_seen[number] = m_line;
        const od::value value = field.value();
        const bool isField = number < fields.size();
        line.field = isField ? &fields[number] : nullptr;
        od::value peek = value;
        od::json_type type{};
        if (peek.type().get(type))
            line.refusal = malformed;
        else if (type == od::json_type::null)
            line.refusal = isNull(peek) ? nullptr : malformed;
        else
            line.refusal = isField ? readValue(value, line.field->kind, m_stage, m_stage.values[number])
                                   : readExtra(value, number - fields.size(), line, report);
        if (line.refusal)
            return line;
    }
    // A location is there only while something follows the object.
    if (!document.current_location().error())
        line.refusal = malformed;
    return line;
}

LineReader::Private::Line LineReader::Private::apply(Line line, SnapshotBuilder &builder, LineReport &report) const
{
    const RowStage::Value &id = m_stage.values[idColumn];
    if (line.refusal || (line.isLast && !id.known))
        return line;
    if (line.removed && id.known) {
        builder.remove(id.text);
        ++report.removals;
        return line;
    }
    for (size_t i = 0; i < fields.size(); ++i) {
        const bool mustBeThere = i == idColumn || fields[i].is(Required);
        if (mustBeThere && !m_stage.values[i].known && fields[i].kind != Kind::Object && fields[i].kind != Kind::List) {
            line.refusal = "decode.missing";
            line.field = &fields[i];
            return line;
        }
    }
    if (!builder.put(m_stage))
        line.refusal = "line.no-room";
    else
        ++report.rows;
    return line;
}

LineReader::LineReader(std::span<const Field> fields)
    : d(std::make_unique<Private>(fields))
{
}

LineReader::~LineReader() = default;

LineReport LineReader::read(const QByteArray &lines, SnapshotBuilder &builder, const StopFlag *stop)
{
    LineReport report;
    const auto refuse = [&report](qint64 number, const char *code, const Field *field) {
        if (++report.badLines <= LineReport::keptErrors) {
            const bool isAboutField = field && std::string_view(code).starts_with("decode.");
            report.errors.append(
                {number, QString::fromLatin1(code), isAboutField ? QString::fromLatin1(field->name) : QString()});
        }
    };
    const char *at = lines.constData();
    const char *const end = at + lines.size();
    for (qint64 number = 1; at < end && !(stop && *stop); ++number) {
        const auto *newline = static_cast<const char *>(std::memchr(at, '\n', size_t(end - at)));
        const char *const lineEnd = newline ? newline : end;
        std::string_view line(at, size_t(lineEnd - at));
        at = newline ? newline + 1 : end;
        if (line.empty() || line == "\r")
            continue;
        if (qsizetype(line.size()) > maximumLine) {
            refuse(number, "line.too-long", nullptr);
            continue;
        }
        // simdjson reads some bytes beyond the end; only the last lines have none there.
        if (size_t(end - lineEnd) < simdjson::SIMDJSON_PADDING) {
            d->tail = QByteArray(line.data(), qsizetype(line.size()));
            d->tail.append(qsizetype(simdjson::SIMDJSON_PADDING), ' ');
            line = std::string_view(d->tail.constData(), line.size());
        }
        const Private::Line outcome = d->apply(d->readLine(line, report), builder, report);
        if (outcome.refusal)
            refuse(number, outcome.refusal, outcome.field);
    }
    return report;
}

} // namespace belvedere
