// Taking of steps.
#include "server/policy/steps.h"

#include "api/operations.h"
#include "server/policy/authors.h"
#include "server/policy/bringing.h"
#include "server/policy/deliveries.h"
#include "server/policy/stepguards.h"
#include "server/store/actionruns.h"
#include "server/store/auditlog.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 actionExpiry = 7 * 86'400; // seconds

const Table<RuleStep> &table()
{
    static const Table<RuleStep> steps;
    return steps;
}

AuditNote noteOf(AuditActionName action, const RuleStep &step)
{
    AuditNote note{.action = action};
    note.targetType = QString::fromLatin1(Resource<Device>::singular);
    note.targetId = step.device.text;
    note.targetName = step.deviceName;
    note.reason = step.ruleName;
    note.correlationId = step.action;
    note.changes = {{u"step"_s, QJsonValue::Null, step.kind.token()}, {u"rule"_s, QJsonValue::Null, step.rule.text},
        {u"revision"_s, QJsonValue::Null, step.revision}, {u"state"_s, QJsonValue::Null, step.state.token()}};
    if (const BroughtItem brought = BroughtItem::of(step.parameters); !brought.item.isEmpty())
        note.changes +=
            {{u"item"_s, QJsonValue::Null, brought.item}, {u"item_revision"_s, QJsonValue::Null, brought.revision}};
    if (step.kind.value() == RuleActionKind::RunCommand)
        note.changes.append({u"command"_s, QJsonValue::Null, step.parameters.value("name"_L1)});
    if (tellsTarget(step.kind.value())) {
        const QString id = subjectOf(step.kind.value(), step.parameters);
        note.changes.append({u"target"_s, QJsonValue::Null, step.target.isEmpty() ? id : step.target});
    }
    if (!step.code.isEmpty()) {
        note.outcome = AuditOutcome::Failure;
        note.error = step.code;
    }
    return note;
}

MessageParameters messageOf(const RuleStep &step)
{
    MessageParameters message;
    message.title = step.ruleName.left(maximumMessageTitle);
    message.text =
        QString(u"This device does not meet the rule “%1” of your organisation. Your help desk knows what to do."_s)
            .arg(step.ruleName);
    return message;
}

// The step's own command; it waits until the device fetches it, meets the rule again, or a week is over.
Result<Done> orderCommand(Transaction &transaction, const RuleStep &step)
{
    const bool isMessage = step.kind.value() == RuleActionKind::NotifyUser;
    const Command command{{}, isMessage ? CommandKind::Message : CommandKind::RunCommand,
        isMessage ? toJson(messageOf(step)) : step.parameters};
    return queueCommand(transaction, command, step.device, step.id.text, step.taken.addSecs(actionExpiry))
        .map([](const QString &) { return Done{}; });
}

// An action like any other, so that it is seen where actions are.
Result<QString> orderAction(
    Transaction &transaction, const RuleStep &step, ActionKind kind, const Device &device, const QString &by)
{
    static const Table<Action> actions;
    static const Table<ActionRun> runs;
    Action action;
    action.kind = kind;
    action.parameters = step.parameters;
    action.state = ActionState::Running;
    action.devices = 1;
    action.waiting = 1;
    action.requested = transaction.now();
    action.requestedBy = by;
    action.expires = transaction.now().addSecs(actionExpiry);
    const Result<Action> made = actions.insert(transaction, action);
    if (!made)
        return made.error();
    ActionRun run;
    run.action = made.value().id;
    run.kind = action.kind;
    run.device = device.id;
    run.deviceName = device.name;
    run.state = RunState::Waiting;
    run.queued = transaction.now();
    run.simulated = device.simulated;
    const Result<ActionRun> started = runs.insert(transaction, run);
    if (!started)
        return started.error();
    const Command command{{}, Coded<CommandKind>::fromToken(action.kind.token()), action.parameters};
    return queueCommand(transaction, command, device.id, started.value().id.text, action.expires)
        .map([&made](const QString &) { return made.value().id.text; });
}

