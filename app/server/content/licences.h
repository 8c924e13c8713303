// Licences: seats of a pool, whose holders' names and ends they follow.
#pragma once

#include "api/content.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Errors: "licence.full", "licence.expired", "licence.held" when the holder has a seat already; "not-found", and
// validation errors for a holder that is neither a device nor a person.
Result<LicenceSeat> assignSeat(
    Transaction &transaction, const Id<LicencePool> &licence, const LicenceHolder &holder, const QString &by);
Result<Done> withdrawSeat(Transaction &transaction, const LicenceSeat &seat);
// Every seat of the pool goes with it.
Result<Done> removeSeats(Transaction &transaction, const Id<LicencePool> &licence);

// A device or person has gone, or has another name.
Result<Done> freeSeatsOf(Transaction &transaction, const QString &holder);
Result<Done> renameHolder(Transaction &transaction, const QString &holder, const QString &name);
// A pool or an application has another name; without `application` it has gone.
Result<Done> renameLicence(Transaction &transaction, const LicencePool &licence);
Result<Done> renameApplicationOfLicences(
    Transaction &transaction, const Id<Application> &application, const QString &name, bool isGone);

} // namespace belvedere::server
