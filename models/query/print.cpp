// The canonical text of a query.
#include "query/print.h"

#include "query/attributes.h"
#include "query/value.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Type = QueryNode::Type;

QString printedTest(const QueryTest &test, std::span<const Field> fields)
{
    static const Field nameless{};
    const Field *field = findField(fields, test.field);
    QStringList values;
    for (const QueryValue &value : test.values)
        values.append(writtenValue(value, field ? *field : nameless));
    return test.field + writtenOp(test.op) + values.join(u',') + writtenAttributes(test.attributes);
}

// A group inside a tighter one needs brackets.
QString inBrackets(const QueryNode &node, std::span<const Field> fields, bool needed)
{
    const QString text = printed(node, fields);
    return needed ? QString(u'(' + text + u')') : text;
}

} // namespace

QString printed(const QueryNode &node, std::span<const Field> fields)
{
    switch (node.type) {
    case Type::And:
    case Type::Or: {
        QStringList parts;
        for (const QueryNode &child : node.children)
            parts.append(inBrackets(child, fields, child.type == Type::Or || child.type == node.type));
        return parts.join(node.type == Type::And ? u" "_s : u" or "_s);
    }
    case Type::Not: {
        const Type inner = node.children.front().type;
        return u'-' + inBrackets(node.children.front(), fields, inner != Type::Test && inner != Type::Word);
    }
    case Type::Test:
        return printedTest(node.test, fields);
    case Type::Word:
        return isBareWord(node.word) ? node.word : quotedText(node.word);
    }
    return {};
}

} // namespace belvedere