// Fills what came of the step, which is stored already.
Result<Done> carryOut(Transaction &transaction, const Device &device, const QString &by, RuleStep &step)
{
    step.taken = transaction.now();
    step.state = StepState::Done;
    const RuleActionKind kind = step.kind.value();
    if (kind == RuleActionKind::NotifyAdmin || kind == RuleActionKind::BlockAccess)
        return Done{}; // the record and the device's state are all that there is to it
    step.code = incapacity(kind, device, step.parameters);
    if (!step.code.isEmpty()) {
        step.state = StepState::Failed;
        return Done{};
    }
    if (kind == RuleActionKind::NotifyUser || kind == RuleActionKind::RunCommand) {
        step.state = StepState::Ordered;
        return orderCommand(transaction, step);
    }
    const ActionKind order = kind == RuleActionKind::LostMode ? ActionKind::LostMode : ActionKind::Lock;
    return orderAction(transaction, step, order, device, by).map([&step](const QString &id) {
        step.state = StepState::Ordered; // followRun() tells the end
        step.action = id;
        return Done{};
    });
}

Result<Done> audit(Transaction &transaction, const RuleStep &step, const AuditContext &context = {})
{
    const bool isAlert = step.kind.value() == RuleActionKind::NotifyAdmin;
    return appendAudit(transaction, context, isAlert ? noteOf("alert.raised", step) : noteOf("rule.step.taken", step));
}

Result<RuleStep> begin(
    Transaction &transaction, const PolicySet &set, const RuleResult &result, const DueStep &due, const Device &device)
{
    RuleStep step;
    step.rule = result.rule;
    step.ruleName = result.ruleName;
    step.revision = result.revision;
    step.device = device.id;
    step.deviceName = device.name;
    step.kind = due.kind;
    step.number = due.number;
    step.failingSince = result.failingSince;
    step.due = due.due;
    step.parameters = due.parameters;
    step.state = StepState::Waiting;
    if (isDestructive(step.kind.value())) {
        const Result<bool> isThere = hasSecondPerson(transaction.database());
        if (!isThere)
            return isThere.error();
        step.secondPerson = isThere.value();
    }
    Result<RuleStep> begun = table().insert(transaction, step);
    if (begun && !due.needsApproval) {
        RuleStep taken = begun.value();
        const RuleActionKind kind = taken.kind.value();
        Result<Done> done = Done{};
        if (broughtKind(kind) != ItemKind::Unknown)
            done = bringItem(transaction, set, device, taken);
        else if (tellsTarget(kind))
            done = queueDelivery(transaction, result, device, taken);
        else
            done = carryOut(transaction, device, {}, taken);
        begun = done ? table().refresh(transaction, taken) : done.error();
    }
    const Result<Done> audited = begun ? audit(transaction, begun.value()) : begun.error();
    return audited ? begun : audited.error();
}

// Whether the failure that the step is about still counts. What is not known at the moment leaves it waiting, and the
// guards forbid to decide on it.
bool stillCounts(const RuleStep &step, const RuleResult &result)
{
    return result.rule == step.rule && result.failingSince == step.failingSince
        && result.state.value() != RuleState::Excepted && result.mode.value() != RuleMode::Monitor;
}

// The same for all repetitions of a step about one failure.
QString occasionOf(const RuleStep &step)
{
    return u"%1 %2 %3 %4"_s.arg(step.rule.text, step.kind.token(), subjectOf(step.kind.value(), step.parameters))
        .arg(step.failingSince.toMSecsSinceEpoch());
}

// Takes back what the device has not fetched of the step's order; false when there is nothing such.
Result<bool> takeBack(Transaction &transaction, const RuleStep &step)
{
    static const Table<ActionRun> runs;
    if (broughtKind(step.kind.value()) != ItemKind::Unknown)
        return takeBackItem(transaction, step);
    if (tellsTarget(step.kind.value()))
        return withdrawDelivery(transaction, step.id);
    if (step.action.isEmpty())
        return withdrawCommand(transaction, step.id.text);
    const Result<std::vector<ActionRun>> found =
        runs.list(transaction.database(), {u"action = ? AND device_id = ?"_s, {step.action, step.device.text}});
    const Result<QList<OpenCommand>> open = openCommands(transaction.database(), step.device);
    if (!found || !open)
        return found ? open.error() : found.error();
    for (const OpenCommand &command : open.value()) {
        const bool isOurs = std::any_of(found.value().begin(), found.value().end(),
            [&command](const ActionRun &run) { return run.id.text == command.origin; });
        if (!isOurs || command.isDelivered)
            continue;
        return cancelRun(
            transaction, command, u"step.withdrawn"_s, u"The rule does not ask for it any more; nothing was sent."_s)
            .map([](Done) { return true; });
    }
    return false;
}

