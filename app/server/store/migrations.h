// Migrations: numbered SQL files, applied once each and in order. They are written for SQLite, and the driver of
// PostgreSQL has its own words for their types, so that the schema stands in one place.
#pragma once

#include "server/store/database.h"

#include <limits>

namespace belvedere::server {

// Brings the schema to this program's version, in one transaction. A database from a newer program is refused with
// "store.newer"; an applied file that has changed since, with "store.migration-changed".
Result<Done> migrate(Database &database);
// The same up to a number, inside a transaction that the caller has begun.
Result<Done> applyMigrations(Database &database, int last = std::numeric_limits<int>::max());

} // namespace belvedere::server
