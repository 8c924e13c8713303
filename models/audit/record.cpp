// Sealing events into records.
#include "audit/record.h"

#include "audit/canonical.h"
#include "audit/merkle.h"
#include "base/digest.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace belvedere {
namespace {

void put(QJsonObject &object, QLatin1StringView key, const QString &text)
{
    if (!text.isEmpty())
        object.insert(key, text);
}

QString utcText(const QDateTime &time) { return time.toUTC().toString(Qt::ISODateWithMs); }

QJsonObject actorObject(const AuditActor &actor)
{
    QJsonObject object{{u"type"_s, Coded(actor.type).token()}};
    put(object, "id"_L1, actor.id);
    put(object, "name_ref"_L1, actor.nameRef);
    put(object, "role"_L1, actor.role);
    if (actor.secondFactor)
        object.insert("mfa"_L1, *actor.secondFactor);
    return object;
}

QJsonObject clientObject(const AuditClient &client)
{
    QJsonObject object;
    put(object, "app"_L1, client.app);
    put(object, "version"_L1, client.version);
    put(object, "os"_L1, client.os);
    put(object, "ip_ref"_L1, client.addressRef);
    return object;
}

QJsonObject targetObject(const AuditTarget &target)
{
    QJsonObject object;
    put(object, "type"_L1, target.type);
    put(object, "id"_L1, target.id);
    put(object, "name_ref"_L1, target.nameRef);
    return object;
}

QJsonArray changesArray(const QList<AuditChange> &changes)
{
    QJsonArray array;
    for (const AuditChange &change : changes)
        array.append(QJsonObject{{u"field"_s, change.field}, {u"old"_s, change.before}, {u"new"_s, change.after}});
    return array;
}

QJsonObject eventObject(const AuditEvent &event)
{
    const AuditAction &action = event.action.action();
    QJsonObject record{{u"action"_s, QString::fromLatin1(action.name.data(), qsizetype(action.name.size()))},
        {u"category"_s, Coded(action.category).token()}, {u"actor"_s, actorObject(event.actor)},
        {u"result"_s, Coded(event.outcome).token()}};
    if (const QJsonObject client = clientObject(event.client); !client.isEmpty())
        record.insert("client"_L1, client);
    if (const QJsonObject target = targetObject(event.target); !target.isEmpty())
        record.insert("target"_L1, target);
    put(record, "error"_L1, event.error);
    put(record, "reason"_L1, event.reason);
    if (!event.changes.isEmpty())
        record.insert("changes"_L1, changesArray(event.changes));
    put(record, "request_id"_L1, event.requestId);
    put(record, "correlation_id"_L1, event.correlationId);
    if (!event.approvedBy.isEmpty())
        record.insert("approval"_L1, QJsonObject{{u"by"_s, event.approvedBy}, {u"at"_s, utcText(event.approvedAt)}});
    return record;
}

} // namespace

AuditPosition SealedRecord::next() const
{
    return {record.value("log"_L1).toString(), record.value("seq"_L1).toInteger() + 1, hash};
}

Result<SealedRecord> seal(
    const AuditEvent &event, const AuditPosition &position, const QDateTime &ts, const QString &eventId)
{
    if (!event.action.isValid())
        return auditError(u"audit.action"_s, u"The action is not in the catalogue."_s);
    if (event.action.action().needsReason && event.reason.trimmed().isEmpty())
        return auditError(u"audit.reason"_s, u"The action needs a reason."_s);
    if (event.outcome == AuditOutcome::Unknown)
        return auditError(u"audit.outcome"_s, u"The outcome of the event is not known."_s);
    if (position.log.isEmpty() || position.seq < 0 || position.prev.size() != 64)
        return auditError(u"audit.position"_s, u"The place in the log is not complete."_s);
    if (!ts.isValid() || (!event.approvedBy.isEmpty() && !event.approvedAt.isValid()))
        return auditError(u"audit.time"_s, u"A time of the event is missing."_s);

    SealedRecord sealed;
    sealed.record = eventObject(event);
    sealed.record.insert("v"_L1, 1);
    sealed.record.insert("log"_L1, position.log);
    sealed.record.insert("seq"_L1, position.seq);
    sealed.record.insert("ts"_L1, utcText(ts));
    sealed.record.insert(
        "event_id"_L1, eventId.isEmpty() ? QUuid::createUuid().toString(QUuid::WithoutBraces) : eventId);
    sealed.record.insert("prev"_L1, QString::fromLatin1(position.prev));

    const Result<Done> keys = checkAuditKeys(sealed.record);
    if (!keys)
        return keys.error();
    const Result<QByteArray> bytes = canonical(sealed.record);
    if (!bytes)
        return bytes.error();
    sealed.leaf = merkleLeaf(bytes.value());
    sealed.hash = sha256(bytes.value()).toHex();
    sealed.record.insert("hash"_L1, QString::fromLatin1(sealed.hash));
    Result<QByteArray> line = canonical(sealed.record);
    if (!line)
        return line.error();
    if (line.value().size() > maximumAuditRecord)
        return auditError(u"audit.too-large"_s, u"The record is longer than a record may be."_s);
    sealed.line = std::move(line).value();
    return sealed;
}

Result<QByteArray> hashedBytes(QJsonObject record)
{
    record.remove("hash"_L1);
    return canonical(record);
}

AuditRecord auditRow(const QJsonObject &record)
{
    const QJsonObject actor = record.value("actor"_L1).toObject();
    const QJsonObject target = record.value("target"_L1).toObject();
    const auto text = [](const QJsonObject &object, QLatin1StringView key) { return object.value(key).toString(); };
    AuditRecord row;
    row.seq = record.value("seq"_L1).toInteger();
    row.id = makeId<AuditRecord>(row.seq + 1);
    row.ts = QDateTime::fromString(text(record, "ts"_L1), Qt::ISODateWithMs);
    row.category = Coded<AuditCategory>::fromToken(text(record, "category"_L1));
    row.action = text(record, "action"_L1);
    row.actorType = Coded<AuditActorType>::fromToken(text(actor, "type"_L1));
    row.actorId = text(actor, "id"_L1);
    row.actorRole = text(actor, "role"_L1);
    row.targetType = text(target, "type"_L1);
    row.targetId = text(target, "id"_L1);
    row.outcome = Coded<AuditOutcome>::fromToken(text(record, "result"_L1));
    row.error = text(record, "error"_L1);
    row.reason = text(record, "reason"_L1);
    row.requestId = text(record, "request_id"_L1);
    row.correlationId = text(record, "correlation_id"_L1);
    row.hash = text(record, "hash"_L1);
    return row;
}

} // namespace belvedere
