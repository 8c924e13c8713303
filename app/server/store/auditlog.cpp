// Appending to the audit log.
#include "server/store/auditlog.h"

#include "api/audit.h"
#include "audit/reference.h"
#include "base/digest.h"
#include "domain/json.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// One reference per value, so that records can be filtered by person while the value is on record.
Result<QString> referenceFor(Transaction &transaction, const QString &kind, const QString &value)
{
    if (value.isEmpty())
        return QString();
    Database &database = transaction.database();
    const Result<QVariant> known =
        database.value(u"SELECT ref FROM audit_refs WHERE kind = ? AND value = ?"_s, {kind, value});
    if (!known)
        return known.error();
    if (known.value().isValid())
        return known.value().toString();
    const AuditReference fresh = newAuditReference(value);
    const Result<QSqlQuery *> stored =
        database.run(u"INSERT INTO audit_refs (ref, kind, salt, value) VALUES (?, ?, ?, ?)"_s,
            {fresh.ref, kind, QString::fromLatin1(fresh.salt.toHex()), value});
    return stored ? Result<QString>(fresh.ref) : stored.error();
}

Result<AuditPosition> nextPosition(Transaction &transaction)
{
    AuditPosition position;
    position.log = u"site/audit"_s;
    const Result<QSqlQuery *> last =
        transaction.database().run(u"SELECT seq, hash FROM audit ORDER BY n DESC LIMIT 1"_s);
    if (!last)
        return last.error();
    if (last.value()->next()) {
        position.seq = last.value()->value(0).toLongLong() + 1;
        position.prev = last.value()->value(1).toByteArray();
    }
    last.value()->finish();
    return position;
}

QJsonValue shown(const Field &field, const Cell &cell)
{
    if (!isKnown(cell))
        return QJsonValue::Null;
    if (field.personal == Personal::No)
        return cellToJson(cell);
    return u"•••"_s;
}

} // namespace

Result<Done> appendAudit(Transaction &transaction, const AuditContext &context, const AuditNote &note)
{
    const Result<QString> actor = referenceFor(transaction, u"name"_s, context.actorName);
    const Result<QString> target = referenceFor(transaction, u"name"_s, note.targetName);
    const Result<QString> address = referenceFor(transaction, u"address"_s, context.address);
    for (const Result<QString> *reference : {&actor, &target, &address}) {
        if (!*reference)
            return reference->error();
    }
    AuditEvent event{.action = note.action};
    event.actor = {.type = context.actorType,
        .id = context.actorId,
        .nameRef = actor.value(),
        .role = context.actorRole,
        .secondFactor = std::nullopt};
    event.client.addressRef = address.value();
    event.target = {note.targetType, note.targetId, target.value()};
    event.outcome = note.outcome;
    event.error = note.error;
    event.reason = note.reason;
    event.changes = note.changes;
    event.requestId = context.requestId;
    event.correlationId = note.correlationId;

    const Result<AuditPosition> position = nextPosition(transaction);
    if (!position)
        return position.error();
    const Result<SealedRecord> record = seal(event, position.value(), transaction.now());
    if (!record)
        return record.error();
    const Result<QSqlQuery *> stored =
        transaction.database().run(u"INSERT INTO audit_lines (seq, line) VALUES (?, ?)"_s,
            {position.value().seq, QString::fromUtf8(record.value().line)});
    if (!stored)
        return stored.error();
    AuditRecord row = auditRow(record.value().record);
    row.actorName = context.actorName;
    row.targetName = note.targetName;
    static const EntityTable table(tableSpec<AuditRecord>());
    return table.insert(transaction, &row);
}

QList<AuditChange> auditChanges(std::span<const Field> fields, const void *before, const void *after)
{
    QList<AuditChange> changes;
    for (const Field &field : fields) {
        const Cell old = field.get(before);
        const Cell now = field.get(after);
        if (field.is(ReadOnly) || cellToJson(old) == cellToJson(now))
            continue;
        changes.append({QString::fromLatin1(field.name), shown(field, old), shown(field, now)});
    }
    return changes;
}

} // namespace belvedere::server
