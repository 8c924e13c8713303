// The usual handlers of a resource: list, stream, get, create, update, remove, each audited under the entity's name.
#pragma once

#include "server/api/linestream.h"
#include "server/api/listing.h"
#include "server/api/listpages.h"
#include "server/api/router.h"

namespace belvedere::server {

// `open` answers the source of the lines: Result<std::shared_ptr<LineSource>>(ReadCall &, qint64 since).
template<class E, class Open> void serveStream(Router &router, Open open)
{
    router.stream<Stream<E>>(
        [&router, open](ReadCall &call, const RawOperation &raw, const http::Responder &responder) -> Result<Done> {
            const Result<Stream<E>> operation = decodeOperation<Stream<E>>(raw);
            if (!operation)
                return operation.error();
            bool isNumber = true;
            const QString &since = operation.value().parameters.since;
            const qint64 token = since.isEmpty() ? 0 : since.toLongLong(&isNumber);
            if (!isNumber || token < 0)
                return decodeError(
                    QStringLiteral("parameter.type"), QStringLiteral("since"), QStringLiteral("not a token"));
            const Result<std::shared_ptr<LineSource>> source = open(call, token);
            if (!source)
                return source.error();
            streamLines(router.executor(), source.value(), responder, call.info.requestId);
            return Done{};
        });
}

template<class E> void serveReading(Router &router)
{
    static const Table<E> table;
    router.read<List<E>>([](ReadCall &call, const List<E> &operation) {
        return listPage(call.database, table, operation.parameters, call.now, call.info.actor.reader());
    });
    serveStream<E>(router, [](ReadCall &call, qint64 since) {
        return linesFromTable(call.database, table.untyped(), since, call.info.actor.reader());
    });
    router.read<Get<E>>([](ReadCall &call, const Get<E> &operation) {
        return table.get(call.database, operation.id, call.info.actor.reader());
    });
}

// What is held in memory must not be older than what other instances have told a client already.
inline Result<Done> catchUp(Router &router, ReadCall &call)
{
    return call.database.isShared() ? router.executor().catchUp(call.database) : Result<Done>(Done{});
}

// The same for a list that is held in memory, with pages of its own.
template<class E> void serveReading(Router &router, const EntityList &list, ListPages &pages)
{
    static_assert(!isGuarded<E>, "columns hold no audience");
    static const Table<E> table;
    router.read<List<E>>([&router, &pages](ReadCall &call, const List<E> &operation) -> Result<Encoded> {
        const Result<Done> isCurrent = catchUp(router, call);
        if (!isCurrent)
            return isCurrent.error();
        if (std::optional<Result<Encoded>> page = pages.page(operation.parameters, call.now))
            return *page;
        return listPage(call.database, table, operation.parameters, call.now, call.info.actor.reader())
            .map([](const Page<E> &page) { return Encode<Page<E>>::from(page); });
    });
    serveStream<E>(router, [&router, &list](ReadCall &call, qint64 since) -> Result<std::shared_ptr<LineSource>> {
        const Result<Done> isCurrent = catchUp(router, call);
        if (!isCurrent)
            return isCurrent.error();
        const ListState state = list.columns.now();
        return state ? linesFromMemory(call.database, list, state, since)
                     : linesFromTable(call.database, table.untyped(), since);
    });
    router.read<Get<E>>([](ReadCall &call, const Get<E> &operation) { return table.get(call.database, operation.id); });
}

inline AuditNote recordNote(AuditActionName action, const char *kind, const QString &id, const QString &name)
{
    AuditNote note{.action = action};
    note.targetType = QString::fromLatin1(kind);
    note.targetId = id;
    note.targetName = name;
    return note;
}

template<class E> Result<E> createRecord(WriteCall &call, const E &entity, AuditActionName action, const QString &name)
{
    static const Table<E> table;
    const Result<E> made = table.insert(call.transaction, entity);
    if (!made)
        return made;
    AuditNote note = recordNote(action, Resource<E>::singular, made.value().id.text, name);
    const E empty;
    note.changes = auditChanges(fields<E>(), &empty, &made.value());
    const Result<Done> audited = call.audit(note);
    return audited ? made : audited.error();
}

// `entity` as it is stored goes in through `before`; nothing is written when nothing differs.
template<class E>
Result<E> changeRecord(WriteCall &call, const E &before, const E &after, AuditActionName action, const QString &name)
{
    static const Table<E> table;
    if (toJson(before) == toJson(after))
        return before;
    const Result<E> changed = table.update(call.transaction, after);
    if (!changed)
        return changed;
    AuditNote note = recordNote(action, Resource<E>::singular, after.id.text, name);
    note.changes = auditChanges(fields<E>(), &before, &after);
    const Result<Done> audited = call.audit(note);
    return audited ? changed : audited.error();
}

// The stored record with the patch applied; the precondition is checked.
template<class E> Result<std::pair<E, E>> patched(WriteCall &call, const Update<E> &operation)
{
    static const Table<E> table;
    const Result<E> stored = table.get(call.database(), operation.id, call.info.actor.reader());
    if (!stored)
        return stored.error();
    const Result<Done> matches = call.info.match(stored.value().version);
    if (!matches)
        return matches.error();
    E after = stored.value();
    const QList<FieldError> errors = readRequest(fields<E>(), &after, operation.body.changes, true);
    if (!errors.isEmpty())
        return validationError(errors);
    return std::pair(stored.value(), after);
}

template<class E>
Result<None> removeRecord(WriteCall &call, const Id<E> &id, AuditActionName action, const QString &name)
{
    static const Table<E> table;
    const Result<Done> removed = table.remove(call.transaction, id);
    if (!removed)
        return removed.error();
    const Result<Done> audited = call.audit(recordNote(action, Resource<E>::singular, id.text, name));
    return audited ? Result<None>(None{}) : audited.error();
}

} // namespace belvedere::server
