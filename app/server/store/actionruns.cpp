// Changes of runs.
#include "server/store/actionruns.h"

#include "api/actions.h"
#include "server/store/auditlog.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype expiredAtATime = 5'000;
constexpr int silentDays = 7;

const Table<Action> &actions()
{
    static const Table<Action> table;
    return table;
}

const Table<ActionRun> &runs()
{
    static const Table<ActionRun> table;
    return table;
}

RunState stateAfter(CommandOutcome outcome)
{
    switch (outcome) {
    case CommandOutcome::Started:
        return RunState::Started;
    case CommandOutcome::Done:
        return RunState::Done;
    case CommandOutcome::Interrupted:
        return RunState::Interrupted;
    case CommandOutcome::Unknown:
    case CommandOutcome::Failed:
    case CommandOutcome::Postponed: // an action is not tried again by itself
        break;
    }
    return RunState::Failed;
}

Result<Done> record(Transaction &transaction, const ActionRun &run, bool isDeviceSpeaking)
{
    AuditContext context;
    if (isDeviceSpeaking)
        context = {AuditActorType::Device, run.device.text, run.deviceName, {}, {}, {}};
    const RunState state = run.state.value();
    AuditNote note{.action = state == RunState::Started           ? AuditActionName("action.started")
            : state == RunState::Expired                          ? AuditActionName("action.expired")
            : state == RunState::Cancelled                        ? AuditActionName("action.cancelled")
            : state == RunState::Interrupted || !isDeviceSpeaking ? AuditActionName("action.interrupted")
                                                                  : AuditActionName("action.acknowledged")};
    note.targetType = u"device"_s;
    note.targetId = run.device.text;
    note.targetName = run.deviceName;
    note.outcome =
        state == RunState::Started || state == RunState::Done ? AuditOutcome::Success : AuditOutcome::Failure;
    note.error = run.code;
    note.correlationId = run.action.text;
    note.changes = {{u"run"_s, QJsonValue::Null, run.id.text}, {u"state"_s, QJsonValue::Null, run.state.token()}};
    return appendAudit(transaction, context, note);
}

// The open run behind a command's origin; nothing when the run has ended or is no longer there.
Result<std::optional<ActionRun>> openRun(Database &database, const QString &id)
{
    const Result<ActionRun> stored = runs().get(database, Id<ActionRun>{id});
    if (!stored && stored.error().kind != ApiError::Kind::NotFound)
        return stored.error();
    if (!stored || isEnd(stored.value().state.value()))
        return std::optional<ActionRun>();
    return std::optional(stored.value());
}

Result<Done> changeOne(Transaction &transaction, const ActionRun &before, const ActionRun &after)
{
    RunBook book(transaction);
    const Result<Done> changed = book.change(before, after);
    return changed ? book.close() : changed;
}

// Ends the run behind a command that nobody waits for any more, and the command.
Result<Done> giveUp(Transaction &transaction, RunBook &book, const OpenCommand &command, RunState state,
    const QString &code, const QString &detail)
{
    const Result<std::optional<ActionRun>> run = openRun(transaction.database(), command.origin);
    if (!run)
        return run.error();
    const Result<Done> ended = endCommand(transaction, command.id);
    if (!ended || !run.value())
        return ended;
    return endRun(transaction, book, *run.value(), state, code, detail);
}

// Not an order to install or remove a profile, which belongs to a deployment.
bool isRun(const OpenCommand &command) { return idNumber(command.origin, ActionRun::idPrefix).has_value(); }

Result<Done> expire(Transaction &transaction, RunBook &book, const OpenCommand &command)
{
    return giveUp(transaction, book, command, RunState::Expired, u"action.expired"_s,
        u"The device did not fetch the order in time."_s);
}

} // namespace

qint64 &counterOf(Action &action, RunState state)
{
    switch (state) {
    case RunState::Done:
        return action.done;
    case RunState::Refused:
        return action.refused;
    case RunState::Cancelled:
        return action.cancelled;
    case RunState::Failed:
    case RunState::Interrupted:
    case RunState::Expired:
        return action.failed;
    case RunState::Unknown:
    case RunState::Waiting:
    case RunState::Delivered:
    case RunState::Started:
        break;
    }
    return action.waiting;
}

Result<Done> RunBook::change(const ActionRun &before, const ActionRun &after)
{
    auto entry = m_actions.find(after.action.text);
    if (entry == m_actions.end()) {
        const Result<Action> action = actions().get(m_transaction.database(), after.action);
        if (!action)
            return action.error();
        entry = m_actions.insert(after.action.text, action.value());
    }
    --counterOf(*entry, before.state.value());
    ++counterOf(*entry, after.state.value());
    return runs().refresh(m_transaction, after).map([](const ActionRun &) { return Done{}; });
}

Result<Done> RunBook::close()
{
    for (Action action : std::as_const(m_actions)) {
        if (action.waiting == 0) {
            action.state = ActionState::Finished;
            action.ended = m_transaction.now();
        }
        const Result<Action> stored = actions().refresh(m_transaction, action);
        if (!stored)
            return stored.error();
    }
    m_actions.clear();
    return Done{};
}

