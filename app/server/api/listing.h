// Pages of lists: query, sort, limit and cursor of any entity as SQL.
#pragma once

#include "api/resource.h"
#include "server/store/entitytable.h"

namespace belvedere::server {

// The WHERE clause of a query. Errors "query.…" name the column in the text.
Result<SqlCondition> listCondition(
    SqlDialect dialect, std::span<const Field> fields, const QString &query, const QDateTime &now);
// The ORDER BY clause of "name,-seen"; empty for the order of ids. Error "sort.unknown-field".
Result<QString> listOrder(SqlDialect dialect, std::span<const Field> fields, const QString &sort);

struct PageBounds {
    qint64 limit;
    qint64 offset;
    QString nextCursor(qint64 delivered, qint64 total) const; // empty when that was the last page

    QString fingerprint; // of query and sort: a cursor belongs to one list
};
// Errors "limit.range", "cursor.invalid".
Result<PageBounds> pageBounds(const ListParameters &parameters);

template<class E> Result<Page<E>> listPage(
    Database &database, const Table<E> &table, const ListParameters &parameters, const QDateTime &now)
{
    const Result<SqlCondition> condition = listCondition(database.dialect(), fields<E>(), parameters.query, now);
    if (!condition)
        return condition.error();
    const Result<QString> order = listOrder(database.dialect(), fields<E>(), parameters.sort);
    if (!order)
        return order.error();
    const Result<PageBounds> bounds = pageBounds(parameters);
    if (!bounds)
        return bounds.error();
    const Result<qint64> total = table.untyped().count(database, condition.value());
    if (!total)
        return total.error();
    SqlCondition page = condition.value();
    page.values << bounds.value().limit << bounds.value().offset;
    const QString sorted = order.value().isEmpty() ? QStringLiteral("n") : order.value();
    const QString whole = sorted + QStringLiteral(" LIMIT ? OFFSET ?");
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
