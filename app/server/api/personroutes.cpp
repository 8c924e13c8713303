// Persons.
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/content/licences.h"
#include "server/policy/queue.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QList<FieldError> problems(const Person &person)
{
    QList<FieldError> errors;
    if (person.name.trimmed().isEmpty() || person.name.size() > 200)
        errors.append({u"name"_s, u"1 to 200 characters"_s});
    if (!person.email.isEmpty() && (!person.email.contains(u'@') || person.email.size() > 254))
        errors.append({u"email"_s, u"not an e-mail address"_s});
    return errors;
}

// Devices show their person's name in their own list form.
Result<Done> renameOnDevices(WriteCall &call, const Id<Person> &person, const QString &name, bool removed)
{
    const Result<Done> queued = enqueuePerson(call.transaction, person);
    if (!queued)
        return queued;
    static const Table<Device> devices;
    const Result<std::vector<Device>> list = devices.list(call.database(), {u"person_id = ?"_s, {person.text}});
    if (!list)
        return list.error();
    for (Device device : list.value()) {
        device.personName = name;
        if (removed)
            device.person = {};
        const Result<Device> updated =
            removed ? devices.update(call.transaction, device) : devices.refresh(call.transaction, device);
        if (!updated)
            return updated.error();
    }
    return Done{};
}

} // namespace

void servePersons(Router &router)
{
    serveReading<Person>(router);
    router.write<Create<Person>>([](WriteCall &call, const Create<Person> &operation) -> Result<Person> {
        const QList<FieldError> errors = problems(operation.body);
        if (!errors.isEmpty())
            return validationError(errors);
        return createRecord(call, operation.body, "person.created", operation.body.name);
    });
    router.write<Update<Person>>([](WriteCall &call, const Update<Person> &operation) -> Result<Person> {
        const Result<std::pair<Person, Person>> both = patched(call, operation);
        if (!both)
            return both.error();
        const auto &[before, after] = both.value();
        const QList<FieldError> errors = problems(after);
        if (!errors.isEmpty())
            return validationError(errors);
        if (before.name != after.name) {
            Result<Done> renamed = renameOnDevices(call, after.id, after.name, false);
            if (renamed)
                renamed = renameHolder(call.transaction, after.id.text, after.name);
            if (!renamed)
                return renamed.error();
        }
        return changeRecord(call, before, after, "person.edited", after.name);
    });
    router.write<Remove<Person>>([](WriteCall &call, const Remove<Person> &operation) -> Result<None> {
        static const Table<Person> persons;
        const Result<Person> person = persons.get(call.database(), operation.id);
        if (!person)
            return person.error();
        const Result<Done> matches = call.info.match(person.value().version);
        if (!matches)
            return matches.error();
        Result<Done> freed = renameOnDevices(call, operation.id, {}, true);
        if (freed)
            freed = freeSeatsOf(call.transaction, operation.id.text);
        if (!freed)
            return freed.error();
        return removeRecord(call, operation.id, "person.deleted", person.value().name);
    });
}

void serveAudit(Router &router) { serveReading<AuditRecord>(router); }

} // namespace belvedere::server