Result<Done> runDelivered(Transaction &transaction, const QString &id)
{
    const Result<std::optional<ActionRun>> run = openRun(transaction.database(), id);
    if (!run || !run.value() || run.value()->state.value() != RunState::Waiting)
        return run ? Result<Done>(Done{}) : run.error();
    ActionRun after = *run.value();
    after.state = RunState::Delivered;
    after.delivered = transaction.now();
    // the action's counters are the same before and after: it is not written, a fetch of many devices stays cheap
    return runs().refresh(transaction, after).map([](const ActionRun &) { return Done{}; });
}

Result<Done> runReported(Transaction &transaction, const QString &id, const CommandResult &result)
{
    const Result<std::optional<ActionRun>> run = openRun(transaction.database(), id);
    if (!run || !run.value())
        return run ? Result<Done>(Done{}) : run.error();
    const ActionRun &before = *run.value();
    ActionRun after = before;
    after.state = stateAfter(result.outcome.value());
    if (after.state == before.state)
        return Done{};
    if (!after.delivered.isValid())
        after.delivered = transaction.now();
    after.code = result.code;
    after.detail = result.detail;
    after.proof = result.proof;
    if (isEnd(after.state.value()))
        after.ended = qMax(result.asOf, before.queued);
    const Result<Done> changed = changeOne(transaction, before, after);
    return changed ? record(transaction, after, true) : changed;
}

Result<Done> endRun(Transaction &transaction, RunBook &book, const ActionRun &run, RunState state, const QString &code,
    const QString &detail)
{
    ActionRun after = run;
    after.state = state;
    after.code = code;
    after.detail = detail;
    after.ended = transaction.now();
    const Result<Done> changed = book.change(run, after);
    return changed ? record(transaction, after, false) : changed;
}

Result<Done> cancelRun(Transaction &transaction, const OpenCommand &command, const QString &code, const QString &detail)
{
    RunBook book(transaction);
    const Result<Done> ended = giveUp(transaction, book, command, RunState::Cancelled, code, detail);
    return ended ? book.close() : ended;
}

Result<Done> endRunsOf(Transaction &transaction, const Id<Device> &device)
{
    const Result<std::vector<ActionRun>> open = runs().list(
        transaction.database(), {u"device_id = ? AND state IN ('waiting', 'delivered', 'started')"_s, {device.text}});
    if (!open)
        return open.error();
    RunBook book(transaction);
    for (const ActionRun &run : open.value()) {
        const Result<Done> ended = endRun(transaction, book, run, RunState::Failed, u"device.removed"_s,
            u"The device's record was removed before it told how this ended."_s);
        if (!ended)
            return ended;
    }
    const Result<Done> closed = book.close();
    return closed ? removeCommands(transaction, device) : closed;
}

Result<Done> interruptRunsOf(Transaction &transaction, const Id<Device> &device)
{
    const Result<QList<OpenCommand>> open = openCommands(transaction.database(), device);
    if (!open)
        return open.error();
    RunBook book(transaction);
    for (const OpenCommand &command : open.value()) {
        if (!isRun(command) || !command.isDelivered)
            continue;
        const Result<Done> ended = giveUp(transaction, book, command, RunState::Interrupted, u"device.enrolled-anew"_s,
            u"The device enrolled anew before it told how this ended."_s);
        if (!ended)
            return ended;
    }
    return book.close();
}

Result<Done> expireRuns(Transaction &transaction)
{
    const QDateTime &now = transaction.now();
    RunBook book(transaction);
    const Result<QList<OpenCommand>> late =
        expiredCommands(transaction.database(), ActionRun::idPrefix, now, false, expiredAtATime);
    if (!late)
        return late.error();
    for (const OpenCommand &command : late.value()) {
        const Result<Done> expired = expire(transaction, book, command);
        if (!expired)
            return expired;
    }
    const Result<QList<OpenCommand>> silent =
        expiredCommands(transaction.database(), ActionRun::idPrefix, now.addDays(-silentDays), true, expiredAtATime);
    if (!silent)
        return silent.error();
    for (const OpenCommand &command : silent.value()) {
        const Result<Done> ended = giveUp(transaction, book, command, RunState::Interrupted, u"device.silent"_s,
            u"The order was delivered, and the device has not told what became of it."_s);
        if (!ended)
            return ended;
    }
    return book.close();
}

Result<Done> expireRunsOf(Transaction &transaction, const QList<OpenCommand> &open)
{
    RunBook book(transaction);
    for (const OpenCommand &command : open) {
        if (!isRun(command) || command.isStarted || !command.expires.isValid() || command.expires > transaction.now())
            continue;
        const Result<Done> expired = expire(transaction, book, command);
        if (!expired)
            return expired;
    }
    return book.close();
}

} // namespace belvedere::server
