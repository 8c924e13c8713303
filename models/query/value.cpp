// Reading and writing of literals.
#include "query/value.h"

#include "query/attributes.h"
#include "query/versionrange.h"

#include <limits>
#include <QRegularExpression>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Type = QueryValue::Type;

constexpr qint64 longestSpan = 1'000'000'000'000; // seconds; a thousandfold of it still fits
constexpr qsizetype longestPattern = 256;
constexpr qsizetype fractionDigits = 3;

struct Unit {
    QLatin1StringView name;
    qint64 factor;
};
// The first that divides is written; people write 14 days, not 2 weeks.
constexpr Unit spanUnits[] = {
    {"d"_L1, 86'400}, {"h"_L1, 3'600}, {"m"_L1, 60}, {"s"_L1, 1}, {"w"_L1, 604'800}, {"min"_L1, 60}, {"sec"_L1, 1}};
constexpr Unit byteUnits[] = {{"PiB"_L1, qint64(1) << 50}, {"PB"_L1, 1'000'000'000'000'000},
    {"TiB"_L1, qint64(1) << 40}, {"TB"_L1, 1'000'000'000'000}, {"GiB"_L1, qint64(1) << 30}, {"GB"_L1, 1'000'000'000},
    {"MiB"_L1, qint64(1) << 20}, {"MB"_L1, 1'000'000}, {"KiB"_L1, 1'024}, {"kB"_L1, 1'000}, {"B"_L1, 1},
    {"K"_L1, 1'000}, {"M"_L1, 1'000'000}, {"G"_L1, 1'000'000'000}, {"T"_L1, 1'000'000'000'000}};

bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

bool allDigits(QStringView text) { return !text.isEmpty() && std::all_of(text.begin(), text.end(), isDigit); }

// digits [. up to three digits] unit, in units of 1; nothing when malformed or beyond 63 bits.
std::optional<qint64> readQuantity(QStringView text, std::span<const Unit> units, bool needsUnit)
{
    qsizetype end = 0;
    while (end < text.size() && (isDigit(text[end]) || text[end] == u'.'))
        ++end;
    QStringView number = text.first(end);
    const QStringView name = text.sliced(end);
    qint64 factor = 0;
    for (const Unit &unit : units) {
        if (name.compare(unit.name, Qt::CaseInsensitive) == 0) {
            factor = unit.factor;
            break;
        }
    }
    if (name.isEmpty() && !needsUnit)
        factor = 1;
    QStringView fraction;
    if (const qsizetype dot = number.indexOf(u'.'); dot >= 0) {
        fraction = number.sliced(dot + 1);
        number = number.first(dot);
        if (!allDigits(fraction) || fraction.size() > fractionDigits || factor == 1)
            return std::nullopt;
    }
    bool ok = false;
    const qint64 whole = number.toLongLong(&ok);
    if (factor == 0 || !ok || !allDigits(number) || whole > std::numeric_limits<qint64>::max() / factor - 1)
        return std::nullopt;
    qint64 result = whole * factor;
    if (!fraction.isEmpty()) {
        qint64 scale = 1;
        for (qsizetype i = 0; i < fraction.size(); ++i)
            scale *= 10;
        result += fraction.toLongLong() * factor / scale;
    }
    return result;
}

QString writtenQuantity(qint64 amount, std::span<const Unit> units)
{
    for (const Unit &unit : units) {
        if (unit.factor > 1 && amount != 0 && amount % unit.factor == 0)
            return QString::number(amount / unit.factor) + unit.name;
    }
    return QString::number(amount);
}

std::optional<QueryValue> readTime(QStringView text)
{
    QueryValue value;
    QDateTime time;
    if (text.size() == 10) {
        value.type = Type::Date;
        time = QDateTime(QDate::fromString(text.toString(), Qt::ISODate), QTime(0, 0), Qt::UTC);
    } else if (text.size() > 10 && (text[10] == u'T' || text[10] == u't' || text[10] == u' ')) {
        value.type = Type::Time;
        time = QDateTime::fromString(text.toString(), Qt::ISODateWithMs);
        if (time.timeSpec() == Qt::LocalTime)
            time.setTimeSpec(Qt::UTC); // the same query must mean the same on every machine
        time = time.toUTC();
    }
    if (!time.isValid() || time.date().year() < 1 || time.date().year() > 9999)
        return std::nullopt;
    value.number = time.toMSecsSinceEpoch();
    return value;
}

QString writtenTime(qint64 milliseconds)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
    if (milliseconds % 60'000 == 0)
        return time.toString(u"yyyy-MM-ddTHH:mmZ"_s);
    return time.toString(milliseconds % 1'000 == 0 ? Qt::ISODate : Qt::ISODateWithMs);
}

QueryValue make(Type type, qint64 number)
{
    QueryValue value;
    value.type = type;
    value.number = number;
    return value;
}

QueryValue make(Type type, const QString &text)
{
    QueryValue value;
    value.type = type;
    value.text = text;
    return value;
}

struct Complaint {
    QString message;
    QString suggestion;
};
using Reading = std::variant<QueryValue, Complaint>;

Reading readToken(const QString &text, bool quoted, const Field &field, QueryOp op)
{
    const QStringList tokens = choiceTokens(field);
    for (const QString &token : tokens) {
        if (token.compare(text, Qt::CaseInsensitive) == 0)
            return make(Type::Text, token);
    }
    // Data may hold words that we do not know; whoever quotes one means it.
    if ((quoted || tokens.isEmpty()) && (op == QueryOp::Is || op == QueryOp::Equal || op == QueryOp::NotEqual))
        return make(Type::Text, text);
    return Complaint{u"%1 is not a value of %2."_s.arg(text, QLatin1StringView(field.name)), nearest(text, tokens)};
}

Reading readBool(const QString &text)
{
    const QString word = text.toLower();
    if (word == "yes"_L1 || word == "true"_L1)
        return make(Type::Bool, 1);
    if (word == "no"_L1 || word == "false"_L1)
        return make(Type::Bool, 0);
    return Complaint{u"yes or no is expected."_s, nearest(word, {u"yes"_s, u"no"_s, u"true"_s, u"false"_s})};
}

// One end of a range, or a single value that is no range.
Reading readSingle(const QString &text, bool quoted, const Field &field, QueryOp op)
{
    switch (field.kind) {
    case Kind::Text:
    case Kind::Set:
        return make(Type::Text, text);
    case Kind::Enum:
        return readToken(text, quoted, field, op);
    case Kind::Bool:
        return readBool(text);
    case Kind::Int: {
        bool ok = false;
        const QStringView digits = QStringView(text).sliced(text.startsWith(u'-') ? 1 : 0);
        const qint64 number = text.toLongLong(&ok);
        if (ok && allDigits(digits))
            return make(Type::Number, number);
        return Complaint{u"A whole number is expected."_s, {}};
    }
    case Kind::Bytes:
        if (const auto bytes = readQuantity(text, byteUnits, false))
            return make(Type::Number, *bytes);
        return Complaint{u"A size such as 500MB or 2GiB is expected."_s, {}};
    case Kind::Duration:
        if (const auto seconds = readQuantity(text, spanUnits, false))
            return make(Type::Number, *seconds);
        return Complaint{u"A duration such as 5m or 12h is expected."_s, {}};
    case Kind::Time:
        if (const auto time = readTime(text))
            return *time;
        if (const auto age = readSpan(text))
            return make(Type::Age, *age);
        return Complaint{u"A date such as 2026-01-31 or an age such as 7d is expected."_s, {}};
    case Kind::Version:
        if (text.size() > Version::maximumLength || (!quoted && (text.isEmpty() || !isDigit(text.front()))))
            return Complaint{u"A version such as 17.4 is expected."_s, {}};
        if (const Version version(text); !version.isNull())
            return make(Type::Version, version.text());
        return Complaint{u"A version such as 17.4 is expected."_s, {}};
    case Kind::Object:
    case Kind::List:
        break;
    }
    return Complaint{u"%1 cannot be compared."_s.arg(QLatin1StringView(field.name)), {}};
}

Reading readRange(const RawValue &raw, const Field &field, QueryOp op)
{
    if (op != QueryOp::Is && op != QueryOp::Equal && op != QueryOp::NotEqual)
        return Complaint{u"A range needs the operator : or != before it."_s, {}};
    if (!raw.upperQuoted && raw.upper.contains(".."_L1))
        return Complaint{u"A range has two ends."_s, {}};
    const Reading lower = readSingle(raw.text, raw.quoted, field, op);
    const Reading upper = readSingle(raw.upper, raw.upperQuoted, field, op);
    for (const Reading *end : {&lower, &upper}) {
        if (const auto *complaint = std::get_if<Complaint>(end))
            return *complaint;
    }
    QueryValue range;
    range.type = Type::Range;
    range.parts = {std::get<QueryValue>(lower), std::get<QueryValue>(upper)};
    if ((range.parts[0].type == Type::Age) != (range.parts[1].type == Type::Age))
        return Complaint{u"Both ends must be ages, or both dates."_s, {}};
    return range;
}

Reading readForWordOp(const RawValue &raw, QueryOp op)
{
    if (raw.range && (raw.quoted || raw.upperQuoted))
        return Complaint{u"A range does not belong here."_s, {}};
    const QString text = raw.quoted ? raw.text : raw.whole;
    switch (op) {
    case QueryOp::Expires:
    case QueryOp::Lasts:
        if (const auto seconds = readSpan(text))
            return make(Type::Age, *seconds);
        return Complaint{u"A span such as 30d is expected."_s, {}};
    case QueryOp::In:
        if (!VersionRanges::read(text))
            return Complaint{u"A version range such as \">=17.7.1 <18 or >=18.1\" is expected."_s, {}};
        return make(Type::Text, text);
    case QueryOp::Matches:
        if (text.size() > longestPattern || !QRegularExpression(text).isValid())
            return Complaint{u"A regular expression of at most 256 characters is expected."_s, {}};
        return make(Type::Text, text);
    case QueryOp::Has:
    case QueryOp::HasAll:
    case QueryOp::Lacks:
    case QueryOp::Only:
        if (raw.quoted)
            return make(Type::Item, text);
        if (const auto item = readItem(text))
            return *item;
        return Complaint{u"An item such as \"id\" or \"id\">=1.2 is expected."_s, {}};
    default:
        return make(Type::Text, text);
    }
}

Reading readAny(const RawValue &raw, const Field &field, QueryOp op, QueryMode mode)
{
    const bool equality = op == QueryOp::Is || op == QueryOp::Equal || op == QueryOp::NotEqual;
    if (!raw.quoted && !raw.range && raw.text.isEmpty())
        return Complaint{u"A value is missing."_s, {}};
    if (!raw.quoted && raw.whole.compare("unknown"_L1, Qt::CaseInsensitive) == 0) {
        if (!equality)
            return Complaint{u"unknown needs the operator : or != before it."_s, {}};
        return QueryValue();
    }
    if (!raw.quoted && mode == QueryMode::Check && raw.text.startsWith(u'$')) {
        QueryLexer name(QStringView(raw.whole).sliced(1));
        if (raw.whole.size() < 2 || name.takeName().size() != raw.whole.size() - 1)
            return Complaint{u"A parameter is $ and a name."_s, {}};
        return make(Type::Parameter, raw.whole.sliced(1));
    }
    if (isWordOp(op))
        return readForWordOp(raw, op);
    const bool textual =
        field.kind == Kind::Text || field.kind == Kind::Set || field.kind == Kind::Enum || field.kind == Kind::Bool;
    if (raw.range && !textual)
        return readRange(raw, field, op);
    if (raw.range && (raw.quoted || raw.upperQuoted))
        return Complaint{u"%1 has no ranges."_s.arg(QLatin1StringView(field.name)), {}};
    Reading reading = readSingle(raw.range ? raw.whole : raw.text, raw.quoted, field, op);
    if (const auto *value = std::get_if<QueryValue>(&reading); value && value->type == Type::Age && equality)
        return Complaint{u"An age needs < or > before it."_s, {}};
    return reading;
}

} // namespace

bool readValue(
    const RawValue &raw, const Field &field, QueryOp op, QueryMode mode, QueryValue *value, QueryError *error)
{
    const bool missing = !raw.quoted && !raw.range && raw.text.isEmpty();
    const Reading reading = raw.bad.isEmpty() ? readAny(raw, field, op, mode) : Reading(Complaint{raw.bad, {}});
    if (const auto *good = std::get_if<QueryValue>(&reading)) {
        *value = *good;
        return true;
    }
    const auto &complaint = std::get<Complaint>(reading);
    const QString code = missing || !raw.bad.isEmpty() ? u"query.syntax"_s : u"query.type"_s;
    *error = {code, complaint.message, raw.column, qMax(1, raw.length), complaint.suggestion};
    return false;
}

std::optional<QueryValue> readItem(const QString &text)
{
    const qsizetype end =
        std::find_if(text.begin(), text.end(), [](QChar c) { return "<>=!"_L1.contains(c); }) - text.begin();
    QueryValue item = make(Type::Item, text.first(end));
    if (end == text.size())
        return item;
    QueryLexer rest(QStringView(text).sliced(end));
    const auto op = rest.takeOp();
    const QString version = text.sliced(end + rest.position());
    if (!op || version.isEmpty() || !isDigit(version.front()) || version.size() > Version::maximumLength)
        return std::nullopt;
    item.itemOp = *op == QueryOp::Equal ? QueryOp::Is : *op;
    item.parts = {make(Type::Version, version)};
    return item;
}

std::optional<qint64> readSpan(QStringView text)
{
    const auto seconds = readQuantity(text, spanUnits, true);
    return seconds && *seconds <= longestSpan ? seconds : std::nullopt;
}

QString writtenSpan(qint64 seconds)
{
    const QString text = writtenQuantity(seconds, spanUnits);
    return text.back().isDigit() ? QString(text + u's') : text;
}

QString shortBytes(qint64 bytes)
{
    constexpr qint64 thousand = 1'000;
    QLatin1StringView name = "B"_L1;
    qint64 factor = 1;
    for (const QLatin1StringView unit : {"kB"_L1, "MB"_L1, "GB"_L1, "TB"_L1, "PB"_L1}) {
        if (bytes / factor < thousand)
            break;
        name = unit;
        factor *= thousand;
    }
    QString text = QString::number(bytes / factor);
    if (const qint64 rest = factor > 1 ? bytes % factor / (factor / thousand) : 0; rest > 0) {
        text += u'.' + QString::number(rest).rightJustified(fractionDigits, u'0');
        while (text.endsWith(u'0'))
            text.chop(1);
    }
    return text + name;
}

QString writtenValue(const QueryValue &value, const Field &field)
{
    const Kind kind = field.kind;
    const auto bareOr = [](const QString &text) { return isBareValue(text) ? text : quotedText(text); };
    switch (value.type) {
    case Type::Unknown:
        return u"unknown"_s;
    case Type::Bool:
        return value.number ? u"yes"_s : u"no"_s;
    case Type::Number:
        if (kind == Kind::Bytes)
            return writtenQuantity(value.number, byteUnits);
        return kind == Kind::Duration ? writtenSpan(value.number) : QString::number(value.number);
    case Type::Text: {
        // A word that the enumeration does not know is only taken in quotes.
        const QStringList tokens = kind == Kind::Enum ? choiceTokens(field) : QStringList();
        return tokens.isEmpty() || tokens.contains(value.text) ? bareOr(value.text) : quotedText(value.text);
    }
    case Type::Version:
        return isDigit(value.text.front()) ? bareOr(value.text) : quotedText(value.text);
    case Type::Date:
        return QDateTime::fromMSecsSinceEpoch(value.number, Qt::UTC).date().toString(Qt::ISODate);
    case Type::Time:
        return writtenTime(value.number);
    case Type::Age:
        return writtenSpan(value.number);
    case Type::Range:
        return writtenValue(value.parts[0], field) + u".." + writtenValue(value.parts[1], field);
    case Type::Item: {
        QString text = quotedText(value.text);
        if (!value.parts.empty()) {
            const QueryOp op = value.itemOp == QueryOp::Is ? QueryOp::Equal : value.itemOp;
            text += writtenOp(op) + writtenValue(value.parts[0], field);
        }
        return text;
    }
    case Type::Parameter:
        return u'$' + value.text;
    }
    return {};
}

bool opSuits(QueryOp op, Kind kind)
{
    switch (op) {
    case QueryOp::Is:
    case QueryOp::NotEqual:
        return true;
    case QueryOp::Equal:
        return kind == Kind::Text || kind == Kind::Set;
    case QueryOp::Less:
    case QueryOp::LessEqual:
    case QueryOp::Greater:
    case QueryOp::GreaterEqual:
        return kind == Kind::Int || kind == Kind::Bytes || kind == Kind::Duration || kind == Kind::Time
            || kind == Kind::Version || kind == Kind::Enum;
    case QueryOp::In:
        return kind == Kind::Version;
    case QueryOp::Starts:
    case QueryOp::Ends:
    case QueryOp::Matches:
        return kind == Kind::Text;
    default: // over lists
        return kind == Kind::Set || kind >= Kind::Object; // sets and documents
    }
}

} // namespace belvedere
