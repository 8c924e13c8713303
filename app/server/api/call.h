// What a handler gets besides the operation: who asks, when, and the database.
#pragma once

#include "server/store/audience.h"
#include "server/store/auditlog.h"

namespace belvedere::server {

struct Actor {
    Id<Account> account;
    QString email;
    QString name;
    Role role = Role::Unknown;
    qint64 session = 0;
    QDateTime accessExpires;
    Reader reader() const { return {account.text, role}; }
};

struct CallInfo {
    QString requestId;
    QString address;
    QByteArray ifMatch; // without quotes
    QByteArray idempotencyKey;
    QByteArray lastEventId;
    Actor actor; // role Unknown: nobody is signed in
    AuditContext auditContext() const
    {
        return {actor.role == Role::Unknown ? AuditActorType::System : AuditActorType::User, actor.account.text,
            actor.name, Coded<Role>(actor.role).token(), address, requestId};
    }
    // "precondition.failed" (412) with both versions when the record is not the one that the client saw.
    Result<Done> match(qint64 version) const;
};

struct ReadCall {
    Database &database;
    const CallInfo &info;
    QDateTime now;
};

struct WriteCall {
    Transaction &transaction;
    const CallInfo &info;
    const QDateTime &now() const { return transaction.now(); }
    Database &database() const { return transaction.database(); }
    Result<Done> audit(const AuditNote &note) const { return appendAudit(transaction, info.auditContext(), note); }
    // Keeps what was written (a record of the refusal) and yet answers an error.
    std::optional<ApiError> answerInstead = {};
};

} // namespace belvedere::server
