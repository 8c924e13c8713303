// The handlers of our API, a function for each place; together they serve every declared operation.
#pragma once

#include "api/operations.h"
#include "server/api/listpages.h"
#include "server/api/profilesigner.h"
#include "server/api/router.h"
#include "server/auth/signinguard.h"
#include "server/content/uploads.h"
#include "server/jobs/eventhub.h"
#include "server/policy/fleetmemory.h"
#include "server/store/sitekey.h"

namespace belvedere::server {

// What the handlers share besides the database.
struct Site {
    SiteInfo card;
    QString url; // where agents find the server
    SignInGuard guard;
    EventHub events;
    EntityList devices{tableSpec<Device>()};
    ListPages devicePages{devices};
    std::unique_ptr<Contents> contents;
    UploadDesk uploads;
    std::optional<ProfileSigner> signer; // of Apple's profiles; set before anything is served
    SiteKey key; // of secrets in profiles and of targets; likewise
    FleetMemory fleet{&devices.columns};
    // Tells of what other instances have committed by now, with the connection of the job that asks.
    std::function<Result<Done>(Database &)> catchUp = [](Database &) -> Result<Done> { return Done{}; };
};

void serveSessions(Router &router, Site &site);
void serveDevices(Router &router, Site &site);
void servePersons(Router &router);
void serveEnrolments(Router &router, Site &site);
void serveAccounts(Router &router, Site &site);
void serveAudit(Router &router);
void serveActions(Router &router);
void servePatches(Router &router);
void serveProfiles(Router &router, const Site &site);
void serveRules(Router &router, Site &site);
void serveTargets(Router &router, const Site &site);
void serveWaivers(Router &router);
void servePolicies(Router &router, Site &site);
void serveDeployments(Router &router);
void serveReports(Router &router);
void serveViews(Router &router, Site &site);
void serveUploads(Router &router, Site &site);
void serveApplications(Router &router);
void serveFiles(Router &router);
void serveCertificates(Router &router, Site &site);
void serveLicences(Router &router);
void serveEvents(Router &router, Site &site);

// The numbers of the compliance report, all of one moment. Not inside a transaction.
Result<ComplianceReport> countCompliance(Database &database, const QDateTime &now);

// Stores a hashed password and ends the account's other sessions.
Result<None> storePassword(
    WriteCall &call, Site &site, const Id<Account> &account, const QString &hash, bool changeDue, qint64 keepSession);

// Also for the first administrator, whom no account makes.
Result<Account> createAccount(Transaction &transaction, const AuditContext &context, Account account,
    const QString &passwordHash, bool changeDue);

} // namespace belvedere::server
