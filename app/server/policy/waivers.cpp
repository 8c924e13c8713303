// The ends of waivers.
#include "server/policy/waivers.h"

#include "api/rules.h"
#include "server/policy/currentset.h"
#include "server/policy/queue.h"
#include "server/store/auditlog.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 day = 86'400; // seconds
constexpr qint64 notices[] = {7, 30}; // days before the end

const Table<Waiver> &table()
{
    static const Table<Waiver> waivers;
    return waivers;
}

AuditNote noteOf(AuditActionName action, const Waiver &waiver)
{
    AuditNote note{.action = action};
    note.targetType = QString::fromLatin1(Resource<Waiver>::singular);
    note.targetId = waiver.id.text;
    note.targetName = waiver.ruleName;
    return note;
}

Result<Done> end(Transaction &transaction, Waiver waiver, WaiverState state, AuditActionName action)
{
    const bool wasInForce = waiver.state.value() == WaiverState::Approved;
    waiver.state = state;
    waiver.ended = transaction.now();
    const Result<Waiver> stored = table().refresh(transaction, waiver);
    if (!stored)
        return stored.error();
    const Result<Done> audited = appendAudit(transaction, AuditContext(), noteOf(action, waiver));
    return audited && wasInForce ? enqueueRule(transaction, waiver.rule) : audited;
}

// The days of the notice that is due, 0 for none.
qint64 noticeDue(const Waiver &waiver, const QDateTime &now)
{
    const qint64 left = now.secsTo(waiver.expires);
    for (const qint64 days : notices) {
        // a waiver that was given for less than that needs no telling
        const bool wasLonger = waiver.decided.secsTo(waiver.expires) > days * day;
        if (left <= days * day && wasLonger)
            return waiver.toldDays == 0 || waiver.toldDays > days ? days : 0;
    }
    return 0;
}

Result<Done> tell(Transaction &transaction, Waiver waiver, qint64 days)
{
    AuditNote note = noteOf("alert.raised", waiver);
    note.reason = u"waiver.ends-soon"_s;
    note.changes = {{u"told_days"_s, waiver.toldDays, days}};
    waiver.toldDays = days;
    const Result<Waiver> stored = table().refresh(transaction, waiver);
    return stored ? appendAudit(transaction, AuditContext(), note) : stored.error();
}

} // namespace

Result<Done> tendWaivers(Transaction &transaction)
{
    const QDateTime soon = transaction.now().addSecs(30 * day);
    const Result<std::vector<Waiver>> ending = table().list(
        transaction.database(), {u"state IN ('approved', 'requested') AND expires <= ?"_s, {soon.toMSecsSinceEpoch()}});
    if (!ending)
        return ending.error();
    bool anyEnded = false;
    for (const Waiver &waiver : ending.value()) {
        Result<Done> done = Done{};
        if (waiver.expires <= transaction.now()) {
            done = end(transaction, waiver, WaiverState::Expired, "waiver.expired");
            anyEnded = true;
        } else if (waiver.state.value() == WaiverState::Approved) {
            const qint64 days = noticeDue(waiver, transaction.now());
            done = days > 0 ? tell(transaction, waiver, days) : done;
        }
        if (!done)
            return done;
    }
    return anyEnded ? policiesChanged(transaction) : Result<Done>(Done{});
}

Result<Done> endWaiversOf(Transaction &transaction, const Id<ComplianceRule> &rule)
{
    const Result<std::vector<Waiver>> open =
        table().list(transaction.database(), {u"rule_id = ? AND state IN ('approved', 'requested')"_s, {rule.text}});
    if (!open)
        return open.error();
    for (const Waiver &waiver : open.value()) {
        const Result<Done> ended = end(transaction, waiver, WaiverState::Withdrawn, "waiver.withdrawn");
        if (!ended)
            return ended;
    }
    return Done{};
}

} // namespace belvedere::server
