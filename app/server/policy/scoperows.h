// Which devices of the fleet a scope has: one bit a device, over columns.
#pragma once

#include "compliance/plan.h"
#include "server/store/database.h"
#include "table/filter.h"

namespace belvedere::server {

// The devices whose ids stand in the first column of what the statement answers.
Result<RowBits> namedRows(Database &database, const QString &sql, const QVariantList &values, const Snapshot &devices);

// Each agrees with CompiledPolicy on every device of `devices`, which must be of the moment of the database's
// transaction: what the list form leaves out is asked there.

// holds().
Result<RowBits> scopeRows(
    Database &database, const CompiledPolicy &policy, const Snapshot &devices, FilterTools &tools);
// Of a query that asks nothing about the time.
Result<RowBits> matchingRows(Database &database, const QString &query, const Snapshot &devices, FilterTools &tools);
// rolloutBucket() of the policy, by row: the same for all of its versions.
std::vector<quint16> bucketRows(const Id<BusinessPolicy> &policy, const Snapshot &devices, FilterTools &tools);
// waveOf(), by row.
Result<std::vector<quint8>> waveRows(Database &database, const CompiledPolicy &policy, std::span<const quint16> buckets,
    const Snapshot &devices, FilterTools &tools);

} // namespace belvedere::server
