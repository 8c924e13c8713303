// The steps of an order.
#include "cli/ordering.h"

#include "cli/actionreport.h"
#include "cli/output.h"
#include "cli/terminal.h"

#include <QElapsedTimer>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pollInterval = 1'000; // milliseconds
constexpr qint64 longestWait = 86'400; // seconds

struct Waiting {
    ActionReceipt receipt;
    qint64 seconds = 0;
    QElapsedTimer since = {};
};

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

void send(Runner &runner, const ActionOrder &body, const std::optional<qint64> &seconds)
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
            send(runner, body, seconds);
        else
            runner.fail(usageError(u"Nothing was ordered."_s));
    });
}

} // namespace

Result<std::optional<qint64>> expiryOf(const CliOptions &options)
{
    if (options.value("expires").isEmpty())
        return std::optional<qint64>();
    const std::optional<qint64> seconds = ageSeconds(options.value("expires"));
    return seconds ? Result<std::optional<qint64>>(seconds) : usageError(u"--expires takes 12h, 7d or 4w."_s);
}

Result<Done> nameDevices(const CliOptions &options, ActionOrder &order)
{
    order.query = options.value("query");
    order.devices = canonicalSet(options.value("device").split(u',', Qt::SkipEmptyParts));
    if (order.query.trimmed().isEmpty() == order.devices.isEmpty())
        return usageError(u"Say which devices, by --query or by --device; --query 'enrolled>=2000-01-01' means all."_s);
    return Done{};
}

void placeOrder(Runner &runner, const ActionOrder &order, bool mustAsk)
{
    const Result<std::optional<qint64>> seconds = waitOf(runner.options());
    if (!seconds)
        runner.fail(seconds.error());
    else if (!mustAsk || runner.options().values.contains(u"yes"_s))
        send(runner, order, seconds.value());
    else if (canAsk())
        askAndOrder(runner, order, seconds.value());
    else
        runner.fail(
            usageError(u"%1 needs --yes where nobody can be asked; nothing was ordered."_s.arg(order.kind.token())));
}

} // namespace belvedere
