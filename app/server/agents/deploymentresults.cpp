// Handing of commands' fates to their deployments.
#include "server/agents/deploymentresults.h"

#include "server/policy/deployments.h"

namespace belvedere::server {

Result<Done> deploymentDelivered(Transaction &transaction, const QString &deployment)
{
    return deliverDeployment(transaction, Id<Deployment>{deployment});
}

Result<Done> deploymentWithheld(Transaction &transaction, const QString &deployment, const ApiError &why)
{
    return withholdDeployment(transaction, Id<Deployment>{deployment}, why);
}

Result<Done> deploymentReported(Transaction &transaction, const QString &deployment, const CommandResult &result)
{
    return reportDeployment(transaction, Id<Deployment>{deployment}, result);
}

} // namespace belvedere::server
