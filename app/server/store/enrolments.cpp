// Spending and expiry of enrolment tokens.
#include "server/store/enrolments.h"

#include "api/operations.h"
#include "base/digest.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

ApiError refused(const QString &code, const QString &detail)
{
    ApiError error = forbidden(detail);
    error.code = code;
    return error;
}

} // namespace

EnrolmentState enrolmentState(const Enrolment &enrolment, const QDateTime &now)
{
    if (enrolment.revoked)
        return EnrolmentState::Revoked;
    if (enrolment.used >= enrolment.uses)
        return EnrolmentState::UsedUp;
    return enrolment.expires <= now ? EnrolmentState::Expired : EnrolmentState::Open;
}

Result<Enrolment> usableEnrolment(Database &database, const QString &token, const QDateTime &now, bool isForKnown)
{
    static const Table<Enrolment> enrolments;
    const Result<QVariant> id =
        database.value(u"SELECT enrolment FROM enrolment_tokens WHERE hash = ?"_s, {sha256Hex(token.toUtf8())});
    if (!id)
        return id.error();
    const Result<Enrolment> stored = enrolments.get(database, Id<Enrolment>{id.value().toString()});
    if (!stored)
        return refused(u"enrolment.unknown"_s, u"There is no such enrolment token."_s);
    switch (enrolmentState(stored.value(), now)) {
    case EnrolmentState::Revoked:
        return refused(u"enrolment.revoked"_s, u"The enrolment token has been revoked."_s);
    case EnrolmentState::UsedUp:
        if (isForKnown)
            break;
        return refused(u"enrolment.used-up"_s, u"The enrolment token has been used as often as allowed."_s);
    case EnrolmentState::Expired:
        if (isForKnown)
            break;
        return refused(u"enrolment.expired"_s, u"The enrolment token has expired."_s);
    case EnrolmentState::Unknown:
    case EnrolmentState::Open:
        break;
    }
    return stored;
}

Result<Enrolment> spendEnrolment(Transaction &transaction, const QString &token)
{
    static const Table<Enrolment> enrolments;
    const Result<Enrolment> usable = usableEnrolment(transaction.database(), token, transaction.now(), false);
    if (!usable)
        return usable;
    Enrolment enrolment = usable.value();
    ++enrolment.used;
    enrolment.state = enrolmentState(enrolment, transaction.now());
    return enrolments.update(transaction, enrolment);
}

Result<Done> expireEnrolments(Transaction &transaction)
{
    static const Table<Enrolment> enrolments;
    const Result<std::vector<Enrolment>> due = enrolments.list(
        transaction.database(), {u"state = 'open' AND expires <= ?"_s, {transaction.now().toMSecsSinceEpoch()}});
    if (!due)
        return due.error();
    for (Enrolment enrolment : due.value()) {
        enrolment.state = enrolmentState(enrolment, transaction.now());
        const Result<Enrolment> updated = enrolments.update(transaction, enrolment);
        if (!updated)
            return updated.error();
    }
    return Done{};
}

} // namespace belvedere::server
