// Completion at the cursor.
#include "query/suggest.h"

#include "query/attributes.h"
#include "query/error.h"
#include "query/lexer.h"
#include "query/parser.h"
#include "query/value.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using What = QuerySuggestion::What;

// Where the cursor stands: in a term without operator so far, or in a value.
struct Place {
    qsizetype start = 0; // of what is typed
    QString typed; // up to the cursor, without an opening quote
    bool quoted = false;
    const Field *field = nullptr; // of a value
    QueryOp op = QueryOp::Is;
    bool first = true; // of the whole query or of a group
};

bool isOpCharacter(QChar c) { return c == u':' || c == u'=' || c == u'<' || c == u'>' || c == u'!'; }

// Reads up to the cursor with the few rules that matter here; an unfinished quote is where the cursor is.
Place placeOf(QStringView before, std::span<const Field> fields)
{
    Place place;
    qsizetype termStart = 0;
    qsizetype opEnd = -1;
    bool inQuotes = false;
    const auto startTerm = [&place, &termStart, &opEnd](qsizetype at, bool first) {
        termStart = at;
        place.start = at;
        place.quoted = false;
        place.field = nullptr;
        place.first = first;
        opEnd = -1;
    };
    for (qsizetype i = 0; i < before.size(); ++i) {
        const QChar c = before[i];
        if (inQuotes) {
            if (c == u'\\')
                ++i;
            else if (c == u'"')
                inQuotes = false;
        } else if (c == u'"') {
            inQuotes = true;
            place.start = i;
            place.quoted = true;
        } else if (c.isSpace() && opEnd >= 0 && place.start == i) {
            place.start = i + 1; // behind an operator or a comma the value is still to come
        } else if (c.isSpace()) {
            startTerm(i + 1, place.first && before.sliced(termStart, i - termStart).isEmpty());
        } else if (c == u'(' || c == u')') {
            startTerm(i + 1, c == u'(');
        } else if (c == u'-' && i == termStart) {
            startTerm(i + 1, true);
        } else if (isOpCharacter(c) && opEnd < 0) {
            qsizetype end = i + 1;
            if (c != u':' && end < before.size() && before[end] == u'=')
                ++end;
            QueryLexer op(before.sliced(i, end - i));
            place.op = op.takeOp().value_or(QueryOp::Is);
            place.field = findField(fields, before.sliced(termStart, i - termStart));
            opEnd = end;
            place.start = end;
            i = end - 1;
        } else if (c == u',' && opEnd >= 0) {
            place.start = i + 1;
            place.quoted = false;
        }
    }
    const qsizetype from = qMin(before.size(), place.start + (place.quoted ? 1 : 0));
    place.typed = before.sliced(from).toString();
    return place;
}

class Collector {
public:
    Collector(const QString &typed, QuerySuggestions *into)
        : m_typed(typed)
        , m_into(into)
    {
    }
    // Takes what begins with the typed text; with `anywhere`, what holds it elsewhere.
    void offer(What what, const QString &text, const QString &match, const QString &label, bool anywhere)
    {
        const bool begins = match.startsWith(m_typed, Qt::CaseInsensitive);
        const bool wanted = anywhere ? !begins && match.contains(m_typed, Qt::CaseInsensitive) : begins;
        if (wanted && m_into->items.size() < maximumSuggestions)
            m_into->items.append({what, text, label});
    }

private:
    QString m_typed;
    QuerySuggestions *m_into;
};

QString asValue(const QString &text) { return isBareValue(text) ? text : quotedText(text); }

void offerFields(Collector &collector, const Place &place, std::span<const Field> fields)
{
    if (!place.first)
        collector.offer(What::Keyword, u"or"_s, u"or"_s, {}, false);
    for (const bool anywhere : {false, true}) {
        for (const Field &field : fields) {
            if (field.is(Hidden))
                continue;
            const QString name = QString::fromLatin1(field.name);
            const bool byAlias = field.alias
                && QString::fromLatin1(field.alias).startsWith(place.typed, Qt::CaseInsensitive)
                && !name.contains(place.typed, Qt::CaseInsensitive);
            collector.offer(What::Field, name + u':', byAlias ? QString::fromLatin1(field.alias) : name,
                QString::fromUtf8(field.label), anywhere);
        }
    }
}

void offerOperators(Collector &collector, const Field &field, const QString &name, QueryMode mode)
{
    const QueryOp last = mode == QueryMode::Check ? QueryOp::Issuer : QueryOp::GreaterEqual;
    for (int op = 0; op <= int(last); ++op) {
        if (opSuits(QueryOp(op), field.kind)) {
            const QString text = name + writtenOp(QueryOp(op));
            collector.offer(What::Operator, text, text, {}, false);
        }
    }
}

void offerValues(Collector &collector, const Place &place, const ValuesOf &valuesOf)
{
    const Field &field = *place.field;
    const bool equality = place.op == QueryOp::Is || place.op == QueryOp::Equal || place.op == QueryOp::NotEqual;
    for (const bool anywhere : {false, true}) {
        for (size_t i = 1; i < field.choices.size(); ++i) {
            const QString token = QString::fromLatin1(field.choices[i].token);
            collector.offer(What::Value, asValue(token), token, QString::fromUtf8(field.choices[i].label), anywhere);
        }
    }
    if (field.kind == Kind::Bool) {
        for (const QString &word : {u"yes"_s, u"no"_s})
            collector.offer(What::Value, word, word, {}, false);
    }
    if (field.kind == Kind::Time && !equality) {
        for (const QString &age : {u"1h"_s, u"1d"_s, u"7d"_s, u"30d"_s, u"90d"_s})
            collector.offer(What::Value, age, age, {}, false);
    }
    if (valuesOf && field.choices.empty()) {
        const QStringList values = valuesOf(field, place.typed, maximumSuggestions);
        for (const bool anywhere : {false, true}) {
            for (const QString &value : values)
                collector.offer(What::Value, asValue(value), value, {}, anywhere);
        }
    }
    if (equality && !place.quoted)
        collector.offer(What::Keyword, u"unknown"_s, u"unknown"_s, {}, false);
}

} // namespace

QuerySuggestions suggest(
    const QString &text, int cursor, std::span<const Field> fields, QueryMode mode, const ValuesOf &valuesOf)
{
    QuerySuggestions result;
    if (text.size() > maximumQueryBytes)
        return result;
    const qsizetype at = qBound(qsizetype(0), qsizetype(cursor), text.size());
    const Place place = placeOf(QStringView(text).first(at), fields);
    result.start = int(place.start);
    result.length = int(at - place.start);
    Collector collector(place.typed, &result);
    if (place.field) {
        offerValues(collector, place, valuesOf);
    } else if (!place.quoted) {
        if (const Field *complete = findField(fields, place.typed))
            offerOperators(collector, *complete, place.typed, mode);
        offerFields(collector, place, fields);
    }
    return result;
}

} // namespace belvedere
