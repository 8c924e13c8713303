// Query, sort and cursor of lists.
#include "server/api/listing.h"

#include "base/digest.h"
#include "query/parser.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr size_t maximumSortFields = 4;

bool hasAge(const QueryValue &value)
{
    return value.type == QueryValue::Type::Age || std::any_of(value.parts.begin(), value.parts.end(), hasAge);
}

bool hasAge(const QueryNode &node)
{
    return std::any_of(node.test.values.begin(), node.test.values.end(), [](const QueryValue &value) {
        return hasAge(value);
    }) || std::any_of(node.children.begin(), node.children.end(), [](const QueryNode &child) { return hasAge(child); });
}

Result<std::vector<SqlSort>> readSort(std::span<const Field> fields, const QString &sort)
{
    std::vector<SqlSort> orders;
    for (const QString &part : sort.split(u',', Qt::SkipEmptyParts)) {
        const bool descending = part.startsWith(u'-');
        const Field *field = findField(fields, QStringView(part).sliced(descending ? 1 : 0));
        if (!field || field->kind == Kind::Object || field->kind == Kind::List || orders.size() >= maximumSortFields) {
            ApiError error = validationError({{u"sort"_s, u"cannot sort by "_s + part.left(64)}});
            error.code = u"sort.unknown-field"_s;
            return error;
        }
        orders.push_back({field, descending});
    }
    return orders;
}

} // namespace

Result<CompiledList> compileList(std::span<const Field> fields, const ListParameters &parameters, const QDateTime &now)
{
    CompiledList list;
    if (!parameters.query.trimmed().isEmpty()) {
        const QueryParse parsed = parseQuery(parameters.query, fields);
        if (!parsed)
            return toApiError(parsed.error());
        const QDateTime second = QDateTime::fromSecsSinceEpoch(now.toSecsSinceEpoch(), Qt::UTC);
        const Result<Matcher> matcher = Matcher::compile(parsed.query(), fields, second);
        if (!matcher)
            return matcher.error();
        list.filter = matcher.value();
        list.hasAges = hasAge(parsed.query().root);
    }
    Result<std::vector<SqlSort>> order = readSort(fields, parameters.sort);
    if (!order)
        return order.error();
    list.order = std::move(order).value();
    return list;
}

SqlCondition listCondition(SqlDialect dialect, std::span<const Field> fields, const CompiledList &list)
{
    if (!list.filter)
        return {};
    const SqlFilter filter = sqlFilter(*list.filter, fields, dialect);
    return {filter.where, filter.binds};
}

QString listOrder(SqlDialect dialect, const CompiledList &list)
{
    return list.order.empty() ? QString::fromLatin1(numberColumn) : sqlOrder(list.order, dialect);
}

Result<qint64> countList(
    Database &database, const EntityTable &table, const ListParameters &parameters, const QDateTime &now)
{
    const std::span<const Field> fields = table.spec().fields();
    const Result<CompiledList> list = compileList(fields, parameters, now);
    return list ? table.count(database, listCondition(database.dialect(), fields, list.value())) : list.error();
}

Result<PageBounds> pageBounds(const ListParameters &parameters)
{
    PageBounds bounds{parameters.limit.value_or(100), 0,
        sha256Hex(QString(parameters.query + u'\n' + parameters.sort).toUtf8()).left(16)};
    if (bounds.limit < 1 || bounds.limit > maximumPageSize) {
        ApiError error = validationError({{u"limit"_s, u"1 to %1"_s.arg(maximumPageSize)}});
        error.code = u"limit.range"_s;
        return error;
    }
    if (parameters.cursor.isEmpty())
        return bounds;
    const QStringList parts =
        QString::fromLatin1(QByteArray::fromBase64(parameters.cursor.toLatin1(), QByteArray::Base64UrlEncoding))
            .split(u':');
    bool isNumber = false;
    bounds.offset = parts.value(1).toLongLong(&isNumber);
    if (parts.size() != 2 || parts[0] != bounds.fingerprint || !isNumber || bounds.offset < 0) {
        ApiError error = validationError({{u"cursor"_s, u"does not belong to this list"_s}});
        error.code = u"cursor.invalid"_s;
        return error;
    }
    return bounds;
}

QString PageBounds::nextCursor(qint64 delivered, qint64 total) const
{
    const qint64 next = offset + delivered;
    if (delivered == 0 || next >= total)
        return {};
    const QString text = fingerprint + u':' + QString::number(next);
    return QString::fromLatin1(
        text.toLatin1().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace belvedere::server
