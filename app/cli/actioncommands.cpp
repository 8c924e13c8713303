// actions …
#include "cli/actionreport.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/terminal.h"
#include "domain/command.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pollInterval = 1'000; // milliseconds
constexpr qint64 longestWait = 86'400; // seconds

bool isDestructive(ActionKind kind) { return kind == ActionKind::Lock || kind == ActionKind::Restart; }

struct Waiting {
    ActionReceipt receipt;
    qint64 seconds = 0;
    QElapsedTimer since = {};
};

Result<ActionOrder> orderOf(const CliOptions &options)
{
    ActionOrder order;
    order.kind = Coded<ActionKind>::fromToken(options.words.value(2));
    if (!order.kind.isKnown())
        return usageError(u"The kinds of actions are sync, message, lock and restart."_s);
    order.query = options.value("query");
    order.devices = canonicalSet(options.value("device").split(u',', Qt::SkipEmptyParts));
    if (order.query.trimmed().isEmpty() == order.devices.isEmpty())
        return usageError(u"Say which devices, by --query or by --device; --query 'enrolled>=2000-01-01' means all."_s);
    if (order.kind.value() == ActionKind::Message) {
        order.parameters = toJson(MessageParameters{options.value("title"), options.value("text")});
        if (options.value("text").isEmpty())
            return usageError(u"A message needs --text."_s);
    } else if (!options.value("title").isEmpty() || !options.value("text").isEmpty()) {
        return usageError(u"--title and --text belong to messages."_s);
    }
    if (!options.value("expires").isEmpty()) {
        order.expires = ageSeconds(options.value("expires"));
        if (!order.expires)
            return usageError(u"--expires takes 12h, 7d or 4w."_s);
    }
    return order;
}

// Nothing: do not wait.
Result<std::optional<qint64>> waitOf(const CliOptions &options)
{
    if (!options.values.contains(u"wait"_s))
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 seconds = options.value("wait").toLongLong(&isNumber);
    if (!isNumber || seconds < 1 || seconds > longestWait)
        return usageError(u"--wait takes 1 to %1 seconds."_s.arg(longestWait));
    return std::optional(seconds);
}

void conclude(Runner &runner, const ActionReceipt &receipt, const std::optional<Action> &waited)
{
    print(runner.options().json ? receiptJson(receipt, waited) : receiptText(receipt, waited));
    runner.end(isPartial(receipt, waited) ? ExitStatus::Partial : ExitStatus::Success);
}

void waitForEnd(Runner &runner, const std::shared_ptr<Waiting> &waiting)
{
    Get<Action> operation;
    operation.id.text = waiting->receipt.request;
    runner.send(operation, [&runner, waiting](const Action &action) {
        if (action.waiting == 0 || waiting->since.elapsed() >= waiting->seconds * 1'000) {
            progress({});
            conclude(runner, waiting->receipt, action);
            return;
        }
        progress(u"%1 of %2 devices have ended …"_s.arg(action.devices - action.waiting).arg(action.devices));
        QTimer::singleShot(pollInterval, &runner, [&runner, waiting] { waitForEnd(runner, waiting); });
    });
}

void order(Runner &runner, const ActionOrder &body, const std::optional<qint64> &seconds)
{
    RunAction operation;
    operation.body = body;
    runner.send(operation, [&runner, seconds](const ActionReceipt &receipt) {
        if (!seconds) {
            conclude(runner, receipt, std::nullopt);
            return;
        }
        const auto waiting = std::make_shared<Waiting>(Waiting{receipt, *seconds});
        waiting->since.start();
        waitForEnd(runner, waiting);
    });
}

void askAndOrder(Runner &runner, const ActionOrder &body, const std::optional<qint64> &seconds)
{
    PreviewAction operation;
    operation.body = body;
    runner.send(operation, [&runner, body, seconds](const ActionPreview &preview) {
        say(previewText(preview));
        if (askYes(u"Type yes to go on: "_s))
            order(runner, body, seconds);
        else
            runner.fail(usageError(u"Nothing was ordered."_s));
    });
}

void runAction(Runner &runner)
{
    const Result<ActionOrder> body = orderOf(runner.options());
    const Result<std::optional<qint64>> seconds = waitOf(runner.options());
    if (!body || !seconds) {
        runner.fail(body ? seconds.error() : body.error());
        return;
    }
    if (!isDestructive(body.value().kind.value()) || runner.options().values.contains(u"yes"_s))
        order(runner, body.value(), seconds.value());
    else if (canAsk())
        askAndOrder(runner, body.value(), seconds.value());
    else
        runner.fail(usageError(
            u"%1 needs --yes where nobody can be asked; nothing was ordered."_s.arg(body.value().kind.token())));
}

void printWithRuns(Runner &runner, const Action &action, const QList<QJsonObject> &runs)
{
    QJsonObject object = toJson(action);
    if (runner.options().json) {
        QJsonArray array;
        for (const QJsonObject &run : runs)
            array.append(run);
        object.insert(u"runs"_s, array);
        print(QJsonDocument(object).toJson(QJsonDocument::Indented));
    } else {
        const Result<std::vector<const Field *>> columns =
            outputColumns(fields<ActionRun>(), u"id,device_id,device,state,code,detail,ended"_s);
        Q_ASSERT(columns);
        print(asProperties(fields<Action>(), object) + '\n' + formatted(runs, columns.value(), OutputFormat::Table));
    }
    runner.end(ExitStatus::Success);
}

void showAction(Runner &runner)
{
    Get<Action> operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Action &action) {
        ListParameters ofAction;
        ofAction.query = u"action="_s + action.id.text;
        collectRecords<ActionRun>(runner, ofAction,
            [&runner, action](const QList<QJsonObject> &runs) { printWithRuns(runner, action, runs); });
    });
}

void cancelAction(Runner &runner)
{
    CancelAction operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Action &action) {
        if (runner.options().json)
            print(QJsonDocument(toJson(action)).toJson(QJsonDocument::Indented));
        else
            print(u"%1: taken back from %2; %3 had fetched it and have not ended.\n"_s.arg(action.id.text)
                      .arg(action.cancelled)
                      .arg(action.waiting)
                      .toUtf8());
        runner.end(ExitStatus::Success);
    });
}

} // namespace

std::span<const CliCommand> actionCommands()
{
    static constexpr CliCommand list[] = {
        {"actions list", 2, &listRecords<Action>},
        {"actions show", 3, &showAction},
        {"actions run", 3, &runAction},
        {"actions cancel", 3, &cancelAction},
    };
    return list;
}

} // namespace belvedere
