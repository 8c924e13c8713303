// Deployments: reading, trying a failed one again, taking off what no policy wants, and what of a device's profiles has
// no effect there.
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/deployments.h"
#include "server/policy/partialprofiles.h"

namespace belvedere::server {

void serveDeployments(Router &router)
{
    serveReading<Deployment>(router);
    router.read<ListPartialProfiles>(
        [](ReadCall &call, const ListPartialProfiles &operation) -> Result<Page<PartialProfile>> {
            return partialProfiles(call.database, operation.id)
                .map([](const std::vector<PartialProfile> &profiles) -> Page<PartialProfile> {
                    return {profiles, qint64(profiles.size()), {}};
                });
        });
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
    router.write<TakeOffDeployment>([](WriteCall &call, const TakeOffDeployment &operation) -> Result<None> {
        static const Table<Deployment> table;
        const Result<Deployment> stored = table.get(call.database(), operation.id);
        if (!stored)
            return stored.error();
        const Result<Done> ordered = takeOff(call.transaction, stored.value());
        if (!ordered)
            return ordered.error();
        AuditNote note = recordNote(
            "deployment.taken_off", Resource<Deployment>::singular, operation.id.text, stored.value().itemName);
        note.reason = stored.value().ruleName;
        const Result<Done> audited = call.audit(note);
        return audited ? Result<None>(None{}) : audited.error();
    });
}

} // namespace belvedere::server
