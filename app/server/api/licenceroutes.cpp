// Licences and who has their seats.
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/content/licences.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 maximumSeats = 1'000'000;

// Fills in the application's name, and says what is wrong.
Result<Done> examine(Database &database, LicencePool &pool)
{
    static const Table<Application> applications;
    QList<FieldError> errors = textProblems(pool.name, {{u"notes"_s, pool.notes}});
    if (pool.seats < 0 || pool.seats > maximumSeats)
        errors.append({u"seats"_s, u"0 to %1"_s.arg(maximumSeats)});
    else if (pool.seats < pool.used)
        errors.append({u"seats"_s, u"%1 are assigned; withdraw some first"_s.arg(pool.used)});
    pool.applicationName.clear();
    if (!pool.application.isEmpty()) {
        const Result<Application> application = applications.get(database, pool.application);
        if (application)
            pool.applicationName = application.value().name;
        else
            errors.append({u"application.id"_s, u"there is no such application"_s});
    }
    pool.available = pool.seats - pool.used;
    return errors.isEmpty() ? Result<Done>(Done{}) : validationError(errors);
}

Result<LicencePool> create(WriteCall &call, const Create<LicencePool> &operation)
{
    LicencePool pool = operation.body;
    const Result<Done> good = examine(call.database(), pool);
    if (!good)
        return good.error();
    pool.created = call.now();
    pool.edited = call.now();
    return createRecord(call, pool, "licence.created", pool.name);
}

Result<LicencePool> update(WriteCall &call, const Update<LicencePool> &operation)
{
    const Result<std::pair<LicencePool, LicencePool>> both = patched(call, operation);
    if (!both)
        return both.error();
    const LicencePool &before = both.value().first;
    LicencePool after = both.value().second;
    const Result<Done> good = examine(call.database(), after);
    if (!good)
        return good.error();
    if (toJson(before) == toJson(after))
        return before;
    after.edited = call.now();
    const Result<LicencePool> changed = changeRecord(call, before, after, "licence.edited", after.name);
    if (!changed || before.name == after.name)
        return changed;
    const Result<Done> renamed = renameLicence(call.transaction, after);
    return renamed ? changed : renamed.error();
}

Result<None> remove(WriteCall &call, const Remove<LicencePool> &operation)
{
    static const Table<LicencePool> table;
    const Result<LicencePool> pool = table.get(call.database(), operation.id);
    if (!pool)
        return pool.error();
    Result<Done> done = call.info.match(pool.value().version);
    if (done)
        done = removeSeats(call.transaction, operation.id);
    return done ? removeRecord(call, operation.id, "licence.deleted", pool.value().name) : done.error();
}

AuditNote seatNote(AuditActionName action, const LicenceSeat &seat)
{
    return recordNote(
        action, Resource<LicenceSeat>::singular, seat.id.text, u"%1: %2"_s.arg(seat.licenceName, seat.holderName));
}

Result<LicenceSeat> assign(WriteCall &call, const AssignLicence &operation)
{
    const Result<LicenceSeat> seat = assignSeat(call.transaction, operation.id, operation.body, call.info.actor.name);
    const Result<Done> noted = seat ? call.audit(seatNote("licence.assigned", seat.value())) : seat.error();
    return noted ? seat : noted.error();
}

Result<None> withdraw(WriteCall &call, const WithdrawLicence &operation)
{
    static const Table<LicenceSeat> table;
    const Result<LicenceSeat> seat = table.get(call.database(), operation.id);
    if (!seat)
        return seat.error();
    Result<Done> done = withdrawSeat(call.transaction, seat.value());
    if (done)
        done = call.audit(seatNote("licence.withdrawn", seat.value()));
    return done ? Result<None>(None{}) : done.error();
}

} // namespace

void serveLicences(Router &router)
{
    serveReading<LicencePool>(router);
    serveReading<LicenceSeat>(router);
    router.write<Create<LicencePool>>(create);
    router.write<Update<LicencePool>>(update);
    router.write<Remove<LicencePool>>(remove);
    router.write<AssignLicence>(assign);
    router.write<WithdrawLicence>(withdraw);
}

} // namespace belvedere::server
