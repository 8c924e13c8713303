// Filters and orders as SQL. Text is compared only in stored folded form, versions by key, all bytewise.
#include "query/sql.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Form = QueryLeaf::Form;

class Writer {
public:
    Writer(const Matcher &matcher, std::span<const Field> fields, SqlDialect dialect)
        : m_matcher(matcher)
        , m_fields(fields)
        , m_postgres(dialect == SqlDialect::Postgres)
    {
    }

    SqlFilter write()
    {
        quint32 at = 0;
        m_filter.where = node(at);
        return m_filter;
    }

private:
    QString bind(qint64 value)
    {
        m_filter.binds.append(value);
        return u"?"_s;
    }
    QString bind(const QString &text)
    {
        m_filter.binds.append(text.isNull() ? u""_s : text); // a null string would be bound as NULL
        return u"?"_s;
    }

    static QString joined(const QStringList &parts, QLatin1StringView between)
    {
        return parts.size() == 1 ? parts.first() : QString(u'(' + parts.join(between) + u')');
    }

    QString node(quint32 &at)
    {
        const Matcher::Node current = m_matcher.nodes()[at++];
        switch (current.type) {
        case QueryNode::Type::Test:
            return leaf(m_matcher.leaves()[current.index]);
        case QueryNode::Type::Word:
            return word(current.index);
        case QueryNode::Type::Not:
            return u"(NOT "_s + node(at) + u')';
        case QueryNode::Type::And:
        case QueryNode::Type::Or:
            break;
        }
        const bool all = current.type == QueryNode::Type::And;
        QStringList parts;
        while (at < current.end)
            parts.append(node(at));
        if (parts.isEmpty())
            return all ? u"(1=1)"_s : u"(1=0)"_s;
        return joined(parts, all ? " AND "_L1 : " OR "_L1);
    }

    // Never NULL: a row with gaps does not hold the word, and that is certain.
    QString word(quint32 index)
    {
        QStringList parts;
        for (const size_t field : m_matcher.searchable()) {
            const QString column = sqlQuoted(sqlFoldedName(m_fields[field]));
            const QStringList &words = m_fields[field].kind == Kind::Set ? m_matcher.memberWords() : m_matcher.words();
            parts.append(u"(%1 IS NOT NULL AND %2)"_s.arg(column, holds(column, words[qsizetype(index)])));
        }
        return parts.isEmpty() ? u"(1=0)"_s : joined(parts, " OR "_L1);
    }

    QString holds(const QString &column, const QString &text)
    {
        const QString form = m_postgres ? u"(position(%2 in %1) > 0)"_s : u"(instr(%1, %2) > 0)"_s;
        return form.arg(column, bind(text));
    }

    QString leaf(const QueryLeaf &leaf)
    {
        const QString column = sqlQuoted(sqlName(m_fields[leaf.field]));
        if (leaf.form == Form::Nothing)
            return column + (leaf.negated ? u" IS NOT NULL" : u" IS NULL");
        QString known = values(leaf);
        if (leaf.unknownPasses)
            known = u"(%1 IS NULL OR %2)"_s.arg(column, known);
        return leaf.negated ? QString(u"(NOT "_s + known + u')') : known;
    }

    // True or false for a known value, NULL for NULL.
    QString values(const QueryLeaf &leaf)
    {
        const Field &field = m_fields[leaf.field];
        QStringList parts;
        switch (leaf.form) {
        case Form::Numbers:
            for (const QueryLeaf::Interval &interval : leaf.intervals)
                parts.append(numberWithin(sqlQuoted(sqlName(field)), interval));
            break;
        case Form::Versions:
            for (const VersionInterval &interval : leaf.versions)
                parts.append(keyWithin(sqlQuoted(sqlKeyName(field)), interval));
            break;
        case Form::Contains:
        case Form::Members:
            for (const QString &text : leaf.texts)
                parts.append(holds(sqlQuoted(sqlFoldedName(field)), text));
            break;
        case Form::Equals:
        case Form::SameSet:
            parts.append(oneOf(sqlQuoted(sqlFoldedName(field)), leaf.texts));
            break;
        case Form::Tokens:
            parts.append(oneOf(sqlQuoted(sqlName(field)), leaf.texts));
            break;
        case Form::OrderedTokens:
            parts.append(ordered(sqlQuoted(sqlName(field)), leaf));
            break;
        case Form::Nothing:
        case Form::Starts:
        case Form::Ends:
        case Form::Matches:
            break;
        }
        const QString column = sqlQuoted(sqlName(field));
        return parts.isEmpty() ? u"(%1 <> %1)"_s.arg(column) : joined(parts, " OR "_L1);
    }

