// Making and taking back of orders.
#include "server/api/actionorders.h"

#include "server/api/actioneffects.h"
#include "server/store/actionruns.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 shortestExpiry = 60; // seconds
constexpr qint64 day = 86'400;
constexpr qint64 longestExpiry = 30 * day;
constexpr qint64 usualExpiry = 7 * day;

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

QList<FieldError> ofParameters(QList<FieldError> errors)
{
    for (FieldError &error : errors) {
        if (error.field != "parameters"_L1)
            error.field.prepend(u"parameters."_s);
    }
    return errors;
}

QList<FieldError> lostModeProblems(const ActionOrder &order)
{
    LostModeParameters shown;
    QList<FieldError> errors = readRequest(fields<LostModeParameters>(), &shown, order.parameters, false);
    if (errors.isEmpty() && !isShowable(shown))
        errors.append({u"message"_s,
            u"1 to %1 characters, and a phone number of at most %2"_s.arg(maximumLostMessage).arg(maximumPhone)});
    return ofParameters(std::move(errors));
}

QList<FieldError> commandProblems(const ActionOrder &order)
{
    RunParameters run;
    QList<FieldError> errors = readRequest(fields<RunParameters>(), &run, order.parameters, false);
    if (errors.isEmpty() && !isCommandName(run.name))
        errors.append({u"name"_s, u"a to z, 0 to 9 and hyphens, at most %1"_s.arg(maximumCommandName)});
    return ofParameters(std::move(errors));
}

QList<FieldError> parameterProblems(const ActionOrder &order)
{
    if (order.kind.value() == ActionKind::UpdatesInstall) {
        const Result<UpdateWindow> window = windowOf(order);
        return window ? QList<FieldError>() : window.error().fields;
    }
    if (order.kind.value() == ActionKind::LostMode)
        return lostModeProblems(order);
    if (order.kind.value() == ActionKind::RunCommand)
        return commandProblems(order);
    if (order.kind.value() != ActionKind::Message)
        return order.parameters.isEmpty() ? QList<FieldError>()
                                          : QList<FieldError>{{u"parameters"_s, u"this kind takes none"_s}};
    MessageParameters message;
    QList<FieldError> errors = readRequest(fields<MessageParameters>(), &message, order.parameters, false);
    if (errors.isEmpty() && (message.text.trimmed().isEmpty() || message.text.size() > maximumMessageLength))
        errors.append({u"text"_s, u"1 to %1 characters"_s.arg(maximumMessageLength)});
    if (errors.isEmpty() && message.title.size() > maximumMessageTitle)
        errors.append({u"title"_s, u"at most %1 characters"_s.arg(maximumMessageTitle)});
    return ofParameters(std::move(errors));
}

// Seconds from now. An order for later waits as long from then on.
qint64 expiryOf(const ActionOrder &order, const QDateTime &now)
{
    if (order.expires || order.kind.value() != ActionKind::UpdatesInstall)
        return order.expires.value_or(usualExpiry);
    const Result<UpdateWindow> window = windowOf(order);
    const bool isLater = window && window.value().notBefore > now;
    return usualExpiry + (isLater ? now.secsTo(window.value().notBefore) : 0);
}

// An order must live until its window has opened once on every device.
QList<FieldError> expiryProblems(const ActionOrder &order, const QDateTime &now)
{
    const qint64 expires = expiryOf(order, now);
    if (expires < shortestExpiry || expires > longestExpiry) {
        if (!order.expires)
            return {
                {u"parameters.not_before"_s, u"at most %1 days from now"_s.arg((longestExpiry - usualExpiry) / day)}};
        return {{u"expires"_s, u"%1 to %2 seconds"_s.arg(shortestExpiry).arg(longestExpiry)}};
    }
    if (!order.expires || order.kind.value() != ActionKind::UpdatesInstall)
        return {};
    const Result<UpdateWindow> read = windowOf(order);
    if (!read || !isLimited(read.value()))
        return {};
    const UpdateWindow &window = read.value();
    const qint64 opens = std::max<qint64>(0, window.notBefore.isValid() ? now.secsTo(window.notBefore) : 0);
    const qint64 recurs = !window.days.isEmpty() ? 7 * day : !window.from.isEmpty() ? day : shortestExpiry;
    if (expires >= opens + recurs)
        return {};
    return {{u"expires"_s, u"at least %1 seconds, so that the window opens before"_s.arg(opens + recurs)}};
}

Result<std::vector<ActionTarget>> checkedTargets(Database &database, const ActionOrder &order, const QDateTime &now)
{
    QList<FieldError> errors = parameterProblems(order);
    if (errors.isEmpty())
        errors = expiryProblems(order, now);
    if (!errors.isEmpty())
        return validationError(errors);
    return actionTargets(database, order, now);
}

AuditNote noteOf(AuditActionName name, const Action &action)
{
    AuditNote note{.action = name};
    note.targetType = u"action"_s;
    note.targetId = action.id.text;
    note.correlationId = action.id.text;
    return note;
}

