// Profiles, rules and policies: reading.
#include "server/api/records.h"
#include "server/api/routes.h"

namespace belvedere::server {

void servePolicies(Router &router)
{
    serveReading<ConfigurationProfile>(router);
    serveReading<ComplianceRule>(router);
    serveReading<RuleResult>(router);
    serveReading<BusinessPolicy>(router);
    serveReading<Deployment>(router);
}

} // namespace belvedere::server
