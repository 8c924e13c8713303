// AuditLog: appends to the site's tamper-evident log, in the transaction of what it records.
#pragma once

#include "audit/record.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Who or what acted, with the names that the log keeps beside the hashed record.
struct AuditContext {
    AuditActorType actorType = AuditActorType::System;
    QString actorId;
    QString actorName;
    QString actorRole;
    QString address; // network address of the client
    QString requestId;
};

struct AuditNote {
    AuditActionName action;
    QString targetType = {};
    QString targetId = {};
    QString targetName = {};
    AuditOutcome outcome = AuditOutcome::Success;
    QString error = {};
    QString reason = {};
    QList<AuditChange> changes = {};
    QString correlationId = {};
};

// Appends one record and its row for lists. Errors are those of seal() and of the database.
Result<Done> appendAudit(Transaction &transaction, const AuditContext &context, const AuditNote &note);

// What differs between two states of a record, for AuditNote::changes. Personal values appear as "•••":
// the log outlives the person. ReadOnly fields are left out.
QList<AuditChange> auditChanges(std::span<const Field> fields, const void *before, const void *after);

} // namespace belvedere::server
