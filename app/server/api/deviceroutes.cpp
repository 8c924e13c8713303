// Devices: what the console reads, and what an operator changes.
#include "api/agentprotocol.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/content/installs.h"
#include "server/content/licences.h"
#include "server/patches/pending.h"
#include "server/policy/queue.h"
#include "server/policy/reconcile.h"
#include "server/store/actionruns.h"
#include "server/store/sections.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumTags = 64;

QList<FieldError> problems(const Device &device)
{
    QList<FieldError> errors;
    if (device.name.trimmed().isEmpty() || device.name.size() > 200)
        errors.append({u"name"_s, u"1 to 200 characters"_s});
    const bool badTag = std::any_of(device.tags.begin(), device.tags.end(),
        [](const QString &tag) { return tag.size() > 64 || tag.trimmed() != tag; });
    if (badTag || device.tags.size() > maximumTags)
        errors.append({u"tags"_s, u"at most %1 tags of 1 to 64 characters"_s.arg(maximumTags)});
    return errors;
}

// Keeps the number of devices that each person's record shows.
Result<Done> countDevices(WriteCall &call, const Id<Person> &id)
{
    if (id.isEmpty())
        return Done{};
    static const Table<Person> persons;
    const Result<Person> stored = persons.get(call.database(), id);
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<Done>(Done{}) : stored.error();
    const Result<QVariant> count =
        call.database().value(u"SELECT COUNT(*) FROM devices WHERE person_id = ?"_s, {id.text});
    if (!count)
        return count.error();
    Person person = stored.value();
    person.devices = count.value().toLongLong();
    return persons.refresh(call.transaction, person).map([](const Person &) { return Done{}; });
}

Result<Device> updateDevice(WriteCall &call, const Update<Device> &operation)
{
    const Result<std::pair<Device, Device>> both = patched(call, operation);
    if (!both)
        return both.error();
    Device after = both.value().second;
    const Device &before = both.value().first;
    const QList<FieldError> errors = problems(after);
    if (!errors.isEmpty())
        return validationError(errors);
    if (after.person != before.person) {
        after.personName.clear();
        if (!after.person.isEmpty()) {
            static const Table<Person> persons;
            const Result<Person> person = persons.get(call.database(), after.person);
            if (!person)
                return validationError({{u"person.id"_s, u"there is no such person"_s}});
            after.personName = person.value().name;
        }
    }
    Result<Done> queued = enqueueDevice(call.transaction, after.id);
    if (queued && before.name != after.name)
        queued = renameHolder(call.transaction, after.id.text, after.name);
    if (!queued)
        return queued.error();
    const Result<Device> changed = changeRecord(call, before, after, "device.edited", after.name);
    if (!changed || after.person == before.person)
        return changed;
    for (const Id<Person> &person : {before.person, after.person}) {
        const Result<Done> counted = countDevices(call, person);
        if (!counted)
            return counted.error();
    }
    return changed;
}

Result<Done> forgetDevice(WriteCall &call, const Id<Device> &id)
{
    static const Table<Device> devices;
    const Result<Device> device = devices.get(call.database(), id);
    if (!device)
        return device.error();
    Result<Done> ended = endRunsOf(call.transaction, id);
    if (ended)
        ended = forgetPolicies(call.transaction, id);
    if (ended)
        ended = freeSeatsOf(call.transaction, id.text);
    if (ended)
        ended = forgetInstalls(call.transaction, id.text);
    if (ended)
        ended = forgetPending(call.transaction, id.text);
    if (!ended)
        return ended;
    for (const char *table : {"device_secrets", "device_sources", "device_sections"}) {
        const Result<QSqlQuery *> deleted =
            call.database().run(u"DELETE FROM %1 WHERE device = ?"_s.arg(QLatin1StringView(table)), {id.text});
        if (!deleted)
            return deleted.error();
    }
    const Result<None> removed = removeRecord(call, id, "device.deleted", device.value().name);
    return removed ? countDevices(call, device.value().person) : removed.error();
}

Result<ChangeCount> changeDevices(WriteCall &call, const DeviceChange &change)
{
    static const Table<Device> devices;
    ChangeCount count;
    for (const QString &id : change.devices) {
        const Result<Device> stored = devices.get(call.database(), Id<Device>{id});
        if (!stored && stored.error().kind == ApiError::Kind::NotFound)
            continue; // gone meanwhile; the count says so
        if (!stored)
            return stored.error();
        ++count.matched;
        Device device = stored.value();
        for (const QString &tag : change.removeTags)
            device.tags.removeAll(tag);
        device.tags = canonicalSet(device.tags + change.addTags);
        const QList<FieldError> errors = problems(device);
        if (!errors.isEmpty())
            return validationError(errors);
        if (device.tags == stored.value().tags)
            continue;
        const Result<Device> changed = changeRecord(call, stored.value(), device, "device.edited", device.name);
        if (!changed)
            return changed.error();
        const Result<Done> queued = enqueueDevice(call.transaction, device.id);
        if (!queued)
            return queued.error();
        ++count.changed;
    }
    return count;
}

