// actions …
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/ordering.h"
#include "cli/terminal.h"
#include "domain/command.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool isDestructive(ActionKind kind)
{
    return kind == ActionKind::Lock || kind == ActionKind::Restart || kind == ActionKind::LostMode
        || kind == ActionKind::RunCommand;
}

// What the kind says on the device.
Result<QJsonObject> parametersOf(const CliOptions &options, ActionKind kind)
{
    const bool hasText = !options.value("text").isEmpty();
    const bool isMessage = kind == ActionKind::Message;
    const bool isLostMode = kind == ActionKind::LostMode;
    if ((isMessage || isLostMode) && !hasText)
        return usageError(isMessage ? u"A message needs --text."_s : u"Lost mode needs --text."_s);
    if (!isMessage && !options.value("title").isEmpty())
        return usageError(u"--title belongs to messages."_s);
    if (!isLostMode && !options.value("phone").isEmpty())
        return usageError(u"--phone belongs to lost mode."_s);
    const QString command = options.value("command");
    const bool isCommand = kind == ActionKind::RunCommand;
    if (isCommand != options.values.contains(u"command"_s))
        return usageError(isCommand ? u"Which command: --command NAME."_s : u"--command belongs to run-command."_s);
    if (isCommand && !isCommandName(command))
        return usageError(u"--command takes a name: a to z, 0 to 9 and hyphens, at most 64."_s);
    if (isCommand && !hasText)
        return toJson(RunParameters{command});
    if (!isMessage && !isLostMode)
        return hasText ? Result<QJsonObject>(usageError(u"--text belongs to messages and lost mode."_s))
                       : QJsonObject();
    return isMessage ? toJson(MessageParameters{options.value("title"), options.value("text")})
                     : toJson(LostModeParameters{options.value("text"), options.value("phone")});
}

Result<ActionOrder> orderOf(const CliOptions &options)
{
    ActionOrder order;
    order.kind = Coded<ActionKind>::fromToken(options.words.value(2).replace(u'-', u'_'));
    if (!order.kind.isKnown())
        return usageError(
            u"The kinds of actions are sync, message, lock, restart, lost_mode, lost_mode_end and run-command."_s);
    if (order.kind.value() == ActionKind::UpdatesInstall)
        return usageError(u"Updates are installed by: patches install"_s);
    for (const char *name : updateOptions) {
        if (options.values.contains(QString::fromLatin1(name)))
            return usageError(u"--%1 belongs to: patches install"_s.arg(QLatin1StringView(name)));
    }
    const Result<Done> named = nameDevices(options, order);
    if (!named)
        return named.error();
    const Result<QJsonObject> parameters = parametersOf(options, order.kind.value());
    if (!parameters)
        return parameters.error();
    order.parameters = parameters.value();
    const Result<std::optional<qint64>> expires = expiryOf(options);
    if (!expires)
        return expires.error();
    order.expires = expires.value();
    return order;
}

void runAction(Runner &runner)
{
    const Result<ActionOrder> order = orderOf(runner.options());
    if (order)
        placeOrder(runner, order.value(), isDestructive(order.value().kind.value()));
    else
        runner.fail(order.error());
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
