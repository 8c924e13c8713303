// Parameters of checks.
#include "query/parameters.h"

#include "query/value.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError parameterError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = code;
    error.detail = detail;
    return error;
}

bool readText(const QString &text, const Field &field, QueryOp op, QueryValue *value)
{
    if (isListOp(op) && op != QueryOp::Expires && op != QueryOp::Lasts && op != QueryOp::Issuer) {
        const auto item = readItem(text);
        *value = item.value_or(QueryValue());
        return item.has_value();
    }
    RawValue raw;
    raw.text = text;
    raw.whole = text;
    raw.quoted = true; // the keyword and ranges do not come in by a parameter
    QueryError error;
    return readValue(raw, field, op, QueryMode::Check, value, &error);
}

bool readCell(const Cell &cell, const Field &field, QueryOp op, QueryValue *value)
{
    using Type = QueryValue::Type;
    if (const auto *text = std::get_if<QString>(&cell))
        return readText(*text, field, op, value);
    if (const auto *version = std::get_if<Version>(&cell))
        return readText(version->text(), field, op, value);
    if (const auto *number = std::get_if<qint64>(&cell)) {
        const bool age = field.kind == Kind::Time || op == QueryOp::Expires || op == QueryOp::Lasts;
        value->type = age ? Type::Age : Type::Number;
        value->number = *number;
        return true;
    }
    if (const auto *flag = std::get_if<bool>(&cell)) {
        value->type = Type::Bool;
        value->number = *flag ? 1 : 0;
        return true;
    }
    if (const auto *time = std::get_if<QDateTime>(&cell)) {
        value->type = Type::Time;
        value->number = time->toMSecsSinceEpoch();
        return true;
    }
    return false;
}

} // namespace

Result<BoundTest> bindParameters(const QueryTest &test, const Field &field, const Parameters &parameters)
{
    BoundTest bound{test, false};
    bound.test.values.clear();
    for (const QueryValue &value : test.values) {
        if (value.type != QueryValue::Type::Parameter) {
            bound.test.values.push_back(value);
            continue;
        }
        const auto found = parameters.constFind(value.text);
        if (found == parameters.constEnd())
            return parameterError(u"query.unknown-parameter"_s, u"There is no parameter named %1."_s.arg(value.text));
        QList<Cell> cells{*found};
        if (const auto *list = std::get_if<QStringList>(&*found))
            cells = QList<Cell>(list->begin(), list->end());
        for (const Cell &cell : std::as_const(cells)) {
            if (!readCell(cell, field, test.op, &bound.test.values.emplace_back()))
                return parameterError(u"query.type"_s,
                    u"The parameter %1 does not suit %2."_s.arg(value.text, QLatin1StringView(field.name)));
        }
    }
    bound.emptyList = bound.test.values.empty();
    return bound;
}

} // namespace belvedere
