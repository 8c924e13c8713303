// Waivers and the steps that failures of rules lead to.
#include "compliance/waivers.h"
#include "server/api/policyparts.h"
#include "server/api/policysteps.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/currentset.h"
#include "server/policy/queue.h"
#include "server/policy/steps.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype longestOwner = 200; // characters

template<class E> Result<E> seen(WriteCall &call, const Id<E> &id, const DecisionStep &step)
{
    static const Table<E> table;
    const Result<E> stored = table.get(call.database(), id);
    if (!stored || stored.value().version == step.version)
        return stored;
    ApiError error = conflict(u"precondition.failed"_s,
        u"The record has changed: version %1 was sent, version %2 is stored."_s.arg(step.version)
            .arg(stored.value().version));
    error.http = 412;
    return error;
}

Result<Done> examine(const Waiver &waiver, const QDateTime &now)
{
    QList<FieldError> errors = textProblems(waiver.riskOwner, {{u"measure"_s, waiver.measure}});
    for (FieldError &error : errors) {
        if (error.field == "name"_L1)
            error = {u"risk_owner"_s, u"1 to %1 characters"_s.arg(longestOwner)};
    }
    if (waiver.reason.trimmed().isEmpty() || waiver.reason.size() > 4'000)
        errors.append({u"reason"_s, u"1 to 4000 characters"_s});
    if (waiver.expires <= now || now.secsTo(waiver.expires) > longestWaiver)
        errors.append({u"expires"_s, u"a time from now to a year from now"_s});
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<CompiledWaiver> compiled = compileWaiver(waiver, now);
    return compiled ? Result<Done>(Done{}) : compiled.error();
}

AuditNote noteOf(AuditActionName action, const Waiver &before, const Waiver &after)
{
    AuditNote note = recordNote(action, Resource<Waiver>::singular, after.id.text, after.ruleName);
    note.reason = after.reason;
    note.changes = {
        {u"state"_s, before.state.isKnown() ? QJsonValue(before.state.token()) : QJsonValue::Null, after.state.token()},
        {u"rule"_s, after.rule.text, after.rule.text}, {u"scope"_s, QJsonValue::Null, after.scope},
        {u"device"_s, QJsonValue::Null, after.device.text},
        {u"expires"_s, QJsonValue::Null, after.expires.toString(Qt::ISODate)}};
    return note;
}

Result<Waiver> request(WriteCall &call, const Create<Waiver> &operation)
{
    static const Table<ComplianceRule> rules;
    static const Table<Device> devices;
    static const Table<Waiver> table;
    Waiver waiver = operation.body;
    const Result<Done> good = examine(waiver, call.now());
    if (!good)
        return good.error();
    const Result<ComplianceRule> rule = rules.get(call.database(), waiver.rule);
    if (!rule)
        return validationError({{u"rule_id"_s, u"there is no such rule"_s}});
    waiver.ruleName = rule.value().name;
    if (!waiver.device.isEmpty()) {
        const Result<Device> device = devices.get(call.database(), waiver.device);
        if (!device)
            return validationError({{u"device_id"_s, u"there is no such device"_s}});
        waiver.deviceName = device.value().name;
    }
    waiver.state = WaiverState::Requested;
    waiver.requested = call.now();
    waiver.requestedById = call.info.actor.account;
    waiver.requestedBy = call.info.actor.name;
    const Result<Waiver> made = table.insert(call.transaction, waiver);
    if (!made)
        return made;
    Waiver nothing;
    nothing.state = WaiverState::Unknown;
    const Result<Done> audited = call.audit(noteOf("waiver.requested", nothing, made.value()));
    return audited ? made : audited.error();
}

Result<Waiver> change(WriteCall &call, const Waiver &before, const Waiver &after, AuditActionName action)
{
    static const Table<Waiver> table;
    const Result<Waiver> stored = table.update(call.transaction, after);
    if (!stored)
        return stored;
    Result<Done> done = call.audit(noteOf(action, before, stored.value()));
    const bool matters = before.state.value() == WaiverState::Approved || after.state.value() == WaiverState::Approved;
    if (done && matters)
        done = policiesChanged(call.transaction);
    if (done && matters)
        done = enqueueRule(call.transaction, after.rule);
    return done ? stored : done.error();
}

Result<Waiver> decide(
    WriteCall &call, const Id<Waiver> &id, const DecisionStep &step, WaiverState state, AuditActionName action)
{
    const Result<Waiver> stored = seen(call, id, step);
    if (!stored)
        return stored;
    const Waiver &before = stored.value();
    if (before.state.value() != WaiverState::Requested)
        return conflict(u"waiver.state"_s, u"Only a waiver that is asked for can be decided."_s);
    if (before.requestedById == call.info.actor.account)
        return conflict(u"waiver.same-person"_s, u"Who asked for a waiver cannot decide it."_s);
    if (state == WaiverState::Approved && before.expires <= call.now())
        return conflict(u"waiver.state"_s, u"The waiver has ended already."_s);
    Waiver after = before;
    after.state = state;
    after.decided = call.now();
    after.decidedById = call.info.actor.account;
    after.decidedBy = call.info.actor.name;
    return change(call, before, after, action);
}

Result<Waiver> withdraw(WriteCall &call, const WithdrawWaiver &operation)
{
    const Result<Waiver> stored = seen(call, operation.id, operation.body);
    if (!stored)
        return stored;
    const WaiverState state = stored.value().state.value();
    if (state != WaiverState::Requested && state != WaiverState::Approved)
        return conflict(u"waiver.state"_s, u"The waiver has ended already."_s);
    Waiver after = stored.value();
    after.state = WaiverState::Withdrawn;
    after.ended = call.now();
    return change(call, stored.value(), after, "waiver.withdrawn");
}

Result<Done> auditStep(WriteCall &call, const RuleStep &step, AuditActionName action)
{
    AuditNote note = recordNote(action, Resource<Device>::singular, step.device.text, step.deviceName);
    note.reason = step.ruleName;
    note.correlationId = step.action;
    note.error = step.code;
    note.changes = {{u"step"_s, QJsonValue::Null, step.kind.token()}, {u"rule"_s, QJsonValue::Null, step.rule.text},
        {u"state"_s, QJsonValue::Null, step.state.token()}};
    return call.audit(note);
}

using Decide = Result<RuleStep> (*)(Transaction &, const RuleStep &, const Editor &);

template<class Op>
Result<RuleStep> decideStep(WriteCall &call, const Op &operation, Decide decide, AuditActionName action)
{
    static const Table<RuleStep> table;
    const Result<RuleStep> asked = table.get(call.database(), operation.id);
    // a rule that was edited may not lead to the step any more
    const Result<Done> current = asked ? reconcileQueued(call.transaction, asked.value().device) : asked.error();
    const Result<RuleStep> stored = current ? seen(call, operation.id, operation.body) : current.error();
    if (!stored)
        return stored;
    const Result<RuleStep> decided = decide(call.transaction, stored.value(), editorOf(call));
    if (!decided)
        return decided;
    const Result<Done> audited = auditStep(call, decided.value(), action);
    return audited ? decided : audited.error();
}

} // namespace

void serveWaivers(Router &router)
{
    serveReading<Waiver>(router);
    serveReading<RuleStep>(router);
    router.write<Create<Waiver>>(request);
    router.write<ApproveWaiver>([](WriteCall &call, const ApproveWaiver &operation) {
        return decide(call, operation.id, operation.body, WaiverState::Approved, "waiver.granted");
    });
    router.write<RefuseWaiver>([](WriteCall &call, const RefuseWaiver &operation) {
        return decide(call, operation.id, operation.body, WaiverState::Refused, "waiver.refused");
    });
    router.write<WithdrawWaiver>(withdraw);
    router.write<ApproveStep>([](WriteCall &call, const ApproveStep &operation) {
        return decideStep(call, operation, &approveStep, "rule.step.approved");
    });
    router.write<RefuseStep>([](WriteCall &call, const RefuseStep &operation) {
        return decideStep(call, operation, &refuseStep, "rule.step.refused");
    });
}

} // namespace belvedere::server
