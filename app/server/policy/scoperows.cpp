// Scopes over columns.
#include "server/policy/scoperows.h"

#include "api/operations.h"
#include "compliance/rollout.h"
#include "query/parser.h"
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

// The devices that the query lets through.
Result<RowBits> queryRows(Database &database, const Matcher &query, const Snapshot &devices, FilterTools &tools)
{
    if (isAboutLists(query))
        return QueryFilter(query).matches(devices, nullptr, tools, StopFlag(false));
    const SqlFilter filter = sqlFilter(query, fields<Device>(), database.dialect());
    return namedRows(database,
        u"SELECT id FROM %1 WHERE %2"_s.arg(QLatin1StringView(Resource<Device>::path), filter.where), filter.binds,
        devices);
}

} // namespace

Result<RowBits> namedRows(Database &database, const QString &sql, const QVariantList &values, const Snapshot &devices)
{
    const Result<QSqlQuery *> rows = database.run(sql, values);
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

Result<RowBits> scopeRows(Database &database, const CompiledPolicy &policy, const Snapshot &devices, FilterTools &tools)
{
    if (!policy.scope)
        return RowBits(devices.rowCount(), policy.policy.allDevices);
    return queryRows(database, *policy.scope, devices, tools);
}

Result<RowBits> matchingRows(Database &database, const QString &query, const Snapshot &devices, FilterTools &tools)
{
    const QueryParse parsed = parseQuery(query, fields<Device>());
    const Result<Matcher> matcher = parsed ? Matcher::compile(parsed.query(), fields<Device>(), QDateTime())
                                           : Result<Matcher>(toApiError(parsed.error()));
    return matcher ? queryRows(database, matcher.value(), devices, tools) : matcher.error();
}

std::vector<quint16> bucketRows(const Id<BusinessPolicy> &policy, const Snapshot &devices, FilterTools &tools)
{
    std::vector<quint16> buckets(devices.rowCount());
    tools.crew.share((size_t(devices.rowCount()) + blockRows - 1) / blockRows, [&](size_t block) {
        const auto first = quint32(block * blockRows);
        for (quint32 row = first; row < std::min(first + blockRows, devices.rowCount()); ++row)
            buckets[row] = quint16(rolloutBucket(policy.text, devices.id(row)));
    });
    return buckets;
}

Result<std::vector<quint8>> waveRows(Database &database, const CompiledPolicy &policy, std::span<const quint16> buckets,
    const Snapshot &devices, FilterTools &tools)
{
    std::vector<RowBits> named; // by wave; empty for a share
    named.reserve(policy.waves.size());
    for (const CompiledWave &wave : policy.waves) {
        Result<RowBits> rows =
            wave.query ? queryRows(database, *wave.query, devices, tools) : Result<RowBits>(RowBits());
        if (!rows)
            return rows.error();
        named.push_back(std::move(rows).value());
    }
    std::vector<quint8> waves(devices.rowCount());
    tools.crew.share((size_t(devices.rowCount()) + blockRows - 1) / blockRows, [&](size_t block) {
        const auto first = quint32(block * blockRows);
        for (quint32 row = first; row < std::min(first + blockRows, devices.rowCount()); ++row) {
            const int bucket = buckets[row];
            size_t wave = 0;
            const auto isIn = [&](size_t i) {
                return policy.waves[i].query ? named[i].at(row) : isInShare(bucket, policy.waves[i].percent);
            };
            while (wave < policy.waves.size() && !isIn(wave))
                ++wave;
            waves[row] = quint8(wave + 1);
        }
    });
    return waves;
}

} // namespace belvedere::server
