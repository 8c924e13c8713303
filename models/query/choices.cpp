// Ticking values in a query.
#include "query/choices.h"

#include "query/lexer.h"
#include "query/print.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Cell cellOf(const QueryValue &value, const Field &field)
{
    switch (value.type) {
    case QueryValue::Type::Bool:
        return value.number != 0;
    case QueryValue::Type::Text:
        return value.text;
    case QueryValue::Type::Version:
        return Version(value.text);
    case QueryValue::Type::Number:
        return field.kind == Kind::Int ? Cell(value.number) : Cell();
    default:
        return {};
    }
}

bool isChoice(const QueryNode &node, const Field &field)
{
    const auto isPlain = [](const QueryValue &value) {
        using Type = QueryValue::Type;
        return value.type == Type::Unknown || value.type == Type::Bool || value.type == Type::Text
            || value.type == Type::Version || value.type == Type::Number;
    };
    const auto wanted = field.kind == Kind::Text ? QueryOp::Equal : QueryOp::Is;
    return node.type == QueryNode::Type::Test && node.test.field == QLatin1StringView(field.name)
        && node.test.op == wanted && node.test.attributes == CheckAttributes()
        && std::all_of(node.test.values.begin(), node.test.values.end(), isPlain);
}

// The outermost conditions, all of which must hold.
std::vector<QueryNode> conditions(const Query &query)
{
    if (query.root.type == QueryNode::Type::And)
        return query.root.children;
    return {query.root};
}

QString written(const Cell &value)
{
    if (const auto *truth = std::get_if<bool>(&value))
        return *truth ? u"yes"_s : u"no"_s;
    if (const auto *version = std::get_if<Version>(&value))
        return quotedText(version->text());
    if (const auto *text = std::get_if<QString>(&value))
        return quotedText(*text);
    if (const auto *number = std::get_if<qint64>(&value))
        return QString::number(*number);
    return u"unknown"_s;
}

} // namespace

QList<Cell> chosenValues(const Query &query, const Field &field)
{
    QList<Cell> values;
    for (const QueryNode &node : conditions(query)) {
        if (!isChoice(node, field))
            continue;
        for (const QueryValue &value : node.test.values)
            values.append(cellOf(value, field));
    }
    return values;
}

Query withChoice(const Query &query, std::span<const Field> fields, const Field &field, const Cell &value, bool chosen)
{
    QList<Cell> values = chosenValues(query, field);
    values.removeAll(value);
    if (chosen)
        values.append(value);
    // in the place where the field is asked for now, else at the end
    std::vector<QueryNode> parts = conditions(query);
    const auto at =
        std::find_if(parts.begin(), parts.end(), [&field](const QueryNode &node) { return isChoice(node, field); });
    const auto place = at - parts.begin();
    std::erase_if(parts, [&field](const QueryNode &node) { return isChoice(node, field); });
    if (!values.isEmpty()) {
        QStringList words;
        for (const Cell &each : values)
            words.append(written(each));
        const QString test =
            QLatin1StringView(field.name) + (field.kind == Kind::Text ? u'=' : u':') + words.join(u',');
        const QueryParse parsed = parseQuery(test, fields);
        if (!parsed)
            return query;
        parts.insert(parts.begin() + std::min<std::ptrdiff_t>(place, std::ssize(parts)), parsed.query().root);
    }
    Query result = query;
    result.root = {};
    result.root.children = std::move(parts);
    result.root = flattened(std::move(result.root));
    const QueryParse again = parseQuery(printed(result, fields), fields);
    return again ? again.query() : query;
}

} // namespace belvedere
