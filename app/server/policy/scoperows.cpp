// Scopes over columns.
#include "server/policy/scoperows.h"

#include "api/operations.h"
#include "query/sql.h"
#include "table/queryfilter.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

bool isAboutLists(const Matcher &scope)
{
    const std::span<const Field> all = fields<Device>();
    const auto leaves = scope.leaves();
    const auto searched = scope.searchable();
    return std::none_of(
               leaves.begin(), leaves.end(), [all](const QueryLeaf &leaf) { return all[leaf.field].is(Detail); })
        && (scope.words().isEmpty()
            || std::none_of(searched.begin(), searched.end(), [all](size_t field) { return all[field].is(Detail); }));
}

} // namespace

Result<RowBits> scopeRows(Database &database, const CompiledPolicy &policy, const Snapshot &devices, FilterTools &tools)
{
    if (!policy.scope)
        return RowBits(devices.rowCount(), policy.policy.allDevices);
    if (isAboutLists(*policy.scope))
        return QueryFilter(*policy.scope).matches(devices, nullptr, tools, StopFlag(false));
    const SqlFilter filter = sqlFilter(*policy.scope, fields<Device>(), database.dialect());
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT id FROM %1 WHERE %2"_s.arg(QLatin1StringView(Resource<Device>::path), filter.where), filter.binds);
    if (!rows)
        return rows.error();
    RowBits bits(devices.rowCount());
    while (rows.value()->next()) {
        if (const std::optional<quint32> row = devices.rowOf(rows.value()->value(0).toString()))
            bits.set(*row);
    }
    rows.value()->finish();
    return bits;
}

} // namespace belvedere::server
