// A query in words.
#include "query/describe.h"

#include "query/attributes.h"
#include "query/print.h"
#include "query/value.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Type = QueryValue::Type;

// Every text passed in is marked for translation where it stands.
QString words(const char *text) { return QCoreApplication::translate("Query", text); }

// The label of a choice, the words for yes and no, otherwise as it is written.
QString valueText(const QueryValue &value, const Field &field, const char *context)
{
    switch (value.type) {
    case Type::Unknown:
        return words(QT_TRANSLATE_NOOP("Query", "not known"));
    case Type::Bool:
        return value.number ? words(QT_TRANSLATE_NOOP("Query", "yes")) : words(QT_TRANSLATE_NOOP("Query", "no"));
    case Type::Text:
        for (const Choice &choice : field.choices) {
            if (value.text == QLatin1StringView(choice.token) && !value.text.isEmpty())
                return QCoreApplication::translate(context, choice.label);
        }
        return u'\u201c' + value.text + u'\u201d';
    case Type::Version:
        return value.text;
    case Type::Range:
        return words(QT_TRANSLATE_NOOP("Query", "%1 to %2"))
            .arg(valueText(value.parts[0], field, context), valueText(value.parts[1], field, context));
    default:
        return writtenValue(value, field);
    }
}

bool isAge(const QueryValue &value)
{
    return value.type == Type::Age || (value.type == Type::Range && value.parts[0].type == Type::Age);
}

// A sentence pattern with %1 for the field and %2 for the values.
QString pattern(const QueryTest &test, Kind kind)
{
    const bool age = isAge(test.values.front());
    const bool time = kind == Kind::Time;
    switch (test.op) {
    case QueryOp::Is:
        if (test.values.size() == 1 && test.values.front().type == Type::Unknown)
            return words(QT_TRANSLATE_NOOP("Query", "%1 is not known"));
        if (age)
            return words(QT_TRANSLATE_NOOP("Query", "%1 was %2 ago"));
        return kind == Kind::Text ? words(QT_TRANSLATE_NOOP("Query", "%1 contains %2"))
            : kind == Kind::Set   ? words(QT_TRANSLATE_NOOP("Query", "%1 has %2"))
                                  : words(QT_TRANSLATE_NOOP("Query", "%1 is %2"));
    case QueryOp::Equal:
        return words(QT_TRANSLATE_NOOP("Query", "%1 is exactly %2"));
    case QueryOp::NotEqual:
        if (test.values.size() == 1 && test.values.front().type == Type::Unknown)
            return words(QT_TRANSLATE_NOOP("Query", "%1 is known"));
        return words(QT_TRANSLATE_NOOP("Query", "%1 is not %2"));
    case QueryOp::Less:
        return age ? words(QT_TRANSLATE_NOOP("Query", "%1 less than %2 ago"))
            : time ? words(QT_TRANSLATE_NOOP("Query", "%1 before %2"))
                   : words(QT_TRANSLATE_NOOP("Query", "%1 below %2"));
    case QueryOp::LessEqual:
        return age ? words(QT_TRANSLATE_NOOP("Query", "%1 at most %2 ago"))
            : time ? words(QT_TRANSLATE_NOOP("Query", "%1 no later than %2"))
                   : words(QT_TRANSLATE_NOOP("Query", "%1 at most %2"));
    case QueryOp::Greater:
        return age ? words(QT_TRANSLATE_NOOP("Query", "%1 more than %2 ago"))
            : time ? words(QT_TRANSLATE_NOOP("Query", "%1 after %2"))
                   : words(QT_TRANSLATE_NOOP("Query", "%1 above %2"));
    case QueryOp::GreaterEqual:
        return age ? words(QT_TRANSLATE_NOOP("Query", "%1 at least %2 ago"))
            : time ? words(QT_TRANSLATE_NOOP("Query", "%1 no earlier than %2"))
                   : words(QT_TRANSLATE_NOOP("Query", "%1 at least %2"));
    case QueryOp::Has:
    case QueryOp::HasAll:
        return words(QT_TRANSLATE_NOOP("Query", "%1 has %2"));
    case QueryOp::Lacks:
        return words(QT_TRANSLATE_NOOP("Query", "%1 does not have %2"));
    case QueryOp::Only:
        return words(QT_TRANSLATE_NOOP("Query", "%1 has nothing but %2"));
    case QueryOp::In:
        return words(QT_TRANSLATE_NOOP("Query", "%1 is in the range %2"));
    case QueryOp::Starts:
        return words(QT_TRANSLATE_NOOP("Query", "%1 starts with %2"));
    case QueryOp::Ends:
        return words(QT_TRANSLATE_NOOP("Query", "%1 ends with %2"));
    case QueryOp::Matches:
        return words(QT_TRANSLATE_NOOP("Query", "%1 matches %2"));
    case QueryOp::Expires:
        return words(QT_TRANSLATE_NOOP("Query", "%1 has one that ends within %2"));
    case QueryOp::Lasts:
        return words(QT_TRANSLATE_NOOP("Query", "%1 has none that ends within %2"));
    case QueryOp::Issuer:
        return words(QT_TRANSLATE_NOOP("Query", "%1 has one issued by %2"));
    }
    return {};
}

