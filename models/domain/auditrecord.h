// AuditRecord: one line of the tamper-evident log as lists and queries show it.
#pragma once

#include "domain/field.h"

namespace belvedere {

enum class AuditCategory : quint8 {
    Unknown,
    Auth,
    Device,
    Command,
    Policy,
    User,
    Role,
    Config,
    Privacy,
    Breach,
    Billing,
    Field,
    Sync,
    Export,
    Audit,
};
enum class AuditActorType : quint8 { Unknown, User, System, ApiKey, Support, Device };
enum class AuditOutcome : quint8 { Unknown, Success, Failure, Denied, Pending };

// The names are not part of the hashed record (it holds salted references); they are looked up beside it and are
// empty once a person has been erased.
struct AuditRecord {
    static constexpr char idPrefix[] = "aud";

    Id<AuditRecord> id; // "aud-<seq + 1>": records count from 0, ids from 1
    qint64 seq = 0;
    QDateTime ts;
    Coded<AuditCategory> category;
    QString action; // a name of the catalogue in audit/actions.h
    Coded<AuditActorType> actorType;
    QString actorId;
    QString actorRole;
    QString actorName;
    QString targetType;
    QString targetId;
    QString targetName;
    Coded<AuditOutcome> outcome;
    QString error; // stable code of the refusal or failure
    QString reason; // as the person typed it
    QString requestId;
    QString correlationId; // ties an order to its acknowledgement
    QString hash; // 64 lower-case hexadecimal digits
};

} // namespace belvedere
