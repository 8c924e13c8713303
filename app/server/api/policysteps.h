// What the handlers of policies share: saving as a version, ending, and the routes that stand in files of their own.
#pragma once

#include "server/api/call.h"
#include "server/api/router.h"
#include "server/policy/versions.h"

#include "api/policies.h"

namespace belvedere::server {

Editor editorOf(const WriteCall &call);

// Makes `after` the policy's next version and stores it; nothing changes on any device. `restores`: number of the
// version that it takes up.
Result<BusinessPolicy> savedVersion(
    WriteCall &call, const BusinessPolicy &before, BusinessPolicy after, AuditActionName action, qint64 restores = 0);

// Says what becomes of what the policy has brought. Error "policy.installed" (422) when it has brought something and
// that is not said.
Result<Done> endPolicy(WriteCall &call, const BusinessPolicy &policy, Installed installed);

void servePolicySteps(Router &router);
void servePolicyVersions(Router &router);

} // namespace belvedere::server