// `window`: of an order for updates that is limited to some time.
Result<Done> addRun(
    WriteCall &call, const Action &action, const ActionTarget &target, const std::optional<UpdateWindow> &window)
{
    ActionRun run;
    run.action = action.id;
    run.kind = action.kind;
    run.device = target.id;
    run.deviceName = target.name;
    run.state = target.refusal.isEmpty() ? RunState::Waiting : RunState::Refused;
    run.code = target.refusal;
    run.queued = call.now();
    if (!target.refusal.isEmpty())
        run.ended = call.now();
    run.simulated = target.simulated;
    const Result<ActionRun> made = runs().insert(call.transaction, run);
    if (!made || !target.refusal.isEmpty())
        return made ? Result<Done>(Done{}) : made.error();
    Command command{{}, Coded<CommandKind>::fromToken(action.kind.token()), action.parameters};
    if (action.kind.value() == ActionKind::UpdatesInstall)
        command.parameters = toJson(UpdatesParameters{target.updates});
    return queueCommand(call.transaction, command, target.id, made.value().id.text, action.expires, window)
        .map([](const QString &) { return Done{}; });
}

} // namespace

Result<ActionPreview> previewAction(ReadCall &call, const ActionOrder &order)
{
    return checkedTargets(call.database, order, call.now).map([&order](const std::vector<ActionTarget> &targets) {
        ActionPreview preview{order.kind, qint64(targets.size()), acceptedTargets(targets),
            actionEffects(order.kind.value(), targets), actionRefusals(targets)};
        if (order.kind.value() == ActionKind::UpdatesInstall) {
            preview.updates = 0;
            for (const ActionTarget &target : targets)
                *preview.updates += qint64(target.updates.size());
        }
        return preview;
    });
}

Result<ActionReceipt> runAction(WriteCall &call, const ActionOrder &order)
{
    const Result<std::vector<ActionTarget>> found = checkedTargets(call.database(), order, call.now());
    if (!found)
        return found.error();
    const std::vector<ActionTarget> &targets = found.value();
    Action action;
    action.kind = order.kind;
    action.query = order.query.trimmed();
    action.parameters = order.parameters;
    action.devices = qint64(targets.size());
    action.waiting = acceptedTargets(targets);
    action.refused = action.devices - action.waiting;
    action.requested = call.now();
    action.requestedBy = call.info.actor.name;
    action.expires = call.now().addSecs(expiryOf(order, call.now()));
    action.state = action.waiting > 0 ? ActionState::Running : ActionState::Finished;
    if (action.waiting == 0)
        action.ended = call.now();
    const Result<Action> made = actions().insert(call.transaction, action);
    if (!made)
        return made.error();
    std::optional<UpdateWindow> window;
    if (order.kind.value() == ActionKind::UpdatesInstall) {
        const Result<UpdateWindow> read = windowOf(order);
        if (read && isLimited(read.value()))
            window = read.value();
    }
    if (window)
        window->patches.clear(); // each device's command names its own
    for (const ActionTarget &target : targets) {
        const Result<Done> added = addRun(call, made.value(), target, window);
        if (!added)
            return added.error();
    }
    AuditNote note = noteOf("action.requested", made.value());
    note.changes = {{u"kind"_s, QJsonValue::Null, action.kind.token()},
        {u"devices"_s, QJsonValue::Null, action.devices}, {u"accepted"_s, QJsonValue::Null, action.waiting}};
    if (action.kind.value() == ActionKind::RunCommand)
        note.changes.append({u"command"_s, QJsonValue::Null, action.parameters.value("name"_L1)});
    if (action.query.isEmpty())
        note.changes.append({u"named"_s, QJsonValue::Null, QJsonArray::fromStringList(order.devices)});
    else
        note.changes.append({u"query"_s, QJsonValue::Null, action.query});
    const Result<Done> audited = call.audit(note);
    if (!audited)
        return audited.error();
    return ActionReceipt{made.value().id.text, action.kind, action.devices, action.waiting, actionRefusals(targets)};
}

Result<Action> cancelAction(WriteCall &call, const Id<Action> &id)
{
    const Result<Action> stored = actions().get(call.database(), id);
    if (!stored)
        return stored;
    if (stored.value().state.value() == ActionState::Finished)
        return conflict(u"action.finished"_s, u"Every device has ended its part already."_s);
    const Result<std::vector<ActionRun>> waiting =
        runs().list(call.database(), {u"\"action\" = ? AND state = 'waiting'"_s, {id.text}});
    if (!waiting)
        return waiting.error();
    RunBook book(call.transaction);
    for (const ActionRun &run : waiting.value()) {
        const Result<bool> withdrawn = withdrawCommand(call.transaction, run.id.text);
        if (!withdrawn)
            return withdrawn.error();
        if (!withdrawn.value())
            continue;
        ActionRun after = run;
        after.state = RunState::Cancelled;
        after.ended = call.now();
        const Result<Done> changed = book.change(run, after);
        if (!changed)
            return changed.error();
    }
    const Result<Done> closed = book.close();
    if (!closed)
        return closed.error();
    const Result<Action> left = actions().get(call.database(), id);
    if (!left)
        return left;
    AuditNote note = noteOf("action.cancelled", left.value());
    note.changes = {{u"cancelled"_s, stored.value().cancelled, left.value().cancelled},
        {u"waiting"_s, stored.value().waiting, left.value().waiting}};
    const Result<Done> audited = call.audit(note);
    return audited ? left : audited.error();
}

} // namespace belvedere::server