    QString numberWithin(const QString &column, const QueryLeaf::Interval &interval)
    {
        const bool lower = interval.lower != std::numeric_limits<qint64>::min();
        const bool upper = interval.upper != std::numeric_limits<qint64>::max();
        if (lower && interval.lower == interval.upper)
            return u"(%1 = %2)"_s.arg(column, bind(interval.lower));
        if (lower && upper) {
            const QString from = bind(interval.lower);
            return u"(%1 BETWEEN %2 AND %3)"_s.arg(column, from, bind(interval.upper));
        }
        if (lower)
            return u"(%1 >= %2)"_s.arg(column, bind(interval.lower));
        return upper ? u"(%1 <= %2)"_s.arg(column, bind(interval.upper)) : u"(%1 = %1)"_s.arg(column);
    }

    QString keyWithin(const QString &column, const VersionInterval &interval)
    {
        const QString bytewise = column + (m_postgres ? u" COLLATE \"C\"" : u" COLLATE BINARY");
        QStringList parts;
        if (!interval.lower.isEmpty())
            parts.append(bytewise + (interval.lowerOpen ? u" > " : u" >= ") + bind(QString::fromUtf8(interval.lower)));
        if (!interval.upper.isEmpty())
            parts.append(bytewise + (interval.upperOpen ? u" < " : u" <= ") + bind(QString::fromUtf8(interval.upper)));
        return parts.isEmpty() ? u"(%1 = %1)"_s.arg(column) : QString(u'(' + parts.join(u" AND "_s) + u')');
    }

    QString oneOf(const QString &column, const QStringList &texts)
    {
        if (texts.isEmpty())
            return u"(%1 <> %1)"_s.arg(column);
        QStringList marks;
        for (const QString &text : texts)
            marks.append(bind(text));
        return u"(%1 IN (%2))"_s.arg(column, marks.join(u", "_s));
    }

    QString ordered(const QString &column, const QueryLeaf &leaf)
    {
        const QString in = oneOf(column, leaf.texts);
        return u"(CASE WHEN %1 THEN TRUE WHEN %2 THEN FALSE END)"_s.arg(in, oneOf(column, leaf.declared));
    }

    const Matcher &m_matcher;
    std::span<const Field> m_fields;
    bool m_postgres;
    SqlFilter m_filter;
};

} // namespace

SqlFilter sqlFilter(const Matcher &matcher, std::span<const Field> fields, SqlDialect dialect)
{
    return Writer(matcher, fields, dialect).write();
}

QString sqlOrder(std::span<const SqlSort> sorts, SqlDialect dialect)
{
    const QString bytewise = dialect == SqlDialect::Postgres ? u" COLLATE \"C\""_s : u" COLLATE BINARY"_s;
    QStringList keys;
    for (const SqlSort &sort : sorts) {
        const Field &field = *sort.field;
        const bool number = field.kind == Kind::Bool || field.kind == Kind::Int || field.kind == Kind::Bytes
            || field.kind == Kind::Duration || field.kind == Kind::Time;
        QString name = sqlName(field);
        if (field.kind == Kind::Text || field.kind == Kind::Set)
            name = sqlFoldedName(field);
        else if (field.kind == Kind::Version)
            name = sqlKeyName(field);
        const QString column = sqlQuoted(name);
        keys.append(column + u" IS NULL");
        keys.append(column + (number ? QString() : bytewise) + (sort.descending ? u" DESC"_s : QString()));
    }
    keys.append(u"\"id\""_s + bytewise);
    return keys.join(u", "_s);
}

} // namespace belvedere
