// Approval by a second person: whether the site asks for it.
#pragma once

#include "domain/policysettings.h"
#include "server/store/transaction.h"

namespace belvedere::server {

Result<PolicySettings> policySettings(Database &database);
// Error "policy.administrators" (422) for `always` with fewer than two enabled Administrators: nobody could approve.
Result<PolicySettings> storePolicySettings(Transaction &transaction, const PolicySettings &settings);

} // namespace belvedere::server
