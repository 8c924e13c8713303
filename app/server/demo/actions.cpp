// Orders of a demo organisation.
#include "server/demo/actions.h"

#include "api/operations.h"
#include "server/api/actionorders.h"
#include "server/demo/catalogue.h"
#include "server/demo/draw.h"
#include "server/store/actionruns.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr quint32 actionPurpose = 12;

struct Failure {
    int weight = 0;
    QString code;
    QString detail;
};

QList<Failure> failuresOf(const QJsonValue &list, const QString &kind)
{
    QList<Failure> failures;
    for (const QJsonValue entry : list.toArray()) {
        if (entry["kinds"_L1].toArray().contains(kind))
            failures.append({entry["weight"_L1].toInt(), entry["code"_L1].toString(), entry["detail"_L1].toString()});
    }
    return failures;
}

CommandResult drawEnd(Draw &draw, const QString &command, const QDateTime &now, const QList<Failure> &failures)
{
    CommandResult result;
    result.command = command;
    result.asOf = now;
    result.outcome = CommandOutcome::Done;
    result.proof = {{u"simulated"_s, true}};
    if (draw.chance(80)) {
        const Failure &failure = draw.weighted(failures);
        result.outcome =
            failure.code == "command.interrupted"_L1 ? CommandOutcome::Interrupted : CommandOutcome::Failed;
        result.code = failure.code;
        result.detail = failure.detail;
        result.proof = {};
    }
    return result;
}

// Most devices have answered; some have fetched the order, and some have not called since.
Result<Done> answer(Transaction &transaction, const ActionRun &run, Draw draw, const QList<Failure> &failures)
{
    const Result<QList<OpenCommand>> commands = openCommands(transaction.database(), run.device);
    if (!commands)
        return commands.error();
    const auto command = std::find_if(commands.value().begin(), commands.value().end(),
        [&run](const OpenCommand &open) { return open.origin == run.id.text; });
    if (command == commands.value().end() || draw.chance(60))
        return Done{};
    Result<Done> done = runDelivered(transaction, run.id.text);
    if (done)
        done = markDelivered(transaction, command->id);
    if (!done || draw.chance(30))
        return done;
    done = endCommand(transaction, command->id);
    return done ? runReported(transaction, run.id.text, drawEnd(draw, command->id, transaction.now(), failures)) : done;
}

Result<Done> storeAction(Transaction &transaction, const QJsonValue &entry, const QJsonValue &failures, quint32 seed)
{
    static const Table<ActionRun> runs;
    const QString kind = entry["kind"_L1].toString();
    ActionOrder order;
    order.kind = Coded<ActionKind>::fromToken(kind);
    order.query = entry["query"_L1].toString();
    order.parameters = entry["parameters"_L1].toObject();
    CallInfo info;
    info.actor.name = u"Demo"_s;
    WriteCall call{transaction, info};
    const Result<ActionReceipt> receipt = runAction(call, order);
    if (!receipt)
        return receipt.error();
    const Result<std::vector<ActionRun>> waiting =
        runs.list(transaction.database(), {u"\"action\" = ? AND state = 'waiting'"_s, {receipt.value().request}});
    if (!waiting)
        return waiting.error();
    for (const ActionRun &run : waiting.value()) {
        const int number = int(idNumber(run.id.text, ActionRun::idPrefix).value_or(0));
        const Result<Done> answered =
            answer(transaction, run, Draw(seed, actionPurpose, number), failuresOf(failures, kind));
        if (!answered)
            return answered;
    }
    return Done{};
}

} // namespace

Result<Done> seedActions(Executor &executor, quint32 seed)
{
    const QJsonObject demo = demoDocument(u"actions"_s);
    for (const QJsonValue entry : demo["actions"_L1].toArray()) {
        const Result<Done> stored = executor.writeAndWait(
            [&](Transaction &transaction) { return storeAction(transaction, entry, demo["failures"_L1], seed); });
        if (!stored)
            return stored;
    }
    return Done{};
}

} // namespace belvedere::server