QString listed(const QStringList &parts, const QString &last)
{
    if (parts.size() < 2)
        return parts.join(QString());
    return QStringList(parts.first(parts.size() - 1)).join(u", "_s) + u' ' + last + u' ' + parts.last();
}

QString testText(const QueryTest &test, std::span<const Field> fields, const char *context)
{
    static const Field nameless{};
    const Field *field = findField(fields, test.field);
    const QString label = field ? QCoreApplication::translate(context, field->label) : test.field;
    QStringList values;
    for (const QueryValue &value : test.values)
        values.append(valueText(value, field ? *field : nameless, context));
    const bool together =
        test.op == QueryOp::HasAll || (test.op == QueryOp::Equal && field && field->kind == Kind::Set);
    const QString last = together ? words(QT_TRANSLATE_NOOP("Query", "and")) : words(QT_TRANSLATE_NOOP("Query", "or"));
    const QString text = pattern(test, field ? field->kind : Kind::Text);
    return text.contains(u"%2"_s) ? text.arg(label, listed(values, last)) : text.arg(label);
}

QString nodeText(const QueryNode &node, std::span<const Field> fields, const char *context, bool inside)
{
    switch (node.type) {
    case QueryNode::Type::Test:
        return testText(node.test, fields, context);
    case QueryNode::Type::Word:
        return words(QT_TRANSLATE_NOOP("Query", "something contains %1"))
            .arg(QString(u'\u201c' + node.word + u'\u201d'));
    case QueryNode::Type::Not:
        return words(QT_TRANSLATE_NOOP("Query", "not (%1)"))
            .arg(nodeText(node.children.front(), fields, context, false));
    case QueryNode::Type::And:
    case QueryNode::Type::Or:
        break;
    }
    QStringList parts;
    for (const QueryNode &child : node.children)
        parts.append(nodeText(child, fields, context, true));
    const QString word = node.type == QueryNode::Type::And ? words(QT_TRANSLATE_NOOP("Query", "and"))
                                                           : words(QT_TRANSLATE_NOOP("Query", "or"));
    const QString text = parts.join(u' ' + word + u' ');
    return inside && parts.size() > 1 ? QString(u'(' + text + u')') : text;
}

} // namespace

QList<QueryChip> chips(const Query &query, std::span<const Field> fields, const char *context)
{
    const bool several = query.root.type == QueryNode::Type::And;
    QList<QueryChip> result;
    for (const QueryNode &node : several ? std::span(query.root.children) : std::span(&query.root, 1)) {
        const bool group = node.type == QueryNode::Type::Or && several;
        const QString text = printed(node, fields);
        result.append({group ? QString(u'(' + text + u')') : text, nodeText(node, fields, context, false), node.column,
            node.length});
    }
    return result;
}

QString sentence(const Query &query, std::span<const Field> fields, const char *context)
{
    return query.isEmpty() ? words(QT_TRANSLATE_NOOP("Query", "everything"))
                           : nodeText(query.root, fields, context, false);
}

Query withoutChip(const Query &query, qsizetype index)
{
    Query result = query;
    if (query.root.type != QueryNode::Type::And) {
        result.root = QueryNode();
    } else if (index >= 0 && size_t(index) < query.root.children.size()) {
        result.root.children.erase(result.root.children.begin() + index);
        result.root = flattened(std::move(result.root));
    }
    return result;
}

} // namespace belvedere
