// Storing of a demo organisation.
#include "server/demo/seed.h"

#include "api/operations.h"
#include "server/demo/actions.h"
#include "server/demo/devices.h"
#include "server/demo/patches.h"
#include "server/demo/policies.h"
#include "server/demo/views.h"
#include "server/store/auditlog.h"
#include "server/store/enrolments.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int portion = 2'000; // rows of one transaction

// Calls `row` for 0 … count - 1, a portion in each transaction.
Result<Done> inPortions(Executor &executor, int count, const std::function<Result<Done>(Transaction &, int)> &row)
{
    for (int begin = 0; begin < count; begin += portion) {
        const int end = qMin(count, begin + portion);
        const Result<Done> written = executor.writeAndWait([&](Transaction &transaction) -> Result<Done> {
            for (int i = begin; i < end; ++i) {
                const Result<Done> done = row(transaction, i);
                if (!done)
                    return done;
            }
            return Done{};
        });
        if (!written)
            return written;
    }
    return Done{};
}

Result<Done> begin(Transaction &transaction, int devices, quint32 seed)
{
    const Result<QVariant> rows = transaction.database().value(
        u"SELECT (SELECT COUNT(*) FROM devices) + (SELECT COUNT(*) FROM persons) + (SELECT COUNT(*) FROM enrolments)"_s);
    if (!rows)
        return rows.error();
    if (rows.value().toLongLong() > 0)
        return conflict(
            u"demo.not-empty"_s, u"The site has devices, persons or enrolments; a demo needs an empty one."_s);
    AuditNote note{.action = "connector.run"};
    note.targetType = u"demo"_s;
    note.targetId = QString::number(seed);
    note.reason = u"%1 simulated devices"_s.arg(devices);
    return appendAudit(transaction, {}, note);
}

Result<Done> storeEnrolments(Transaction &transaction)
{
    static const Table<Enrolment> table;
    const QDateTime day(transaction.now().date(), QTime(9, 0), Qt::UTC);
    for (const DemoEnrolment &drawn : demoCatalogue().enrolments) {
        Enrolment enrolment;
        enrolment.label = drawn.label;
        enrolment.uses = drawn.uses;
        enrolment.used = drawn.used;
        enrolment.created = day.addDays(-drawn.age);
        enrolment.expires = enrolment.created.addDays(drawn.days);
        enrolment.tags = canonicalSet(drawn.tags);
        enrolment.revoked = drawn.revoked;
        enrolment.state = enrolmentState(enrolment, transaction.now());
        const Result<Enrolment> stored = table.insert(transaction, enrolment);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

} // namespace

Result<Done> seedDemo(Executor &executor, int devices, quint32 seed)
{
    Result<Done> done =
        executor.writeAndWait([&](Transaction &transaction) { return begin(transaction, devices, seed); });
    if (!done)
        return done;
    std::vector<DemoPerson> persons = drawPersons(seed, qMax(1, devices * 2 / 3));
    DeviceDrawer drawer(seed, persons, executor.now());
    for (int i = 0; i < devices; ++i) {
        const int owner = drawer.person(i);
        if (owner >= 0)
            ++persons[size_t(owner)].person.devices;
    }
    static const Table<Person> personTable;
    done = inPortions(executor, int(persons.size()), [&](Transaction &transaction, int i) {
        Person &person = persons[size_t(i)].person;
        return personTable.insert(transaction, person).map([&person](const Person &stored) {
            person = stored;
            return Done{};
        });
    });
    static const Table<Device> deviceTable;
    if (done) {
        done = inPortions(executor, devices, [&](Transaction &transaction, int i) {
            return deviceTable.insert(transaction, drawer.draw(i)).map([](const Device &) { return Done{}; });
        });
    }
    if (done)
        done = executor.writeAndWait(storeEnrolments);
    if (done)
        done = executor.writeAndWait(seedViews);
    if (done)
        done = seedPolicies(executor, devices, seed);
    if (done && devices <= maximumGovernedDevices)
        done = seedPatches(executor, seed);
    return done && devices <= maximumGovernedDevices ? seedActions(executor, seed) : done;
}

} // namespace belvedere::server
