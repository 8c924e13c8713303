// A list of the database as columns, for whoever needs it as it is inside a transaction.
#pragma once

#include "server/store/database.h"
#include "table/snapshot.h"

namespace belvedere::server {

// All rows of the table, by their list form; takes about a second per 300,000 rows. Inside a transaction. `fields`
// outlive the snapshot. Error "store.corrupt" for a row that cannot be read.
Result<SnapshotPointer> readSnapshot(Database &database, const QString &table, std::span<const Field> fields);

} // namespace belvedere::server