// What the device has not fetched is taken back, and a decision is not needed any more; the rest only stands no longer.
Result<Done> end(Transaction &transaction, const RuleStep &step, bool isMet)
{
    RuleStep after = step;
    const StepState state = step.state.value();
    if (isMet && (state == StepState::Waiting || state == StepState::Ordered)) {
        const Result<bool> unsent = takeBack(transaction, step);
        if (!unsent)
            return unsent.error();
        if (state == StepState::Waiting || unsent.value()) { // else it is under way: the device will tell
            after.state = StepState::Withdrawn;
            after.taken = transaction.now();
        }
    }
    if (!after.ended.isValid())
        after.ended = transaction.now();
    if (step.kind.value() == RuleActionKind::RunCommand && after.state != step.state) {
        const Result<Done> audited = audit(transaction, after);
        if (!audited)
            return audited;
    }
    return table().refresh(transaction, after, step).map([](const RuleStep &) { return Done{}; });
}

// A step that ended without anybody telling it here: the action that carries it out did, or its message was not fetched
// in time.
Result<RuleStep> followed(Transaction &transaction, RuleStep step)
{
    static const Table<ActionRun> runs;
    if (broughtKind(step.kind.value()) != ItemKind::Unknown)
        return followBringing(transaction, step);
    if (tellsTarget(step.kind.value()))
        return step; // finishDelivery() tells the end
    if (step.action.isEmpty()) {
        const bool isOver = step.taken.addSecs(actionExpiry) <= transaction.now();
        const Result<bool> unsent = isOver ? withdrawCommand(transaction, step.id.text) : false;
        if (!unsent)
            return unsent.error();
        if (unsent.value()) {
            step.state = StepState::Failed;
            step.code = u"expired"_s;
            step.taken = transaction.now();
        }
        return step;
    }
    const Result<std::vector<ActionRun>> found =
        runs.list(transaction.database(), {u"action = ? AND device_id = ?"_s, {step.action, step.device.text}});
    if (!found)
        return found.error();
    const RunState state = found.value().empty() ? RunState::Unknown : found.value().front().state.value();
    if (state == RunState::Waiting || state == RunState::Delivered || state == RunState::Started)
        return step;
    step.state = state == RunState::Done ? StepState::Done : StepState::Failed;
    if (state != RunState::Done)
        step.code =
            found.value().empty() || found.value().front().code.isEmpty() ? u"failed"_s : found.value().front().code;
    step.taken = transaction.now();
    return step;
}

Result<RuleStep> decided(Transaction &transaction, RuleStep step, const Editor &person, StepState state)
{
    step.state = state;
    step.taken = transaction.now();
    step.decidedBy = person.name;
    return table().update(transaction, step);
}

// A rule that the device fails, and what that leads to now.
struct Failure {
    const RuleResult *result;
    std::vector<DueStep> steps;

    // What the step is now.
    const DueStep *due(const RuleStep &step) const
    {
        const auto found =
            std::find_if(steps.begin(), steps.end(), [&step](const DueStep &due) { return isSameStep(step, due); });
        return found == steps.end() ? nullptr : &*found;
    }
};

// Nothing while it is not known whether the device meets the rule.
const Failure *failureOf(const RuleStep &step, const QList<Failure> &failures)
{
    const auto found = std::find_if(failures.begin(), failures.end(), [&step](const Failure &failure) {
        return failure.result->rule == step.rule && failure.result->failingSince == step.failingSince;
    });
    return found == failures.end() ? nullptr : &*found;
}