Result<ChangeCount> removeDevices(WriteCall &call, const QStringList &ids)
{
    ChangeCount count;
    for (const QString &id : ids) {
        const Result<Done> removed = forgetDevice(call, Id<Device>{id});
        if (!removed && removed.error().kind != ApiError::Kind::NotFound)
            return removed.error();
        count.matched += removed ? 1 : 0;
    }
    count.changed = count.matched;
    return count;
}

// Devices that are set up alike tell the same, so that there are few different lists.
Result<DeviceCommands> commandsOfAll(Database &database)
{
    static const Field &field = *findField(fields<Device>(), u"agent.commands");
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT DISTINCT agent_commands FROM devices WHERE agent_commands IS NOT NULL"_s, {});
    if (!rows)
        return rows.error();
    QSet<QString> names;
    while (rows.value()->next()) {
        Device device;
        if (const Result<Cell> cell = cellFromSql(field, rows.value()->value(0)))
            field.set(&device, cell.value());
        const QStringList told = device.commands.value_or(QStringList());
        for (const QString &name : told) {
            if (isCommandName(name) && names.size() < maximumSetSize)
                names.insert(name);
        }
    }
    rows.value()->finish();
    return DeviceCommands{canonicalSet(names.values())};
}

// Parts of a device that exists; an unknown device is an error, a device that told nothing an empty list.
template<class Part, class F> Result<Page<Part>> ownedPage(ReadCall &call, const Id<Device> &id, F collect)
{
    static const Table<Device> devices;
    const Result<Device> device = devices.get(call.database, id);
    if (!device)
        return device.error();
    const Result<QList<StoredSection>> sections = storedSections(call.database, id);
    if (!sections)
        return sections.error();
    Page<Part> page;
    page.items = collect(sections.value());
    page.total = qint64(page.items.size());
    return page;
}

template<class Part> void serveItems(Router &router, const char *section)
{
    router.read<ListOwned<Part>>([section](ReadCall &call, const ListOwned<Part> &operation) {
        return ownedPage<Part>(call, operation.id,
            [&](const QList<StoredSection> &sections) { return itemsOf<Part>(sections, section, call.now); });
    });
}

Result<Page<PendingUpdate>> pendingUpdates(ReadCall &call, const ListOwned<PendingUpdate> &operation)
{
    const Result<QHash<QString, PatchDecision>> decisions = decisionsFor(call.database, operation.id);
    if (!decisions)
        return decisions.error();
    return ownedPage<PendingUpdate>(call, operation.id, [&](const QList<StoredSection> &sections) {
        std::vector<PendingUpdate> updates = itemsOf<PendingUpdate>(sections, section::updates, call.now);
        for (PendingUpdate &update : updates)
            update.decision = decisions.value().value(updateKey(update.name, update.available), PatchDecision::None);
        return updates;
    });
}

} // namespace

void serveDevices(Router &router, Site &site)
{
    serveReading<Device>(router, site.devices, site.devicePages);
    serveItems<Package>(router, section::packages);
    serveItems<NetworkInterface>(router, section::interfaces);
    serveItems<DeviceUser>(router, section::users);
    serveItems<InstalledItem>(router, section::items);
    serveItems<InstalledCertificate>(router, section::certificates);
    router.read<ListOwned<PendingUpdate>>(pendingUpdates);
    router.read<ListOwned<Fact>>(
        [](ReadCall &call, const ListOwned<Fact> &operation) { return ownedPage<Fact>(call, operation.id, factsOf); });
    router.write<Update<Device>>(updateDevice);
    router.write<Remove<Device>>([](WriteCall &call, const Remove<Device> &operation) -> Result<None> {
        static const Table<Device> devices;
        const Result<Device> device = devices.get(call.database(), operation.id);
        if (!device)
            return device.error();
        const Result<Done> matches = call.info.match(device.value().version);
        if (!matches)
            return matches.error();
        return forgetDevice(call, operation.id).map([](Done) { return None{}; });
    });
    router.write<ChangeDevices>(
        [](WriteCall &call, const ChangeDevices &operation) { return changeDevices(call, operation.body); });
    router.read<ListDeviceCommands>(
        [](ReadCall &call, const ListDeviceCommands &) { return commandsOfAll(call.database); });
    router.write<RemoveDevices>(
        [](WriteCall &call, const RemoveDevices &operation) { return removeDevices(call, operation.body.devices); });
}

} // namespace belvedere::server
