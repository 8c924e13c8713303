// Compiling one test, and testing values.
#include "query/leaf.h"

#include "base/fold.h"
#include "domain/foldedset.h"

#include <limits>

namespace belvedere {

namespace {

using Form = QueryLeaf::Form;
using Type = QueryValue::Type;
using Interval = QueryLeaf::Interval;

constexpr qint64 lowest = std::numeric_limits<qint64>::min();
constexpr qint64 highest = std::numeric_limits<qint64>::max();
constexpr qint64 dayLength = 86'400'000;

// What `value op literal` means when the literal covers first to last (a day has many milliseconds).
// Empty intervals are left out.
void addComparison(std::vector<Interval> &intervals, QueryOp op, qint64 first, qint64 last)
{
    switch (op) {
    case QueryOp::Less:
        if (first > lowest)
            intervals.push_back({lowest, first - 1});
        break;
    case QueryOp::LessEqual:
        intervals.push_back({lowest, last});
        break;
    case QueryOp::Greater:
        if (last < highest)
            intervals.push_back({last + 1, highest});
        break;
    case QueryOp::GreaterEqual:
        intervals.push_back({first, highest});
        break;
    default:
        if (first <= last)
            intervals.push_back({first, last});
        break;
    }
}

// An older time is the smaller number.
QueryOp mirrored(QueryOp op)
{
    switch (op) {
    case QueryOp::Less:
        return QueryOp::Greater;
    case QueryOp::LessEqual:
        return QueryOp::GreaterEqual;
    case QueryOp::Greater:
        return QueryOp::Less;
    case QueryOp::GreaterEqual:
        return QueryOp::LessEqual;
    default:
        return op;
    }
}

bool isNumeric(Type type)
{
    return type == Type::Bool || type == Type::Number || type == Type::Date || type == Type::Time || type == Type::Age;
}

bool typeSuits(Type type, Kind kind)
{
    switch (kind) {
    case Kind::Bool:
        return type == Type::Bool;
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        return type == Type::Number;
    case Kind::Time:
        return type == Type::Date || type == Type::Time || type == Type::Age;
    case Kind::Version:
        return type == Type::Version;
    case Kind::Text:
    case Kind::Enum:
    case Kind::Set:
        return type == Type::Text;
    case Kind::Object:
    case Kind::List:
        break;
    }
    return false;
}

Interval covered(const QueryValue &value, qint64 now)
{
    switch (value.type) {
    case Type::Date:
        return {value.number, value.number + dayLength - 1};
    case Type::Age:
        return {now - value.number * 1'000, now - value.number * 1'000};
    default:
        return {value.number, value.number};
    }
}

bool addNumber(QueryLeaf &leaf, QueryOp op, const QueryValue &value, qint64 now)
{
    leaf.form = Form::Numbers;
    if (value.type != Type::Range) {
        const Interval at = covered(value, now);
        addComparison(leaf.intervals, value.type == Type::Age ? mirrored(op) : op, at.lower, at.upper);
        return isNumeric(value.type);
    }
    const Interval a = covered(value.parts[0], now);
    const Interval b = covered(value.parts[1], now);
    const bool ages = value.parts[0].type == Type::Age;
    addComparison(leaf.intervals, QueryOp::Is, ages ? b.lower : a.lower, ages ? a.upper : b.upper);
    return true;
}

bool addVersion(QueryLeaf &leaf, QueryOp op, const QueryValue &value)
{
    leaf.form = Form::Versions;
    const bool range = value.type == Type::Range;
    const QByteArray first = Version(range ? value.parts[0].text : value.text).key();
    const QByteArray last = range ? Version(value.parts[1].text).key() : first;
    if (first.isEmpty() || last.isEmpty())
        return false;
    VersionInterval interval;
    if (op != QueryOp::Less && op != QueryOp::LessEqual)
        interval.lower = first;
    if (op != QueryOp::Greater && op != QueryOp::GreaterEqual)
        interval.upper = last;
    interval.lowerOpen = op == QueryOp::Greater;
    interval.upperOpen = op == QueryOp::Less;
    leaf.versions.append(interval);
    return true;
}

bool addToken(QueryLeaf &leaf, QueryOp op, const QueryValue &value, const Field &field)
{
    if (op == QueryOp::Is || op == QueryOp::NotEqual) {
        leaf.form = Form::Tokens;
        leaf.texts.append(value.text);
        return true;
    }
    leaf.form = Form::OrderedTokens;
    for (size_t i = 1; i < field.choices.size(); ++i)
        leaf.declared.append(QString::fromLatin1(field.choices[i].token));
    const qsizetype place = leaf.declared.indexOf(value.text);
    for (qsizetype i = 0; i < leaf.declared.size(); ++i) {
        const bool in = op == QueryOp::Less ? i < place
            : op == QueryOp::LessEqual      ? i <= place
            : op == QueryOp::Greater        ? i > place
                                            : i >= place;
        if (in)
            leaf.texts.append(leaf.declared[i]);
    }
    return place >= 0;
}

bool addText(QueryLeaf &leaf, QueryOp op, const QueryValue &value)
{
    leaf.texts.append(folded(value.text));
    switch (op) {
    case QueryOp::Is:
        leaf.form = Form::Contains;
        return true;
    case QueryOp::Equal:
    case QueryOp::NotEqual:
        leaf.form = Form::Equals;
        return true;
    case QueryOp::Starts:
        leaf.form = Form::Starts;
        return true;
    case QueryOp::Ends:
        leaf.form = Form::Ends;
        return true;
    case QueryOp::Matches:
        leaf.form = Form::Matches;
        // The limit keeps a pattern with catastrophic backtracking from holding a worker.
        leaf.patterns.emplace_back(u"(*LIMIT_MATCH=20000)" + QRegularExpression::anchoredPattern(value.text));
        return leaf.patterns.back().isValid();
    default:
        return false;
    }
}

bool addValue(QueryLeaf &leaf, const QueryTest &test, const QueryValue &value, const Field &field, qint64 now)
{
    const bool range = value.type == Type::Range;
    for (const QueryValue *part : range ? std::vector{&value.parts[0], &value.parts[1]} : std::vector{&value}) {
        if (!typeSuits(part->type, field.kind) && test.op != QueryOp::In)
            return false;
    }
    switch (field.kind) {
    case Kind::Bool:
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
    case Kind::Time:
        return addNumber(leaf, test.op, value, now);
    case Kind::Version:
        if (test.op == QueryOp::In) {
            const auto ranges = VersionRanges::read(value.text);
            leaf.form = Form::Versions;
            leaf.versions = ranges ? ranges->intervals : QList<VersionInterval>();
            return ranges.has_value();
        }
        return addVersion(leaf, test.op, value);
    case Kind::Enum:
        return !range && addToken(leaf, test.op, value, field);
    case Kind::Text:
        return !range && addText(leaf, test.op, value);
    case Kind::Set:
        leaf.form = test.op == QueryOp::Is ? Form::Members : Form::SameSet;
        leaf.texts.append(value.text);
        return !range;
    case Kind::Object:
    case Kind::List:
        break;
    }
    return false;
}

} // namespace

std::optional<QueryLeaf> compileLeaf(
    const QueryTest &test, std::span<const Field> fields, size_t field, const QDateTime &now)
{
    QueryLeaf leaf;
    leaf.field = field;
    leaf.kind = fields[field].kind;
    leaf.negated = test.op == QueryOp::NotEqual;
    if (isListOp(test.op) || test.values.empty())
        return std::nullopt;
    for (const QueryValue &value : test.values) {
        if (value.type == Type::Unknown)
            leaf.unknownPasses = true;
        else if (!addValue(leaf, test, value, fields[field], now.toMSecsSinceEpoch()))
            return std::nullopt;
    }
    if (leaf.form == Form::SameSet) {
        leaf.texts = {foldedSet(leaf.texts)};
    } else if (leaf.form == Form::Members) {
        for (QString &text : leaf.texts)
            text = setSeparator + foldedMember(text) + setSeparator;
    }
    return leaf;
}

bool QueryLeaf::testNumber(qint64 value) const
{
    const bool in = std::any_of(intervals.begin(), intervals.end(),
        [value](const Interval &interval) { return interval.lower <= value && value <= interval.upper; });
    return in != negated;
}

bool QueryLeaf::testVersion(QByteArrayView key) const
{
    const bool in = std::any_of(
        versions.begin(), versions.end(), [key](const VersionInterval &interval) { return interval.contains(key); });
    return in != negated;
}

bool QueryLeaf::testText(QStringView text) const
{
    const bool in = std::any_of(texts.begin(), texts.end(), [this, text](const QString &wanted) {
        switch (form) {
        case Form::Contains:
            return text.contains(wanted);
        case Form::Starts:
            return text.startsWith(wanted);
        case Form::Ends:
            return text.endsWith(wanted);
        default:
            return text == wanted;
        }
    });
    return in != negated;
}

Truth QueryLeaf::testPattern(const QString &text) const
{
    Truth in = Truth::False;
    for (const QRegularExpression &pattern : patterns) {
        const QRegularExpressionMatch match = pattern.match(text);
        in = either(in, match.isValid() ? truth(match.hasMatch()) : Truth::Unknown);
    }
    return negated ? !in : in;
}

Truth QueryLeaf::testToken(const QString &token) const
{
    if (form == Form::OrderedTokens && !declared.contains(token))
        return Truth::Unknown;
    return truth(texts.contains(token) != negated);
}

bool QueryLeaf::testSet(QStringView set) const
{
    const bool in = std::any_of(texts.begin(), texts.end(),
        [this, set](const QString &wanted) { return form == Form::Members ? set.contains(wanted) : set == wanted; });
    return in != negated;
}

Truth QueryLeaf::test(const Cell &cell) const
{
    if (isMissing(cell) || !cellFits(cell, kind))
        return whenMissing();
    switch (form) {
    case Form::Nothing:
        return truth(negated);
    case Form::Numbers:
        if (const auto *value = std::get_if<qint64>(&cell))
            return truth(testNumber(*value));
        if (const auto *value = std::get_if<bool>(&cell))
            return truth(testNumber(*value ? 1 : 0));
        return truth(testNumber(std::get<QDateTime>(cell).toMSecsSinceEpoch()));
    case Form::Versions:
        return truth(testVersion(std::get<Version>(cell).key()));
    case Form::Contains:
    case Form::Equals:
    case Form::Starts:
    case Form::Ends:
        return truth(testText(folded(std::get<QString>(cell))));
    case Form::Matches:
        return testPattern(std::get<QString>(cell));
    case Form::Tokens:
    case Form::OrderedTokens:
        return testToken(std::get<QString>(cell));
    case Form::Members:
    case Form::SameSet:
        return truth(testSet(foldedSet(std::get<QStringList>(cell))));
    }
    return Truth::Unknown;
}

bool cellFits(const Cell &cell, Kind kind)
{
    if (!isKnown(cell))
        return true;
    switch (kind) {
    case Kind::Bool:
        return std::holds_alternative<bool>(cell);
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        return std::holds_alternative<qint64>(cell);
    case Kind::Time:
        return std::holds_alternative<QDateTime>(cell);
    case Kind::Version:
        return std::holds_alternative<Version>(cell);
    case Kind::Text:
    case Kind::Enum:
        return std::holds_alternative<QString>(cell);
    case Kind::Set:
        return std::holds_alternative<QStringList>(cell);
    case Kind::Object:
    case Kind::List:
        return std::holds_alternative<QJsonObject>(cell) || std::holds_alternative<QJsonArray>(cell);
    }
    return false;
}

bool isMissing(const Cell &cell)
{
    if (const auto *text = std::get_if<QString>(&cell))
        return text->isEmpty();
    if (const auto *version = std::get_if<Version>(&cell))
        return version->isNull();
    if (const auto *time = std::get_if<QDateTime>(&cell))
        return !time->isValid();
    return !isKnown(cell);
}

} // namespace belvedere