// A step that waits says what the rule says now. As another version of the record, so that nobody approves a text that
// was replaced while they read it.
Result<RuleStep> corrected(Transaction &transaction, const RuleStep &step, const QList<Failure> &failures)
{
    const Failure *failure = failureOf(step, failures);
    const DueStep *due = failure ? failure->due(step) : nullptr;
    if (!due || due->parameters == step.parameters)
        return step;
    RuleStep after = step;
    after.parameters = due->parameters;
    after.revision = failure->result->revision;
    return table().update(transaction, after);
}

// Whether the rule no longer leads to what waits or, unless it is a message or an action of its own, is under way: it
// was edited since.
bool isDropped(const RuleStep &step, const QList<Failure> &failures)
{
    const StepState state = step.state.value();
    const RuleActionKind kind = step.kind.value();
    const bool isUnderWay = state == StepState::Ordered
        && (kind == RuleActionKind::RunCommand || tellsTarget(kind) || broughtKind(kind) != ItemKind::Unknown);
    const Failure *failure = isUnderWay || state == StepState::Waiting ? failureOf(step, failures) : nullptr;
    return failure && !failure->due(step);
}

ApiError notWaiting() { return conflict(u"step.state"_s, u"The step does not wait for approval."_s); }

} // namespace

Result<Done> takeSteps(Transaction &transaction, const PolicySet &set, const DevicePlan &plan,
    const std::vector<RuleResult> &results, Device &device)
{
    // most devices meet their rules, and nothing has to be looked up for them
    QList<Failure> failures;
    device.accessBlocked = false;
    for (const RuleResult &result : results) {
        const auto planned = std::find_if(plan.rules.begin(), plan.rules.end(),
            [&result](const PlannedRule &candidate) { return candidate.rule == result.rule.text; });
        if (planned == plan.rules.end())
            continue;
        const auto rule = set.rules.constFind(rulePin(planned->rule, planned->revision, planned->parameters));
        if (rule == set.rules.constEnd())
            continue;
        std::vector<DueStep> steps = dueSteps(rule->rule(), result, set.now);
        for (const DueStep &step : steps)
            device.accessBlocked = device.accessBlocked || step.kind.value() == RuleActionKind::BlockAccess;
        if (result.state.value() == RuleState::Fail)
            failures.append(Failure{&result, std::move(steps)});
    }
    const bool isDue =
        std::any_of(failures.begin(), failures.end(), [](const Failure &failure) { return !failure.steps.empty(); });
    Result<std::vector<RuleStep>> known = table().list(transaction.database(),
        {isDue ? u"device_id = ?"_s : u"device_id = ? AND (ended IS NULL OR state IN ('waiting', 'ordered'))"_s,
            {device.id.text}});
    if (!known)
        return known.error();
    for (RuleStep &step : known.value()) {
        Result<RuleStep> stored = step;
        if (step.state.value() == StepState::Ordered) {
            const Result<RuleStep> after = followed(transaction, step);
            stored = after ? table().refresh(transaction, after.value(), step) : after;
            if (stored && step.kind.value() == RuleActionKind::RunCommand && stored.value().state != step.state) {
                const Result<Done> audited = audit(transaction, stored.value()); // what the device tells has its own
                if (!audited)
                    return audited;
            }
        } else if (step.state.value() == StepState::Waiting) {
            stored = corrected(transaction, step, failures);
        }
        if (!stored)
            return stored.error();
        step = stored.value();
    }
    std::vector<RuleStep> all = known.value();
    for (const Failure &failure : std::as_const(failures)) {
        for (const DueStep &step : failure.steps) {
            const bool isTaken = std::any_of(known.value().begin(), known.value().end(),
                [&failure, &step](const RuleStep &old) { return covers(old, *failure.result, step); });
            if (isTaken)
                continue;
            const Result<RuleStep> begun = begin(transaction, set, *failure.result, step, device);
            if (!begun)
                return begun.error();
            all.push_back(begun.value());
        }
    }
    QHash<QString, qint64> newest; // number, by occasion
    for (const RuleStep &step : all) {
        qint64 &number = newest[occasionOf(step)];
        number = std::max(number, step.number);
    }
    for (const RuleStep &step : all) {
        const bool stillFails = std::any_of(
            results.begin(), results.end(), [&step](const RuleResult &result) { return stillCounts(step, result); });
        const bool isOver = !stillFails || isDropped(step, failures);
        Result<Done> kept = Done{};
        if (isOver || step.number < newest.value(occasionOf(step))) {
            kept = end(transaction, step, isOver);
        } else if (step.ended.isValid() && step.state.value() != StepState::Withdrawn) { // a waiver was over
            RuleStep lasting = step;
            lasting.ended = {};
            kept = table().refresh(transaction, lasting).map([](const RuleStep &) { return Done{}; });
        }
        if (!kept)
            return kept;
    }
    return Done{};
}

