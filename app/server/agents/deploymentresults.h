// What becomes of the commands of deployments, as the check-in learns it.
#pragma once

#include "domain/command.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// The first answer with the command is on its way.
Result<Done> deploymentDelivered(Transaction &transaction, const QString &deployment);
// It cannot go out as long as that lasts.
Result<Done> deploymentWithheld(Transaction &transaction, const QString &deployment, const ApiError &why);
// What the device says about it, once for each start and end.
Result<Done> deploymentReported(Transaction &transaction, const QString &deployment, const CommandResult &result);

} // namespace belvedere::server
