// The preview in the plain way, device by device out of the database: what the fast one must equal, and its rival.
#pragma once

#include "api/policies.h"
#include "server/store/database.h"

namespace belvedere::bench {

// Errors: those of compilePolicy().
Result<PolicyPreview> plainPreview(server::Database &database, const BusinessPolicy &policy, const QDateTime &now);

} // namespace belvedere::bench
