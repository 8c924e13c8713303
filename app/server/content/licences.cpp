// Seats, and the numbers that their pools show.
#include "server/content/licences.h"

#include "api/operations.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const Table<LicencePool> &pools()
{
    static const Table<LicencePool> table;
    return table;
}

const Table<LicenceSeat> &seatTable()
{
    static const Table<LicenceSeat> table;
    return table;
}

// Fills in who it is.
Result<Done> identify(Database &database, const LicenceHolder &holder, LicenceSeat &seat)
{
    static const Table<Device> devices;
    static const Table<Person> persons;
    if (holder.device.isEmpty() == holder.person.isEmpty())
        return validationError({{u"device"_s, u"either a device or a person"_s}});
    if (!holder.device.isEmpty()) {
        const Result<Device> device = devices.get(database, {holder.device});
        if (!device)
            return validationError({{u"device"_s, u"there is no such device"_s}});
        seat.holderKind = HolderKind::Device;
        seat.holder = holder.device;
        seat.holderName = device.value().name;
        return Done{};
    }
    const Result<Person> person = persons.get(database, {holder.person});
    if (!person)
        return validationError({{u"person"_s, u"there is no such person"_s}});
    seat.holderKind = HolderKind::Person;
    seat.holder = holder.person;
    seat.holderName = person.value().name;
    return Done{};
}

// The pool shows how many of its seats are taken.
Result<Done> count(Transaction &transaction, const Id<LicencePool> &id)
{
    const Result<LicencePool> pool = pools().get(transaction.database(), id);
    const Result<QVariant> used =
        transaction.database().value(u"SELECT COUNT(*) FROM seats WHERE licence_id = ?"_s, {id.text});
    if (!pool || !used)
        return pool ? used.error() : pool.error();
    LicencePool after = pool.value();
    after.used = used.value().toLongLong();
    after.available = after.seats - after.used;
    return pools().refresh(transaction, after, pool.value()).map([](const LicencePool &) { return Done{}; });
}

Result<std::vector<LicenceSeat>> seatsWhere(Database &database, const QString &where, const QString &id)
{
    return seatTable().list(database, {where, {id}});
}

} // namespace

Result<LicenceSeat> assignSeat(
    Transaction &transaction, const Id<LicencePool> &licence, const LicenceHolder &holder, const QString &by)
{
    const Result<LicencePool> pool = pools().get(transaction.database(), licence);
    if (!pool)
        return pool.error();
    LicenceSeat seat;
    const Result<Done> known = identify(transaction.database(), holder, seat);
    if (!known)
        return known.error();
    const Result<QVariant> held = transaction.database().value(
        u"SELECT COUNT(*) FROM seats WHERE licence_id = ? AND holder_id = ?"_s, {licence.text, seat.holder});
    if (!held)
        return held.error();
    if (held.value().toInt() > 0)
        return conflict(u"licence.held"_s, u"%1 has a seat of it already."_s.arg(seat.holderName));
    if (pool.value().expires.isValid() && pool.value().expires <= transaction.now())
        return conflict(u"licence.expired"_s, u"The licence has expired."_s);
    if (pool.value().used >= pool.value().seats)
        return conflict(u"licence.full"_s, u"All %1 seats are taken."_s.arg(pool.value().seats));
    seat.licence = licence;
    seat.licenceName = pool.value().name;
    seat.assigned = transaction.now();
    seat.assignedBy = by;
    const Result<LicenceSeat> made = seatTable().insert(transaction, seat);
    const Result<Done> counted = made ? count(transaction, licence) : made.error();
    return counted ? made : counted.error();
}

Result<Done> withdrawSeat(Transaction &transaction, const LicenceSeat &seat)
{
    const Result<Done> removed = seatTable().remove(transaction, seat.id);
    return removed ? count(transaction, seat.licence) : removed;
}

Result<Done> removeSeats(Transaction &transaction, const Id<LicencePool> &licence)
{
    const Result<std::vector<LicenceSeat>> list = seatsWhere(transaction.database(), u"licence_id = ?"_s, licence.text);
    if (!list)
        return list.error();
    for (const LicenceSeat &seat : list.value()) {
        const Result<Done> removed = seatTable().remove(transaction, seat.id);
        if (!removed)
            return removed;
    }
    return Done{};
}

Result<Done> freeSeatsOf(Transaction &transaction, const QString &holder)
{
    const Result<std::vector<LicenceSeat>> list = seatsWhere(transaction.database(), u"holder_id = ?"_s, holder);
    if (!list)
        return list.error();
    for (const LicenceSeat &seat : list.value()) {
        const Result<Done> freed = withdrawSeat(transaction, seat);
        if (!freed)
            return freed;
    }
    return Done{};
}

Result<Done> renameHolder(Transaction &transaction, const QString &holder, const QString &name)
{
    const Result<std::vector<LicenceSeat>> list = seatsWhere(transaction.database(), u"holder_id = ?"_s, holder);
    if (!list)
        return list.error();
    for (const LicenceSeat &seat : list.value()) {
        LicenceSeat after = seat;
        after.holderName = name;
        const Result<LicenceSeat> renamed = seatTable().refresh(transaction, after, seat);
        if (!renamed)
            return renamed.error();
    }
    return Done{};
}

Result<Done> renameLicence(Transaction &transaction, const LicencePool &licence)
{
    const Result<std::vector<LicenceSeat>> list =
        seatsWhere(transaction.database(), u"licence_id = ?"_s, licence.id.text);
    if (!list)
        return list.error();
    for (const LicenceSeat &seat : list.value()) {
        LicenceSeat after = seat;
        after.licenceName = licence.name;
        const Result<LicenceSeat> renamed = seatTable().refresh(transaction, after, seat);
        if (!renamed)
            return renamed.error();
    }
    return Done{};
}

Result<Done> renameApplicationOfLicences(
    Transaction &transaction, const Id<Application> &application, const QString &name, bool isGone)
{
    const Result<std::vector<LicencePool>> list =
        pools().list(transaction.database(), {u"application_id = ?"_s, {application.text}});
    if (!list)
        return list.error();
    for (const LicencePool &pool : list.value()) {
        LicencePool after = pool;
        after.applicationName = isGone ? QString() : name;
        if (isGone)
            after.application = {};
        const Result<LicencePool> renamed =
            isGone ? pools().update(transaction, after) : pools().refresh(transaction, after, pool);
        if (!renamed)
            return renamed.error();
    }
    return Done{};
}

} // namespace belvedere::server
