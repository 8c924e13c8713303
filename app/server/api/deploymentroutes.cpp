// Deployments: reading, and trying a failed one again.
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/deployments.h"

namespace belvedere::server {

void serveDeployments(Router &router)
{
    serveReading<Deployment>(router);
    router.write<RetryDeployment>([](WriteCall &call, const RetryDeployment &operation) -> Result<Deployment> {
        static const Table<Deployment> table;
        const Result<Deployment> stored = table.get(call.database(), operation.id);
        if (!stored)
            return stored;
        const Result<Deployment> retried = retryDeployment(call.transaction, stored.value());
        if (!retried)
            return retried;
        const Result<Done> audited = call.audit(recordNote(
            "deployment.retried", Resource<Deployment>::singular, operation.id.text, stored.value().itemName));
        return audited ? retried : audited.error();
    });
}

} // namespace belvedere::server