Result<RuleStep> approveStep(Transaction &transaction, const RuleStep &step, const Editor &person)
{
    static const Table<Device> devices;
    if (step.state.value() != StepState::Waiting)
        return notWaiting();
    const Result<Done> bySomebodyElse = isDestructive(step.kind.value())
        ? refuseAuthor(transaction.database(), step, Id<Account>{person.account})
        : Result<Done>(Done{});
    if (!bySomebodyElse)
        return bySomebodyElse.error();
    const Result<Device> device = devices.get(transaction.database(), step.device);
    if (!device)
        return device.error();
    const Result<QString> obstacle = obstacleNow(transaction.database(), step, device.value(), transaction.now());
    if (!obstacle)
        return obstacle.error();
    if (!obstacle.value().isEmpty())
        return conflict(obstacle.value(), u"A guard forbids this step now."_s);
    RuleStep after = step;
    after.decidedBy = person.name;
    const Result<Done> done = carryOut(transaction, device.value(), person.name, after);
    return done ? table().update(transaction, after) : done.error();
}

Result<RuleStep> refuseStep(Transaction &transaction, const RuleStep &step, const Editor &person)
{
    if (step.state.value() != StepState::Waiting)
        return notWaiting();
    return decided(transaction, step, person, StepState::Refused);
}

Result<Done> reportStep(Transaction &transaction, const Id<RuleStep> &id, const CommandResult &result)
{
    const Result<RuleStep> stored = table().get(transaction.database(), id);
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<Done>(Done{}) : stored.error();
    RuleStep step = stored.value();
    if (step.state.value() != StepState::Ordered || result.outcome.value() == CommandOutcome::Started)
        return Done{};
    const bool isCommand = step.kind.value() == RuleActionKind::RunCommand;
    if (isCommand && result.outcome.value() == CommandOutcome::Postponed && !step.ended.isValid()
        && step.taken.addSecs(actionExpiry) > transaction.now())
        return orderCommand(transaction, step); // the agent has not begun it
    const bool isDone = result.outcome.value() == CommandOutcome::Done;
    step.state = isDone ? StepState::Done : StepState::Failed;
    step.taken = result.asOf;
    if (!isDone)
        step.code = result.code.isEmpty() ? u"failed"_s : result.code;
    if (isCommand)
        step.proof = result.proof;
    const Result<RuleStep> kept = table().refresh(transaction, step);
    if (!kept || !isCommand)
        return kept.map([](const RuleStep &) { return Done{}; });
    // not those of messages: they are many, and only tell
    const RuleStep &ended = kept.value();
    return audit(transaction, ended, {AuditActorType::Device, ended.device.text, ended.deviceName, {}, {}, {}});
}

Result<Done> forgetSteps(Transaction &transaction, const Id<Device> &device)
{
    const Result<std::vector<RuleStep>> steps =
        table().list(transaction.database(), {u"device_id = ?"_s, {device.text}});
    if (!steps)
        return steps.error();
    for (const RuleStep &step : steps.value()) {
        if (step.state.value() == StepState::Ordered && tellsTarget(step.kind.value())) {
            const Result<bool> withdrawn = withdrawDelivery(transaction, step.id);
            if (!withdrawn)
                return withdrawn.error();
        }
        const Result<Done> removed = table().remove(transaction, step.id);
        if (!removed)
            return removed;
    }
    return Done{};
}

} // namespace belvedere::server
