// Sealing: an event becomes a record that names its predecessor by hash and carries its own.
#pragma once

#include "audit/actions.h"
#include "base/result.h"

#include <QJsonArray>

namespace belvedere {

struct AuditActor {
    AuditActorType type = AuditActorType::System;
    QString id;
    QString nameRef; // salted reference, never the name itself; see audit/reference.h
    QString role;
    std::optional<bool> secondFactor; // of a person: the session was opened with one
};

struct AuditClient {
    QString app;
    QString version;
    QString os;
    QString addressRef; // salted reference of the network address
};

struct AuditTarget {
    QString type;
    QString id;
    QString nameRef;
};

struct AuditChange {
    QString field;
    QJsonValue before = QJsonValue::Null; // a secret must already be masked
    QJsonValue after = QJsonValue::Null;
};

// What happened, before it has a place in the log. Empty parts are left out of the record.
struct AuditEvent {
    AuditActionName action;
    AuditActor actor = {};
    AuditClient client = {};
    AuditTarget target = {};
    AuditOutcome outcome = AuditOutcome::Success;
    QString error = {};
    QString reason = {};
    QList<AuditChange> changes = {};
    QString requestId = {};
    QString correlationId = {};
    QString approvedBy = {};
    QDateTime approvedAt = {};
};

// Where the next record goes. The first has seq 0 and a prev of 64 zeros.
struct AuditPosition {
    QString log; // "site/stream"
    qint64 seq = 0;
    QByteArray prev = QByteArray(64, '0'); // 64 lower-case hexadecimal digits
};

struct SealedRecord {
    QJsonObject record;
    QByteArray line; // canonical bytes with the hash, as stored; without a line end
    QByteArray hash; // 64 lower-case hexadecimal digits
    QByteArray leaf; // 32 bytes, for the tree

    AuditPosition next() const;
};

// `ts` is written in UTC with milliseconds; an empty `eventId` becomes a new UUID. Errors: "audit.action" (not in the
// catalogue), "audit.reason" (the action needs one), "audit.outcome" (unknown), "audit.position", "audit.time", and
// those of canonical() and checkAuditKeys() for the values of changes.
Result<SealedRecord> seal(
    const AuditEvent &event, const AuditPosition &position, const QDateTime &ts, const QString &eventId = {});

// Canonical bytes of a record without its hash: what is hashed, and the leaf of the tree.
Result<QByteArray> hashedBytes(QJsonObject record);

// The row that lists show; names are left empty for the caller to look up.
AuditRecord auditRow(const QJsonObject &record);

} // namespace belvedere
