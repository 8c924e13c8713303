// Pages of lists: query, sort, limit and cursor of any entity as SQL.
#pragma once

#include "api/resource.h"
#include "query/sql.h"
#include "server/store/entitytable.h"

namespace belvedere::server {

// A list that was asked for, understood.
struct CompiledList {
    std::optional<Matcher> filter; // nothing: all rows
    std::vector<SqlSort> order; // empty: by the numbers of the ids
    bool hasAges = false; // the filter depends on the moment
};
// Ages count from the full second, so that the pages of one list agree. Errors: "query.…" name the column in the text;
// "sort.unknown-field".
Result<CompiledList> compileList(std::span<const Field> fields, const ListParameters &parameters, const QDateTime &now);
SqlCondition listCondition(SqlDialect dialect, std::span<const Field> fields, const CompiledList &list);
QString listOrder(SqlDialect dialect, const CompiledList &list); // of an ORDER BY clause

// How many rows match; the order does not matter.
Result<qint64> countList(
    Database &database, const EntityTable &table, const ListParameters &parameters, const QDateTime &now);

struct PageBounds {
    qint64 limit;
    qint64 offset;
    QString nextCursor(qint64 delivered, qint64 total) const; // empty when that was the last page

    QString fingerprint; // of query and sort: a cursor belongs to one list
};
// Errors "limit.range", "cursor.invalid".
Result<PageBounds> pageBounds(const ListParameters &parameters);

template<class E> Result<Page<E>> listPage(Database &database, const Table<E> &table, const ListParameters &parameters,
    const QDateTime &now, const Reader &reader)
{
    const Result<CompiledList> list = compileList(fields<E>(), parameters, now);
    if (!list)
        return list.error();
    const Result<PageBounds> bounds = pageBounds(parameters);
    if (!bounds)
        return bounds.error();
    SqlCondition page =
        both(listCondition(database.dialect(), fields<E>(), list.value()), table.untyped().visible(reader));
    const Result<qint64> total = table.untyped().count(database, page);
    if (!total)
        return total.error();
    page.values << bounds.value().limit << bounds.value().offset;
    const QString whole = listOrder(database.dialect(), list.value()) + QStringLiteral(" LIMIT ? OFFSET ?");
    Result<std::vector<E>> items = table.list(database, page, whole);
    if (!items)
        return items.error();
    Page<E> result;
    result.items = std::move(items).value();
    result.total = total.value();
    result.nextCursor = bounds.value().nextCursor(qint64(result.items.size()), result.total);
    return result;
}

} // namespace belvedere::server
