// Understanding of saved views.
#include "query/viewreading.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError wrong(const QString &code, const QString &field, const QString &message)
{
    ApiError error = validationError({{field, message}});
    error.code = code;
    error.detail = message;
    return error;
}

// Fields that a table can show.
const Field *column(std::span<const Field> fields, QStringView name)
{
    const Field *field = findField(fields, name);
    const bool isShown = field && !field->is(Hidden) && !field->is(Detail);
    return isShown && field->kind != Kind::Object && field->kind != Kind::List ? field : nullptr;
}

ApiError unknown(const QString &where, const QString &name)
{
    return wrong(u"view.unknown-field"_s, where, u"no such field: "_s + name.left(64));
}

} // namespace

Result<ViewReading> readView(const SavedView &view, std::span<const Field> fields)
{
    ViewReading reading;
    const bool hasQuery = !view.query.trimmed().isEmpty();
    if (hasQuery == view.all)
        return wrong(u"view.scope"_s, u"query"_s,
            hasQuery ? u"either a query or all rows, not both"_s : u"a query, or all for every row"_s);
    if (hasQuery) {
        const QueryParse parsed = parseQuery(view.query, fields);
        if (!parsed)
            return toApiError(parsed.error());
        reading.query = parsed.query();
    }
    reading.columns = nameList(view.columns);
    if (reading.columns.size() > maximumViewColumns)
        return wrong(u"view.unknown-field"_s, u"columns"_s, u"at most %1 columns"_s.arg(maximumViewColumns));
    for (qsizetype i = 0; i < reading.columns.size(); ++i) {
        if (!column(fields, reading.columns[i]))
            return unknown(u"columns"_s, reading.columns[i]);
        if (reading.columns.indexOf(reading.columns[i]) != i)
            return wrong(u"view.unknown-field"_s, u"columns"_s, u"twice: "_s + reading.columns[i].left(64));
    }
    const QStringList keys = nameList(view.sort);
    if (keys.size() > maximumViewSort)
        return wrong(u"view.unknown-field"_s, u"sort"_s, u"at most %1 fields"_s.arg(maximumViewSort));
    for (const QString &key : keys) {
        const bool descending = key.startsWith(u'-');
        const Field *field = column(fields, QStringView(key).sliced(descending ? 1 : 0));
        if (!field)
            return unknown(u"sort"_s, key);
        reading.sort.push_back({int(field - fields.data()), descending});
    }
    if (!view.group.isEmpty()) {
        const Field *field = column(fields, view.group);
        if (!field || !(field->is(Facet) || hasBands(*field)))
            return unknown(u"group"_s, view.group);
        reading.group = int(field - fields.data());
    }
    return reading;
}

} // namespace belvedere
