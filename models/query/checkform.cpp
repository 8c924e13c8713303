// Between a check's tree and its form.
#include "query/checkform.h"

#include "query/attributes.h"
#include "query/print.h"
#include "query/value.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Kind = CheckGroup::Kind;
using Type = QueryNode::Type;

CheckRow rowOf(const QueryTest &test, std::span<const Field> fields)
{
    const Field *field = findField(fields, test.field);
    QStringList values;
    if (field) {
        for (const QueryValue &value : test.values)
            values.append(writtenValue(value, *field));
    }
    return {test.field, test.op, values.join(u','), test.attributes};
}

bool fill(const QueryNode &node, std::span<const Field> fields, int depth, CheckGroup &group);

bool addEntry(const QueryNode &node, std::span<const Field> fields, int depth, CheckGroup &group)
{
    CheckGroup::Entry entry;
    if (node.type == Type::Test)
        entry.row = rowOf(node.test, fields);
    else if (!fill(node, fields, depth + 1, entry.group))
        return false;
    group.entries.push_back(std::move(entry));
    return true;
}

bool fill(const QueryNode &node, std::span<const Field> fields, int depth, CheckGroup &group)
{
    if (depth > maximumFormDepth)
        return false;
    const QueryNode *whole = &node;
    const bool isNegated = node.type == Type::Not;
    if (isNegated)
        whole = &node.children.front();
    const bool isAnd = whole->type == Type::And;
    group.kind = isNegated ? (isAnd ? Kind::NotAll : Kind::None) : whole->type == Type::Or ? Kind::Any : Kind::All;
    if (whole->type == Type::Test || whole->type == Type::Not)
        return addEntry(*whole, fields, depth, group);
    if (whole->type == Type::Word)
        return false;
    for (const QueryNode &child : whole->children) {
        if (!addEntry(child, fields, depth, group))
            return false;
    }
    return true;
}

QString written(const CheckGroup &group, bool inside)
{
    QStringList parts;
    for (const CheckGroup::Entry &entry : group.entries) {
        if (entry.row)
            parts.append(entry.row->field + writtenOp(entry.row->op) + entry.row->value
                + writtenAttributes(entry.row->attributes));
        else if (const QString part = written(entry.group, true); !part.isEmpty())
            parts.append(part);
    }
    if (parts.isEmpty())
        return {};
    const bool isNegated = group.kind == Kind::NotAll || group.kind == Kind::None;
    const bool isAnd = group.kind == Kind::All || group.kind == Kind::NotAll;
    const QString text = parts.join(isAnd ? u" "_s : u" or "_s);
    const bool needsBrackets = parts.size() > 1 || text.startsWith(u'-');
    if (isNegated)
        return u'-' + (needsBrackets ? QString(u'(' + text + u')') : text);
    return inside && needsBrackets ? QString(u'(' + text + u')') : text;
}

} // namespace

std::optional<CheckGroup> formOf(const Query &check, std::span<const Field> fields)
{
    CheckGroup form;
    if (check.mode != QueryMode::Check || !fill(check.root, fields, 1, form))
        return std::nullopt;
    return form;
}

Result<QString> textOf(const CheckGroup &form, std::span<const Field> fields)
{
    const QString text = written(form, false);
    if (text.isEmpty()) {
        ApiError error;
        error.kind = ApiError::Kind::Validation;
        error.code = u"query.empty"_s;
        error.detail = u"There is no test yet."_s;
        return error;
    }
    const QueryParse parsed = parseQuery(text, fields, QueryMode::Check);
    return parsed ? Result<QString>(printed(parsed.query(), fields)) : toApiError(parsed.error());
}

QList<QueryOp> operatorsFor(const Field &field)
{
    constexpr QueryOp offered[] = {QueryOp::Is, QueryOp::NotEqual, QueryOp::Equal, QueryOp::GreaterEqual,
        QueryOp::LessEqual, QueryOp::Greater, QueryOp::Less, QueryOp::In, QueryOp::Starts, QueryOp::Ends,
        QueryOp::Matches, QueryOp::Has, QueryOp::HasAll, QueryOp::Lacks, QueryOp::Only, QueryOp::Lasts,
        QueryOp::Expires, QueryOp::Issuer};
    QList<QueryOp> list;
    for (const QueryOp op : offered) {
        if (opSuits(op, field.kind))
            list.append(op);
    }
    return list;
}

} // namespace belvedere
