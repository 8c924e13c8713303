// rules starters …, rules dry-run, waivers … and steps …
#include "api/dryrun.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/records.h"
#include "compliance/starter.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool mentions(const StarterRule &starter, const QString &text)
{
    const auto has = [&text](const QString &where) { return where.contains(text, Qt::CaseInsensitive); };
    return has(starter.key) || has(starter.rule.name) || has(starter.rule.description)
        || std::any_of(starter.rule.references.begin(), starter.rule.references.end(), has);
}

void listStarters(Runner &runner)
{
    const QString text = runner.options().value("query");
    QJsonArray list;
    QString lines;
    for (const StarterRule &starter : starterRules()) {
        if (!mentions(starter, text))
            continue;
        list.append(QJsonObject{{u"key"_s, starter.key}, {u"rule"_s, toJson(starter.rule)}});
        lines += u"%1  %2\n"_s.arg(starter.key.leftJustified(30), printable(starter.rule.name));
    }
    print(runner.options().json ? QJsonDocument(list).toJson(QJsonDocument::Indented) : lines.toUtf8());
    runner.end(ExitStatus::Success);
}

void addStarters(Runner &runner)
{
    AddStarterRules operation;
    operation.body.keys = canonicalSet(runner.options().value("keys").split(u',', Qt::SkipEmptyParts));
    runner.send(operation, [&runner](const StarterReceipt &receipt) {
        print(runner.options().json ? QJsonDocument(toJson(receipt)).toJson(QJsonDocument::Indented)
                                    : u"%1 rules made, %2 there already\n"_s.arg(receipt.rules.size())
                                          .arg(receipt.present.size())
                                          .toUtf8());
        runner.end(ExitStatus::Success);
    });
}

void dryRun(Runner &runner)
{
    DryRunRule operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const RuleDryRun &run) {
        if (runner.options().json) {
            print(QJsonDocument(toJson(run)).toJson(QJsonDocument::Indented));
            runner.end(ExitStatus::Success);
            return;
        }
        const QString cut =
            qint64(run.steps.size()) < run.total ? u"; these are the first %1"_s.arg(run.steps.size()) : QString();
        QString lines = u"%1: %2 steps that destroy are due on %3 devices%4\n"_s.arg(
            printable(run.ruleName), QString::number(run.total), QString::number(run.devices), cut);
        for (const DryRunStep &step : run.steps)
            lines += u"%1  %2  %3  %4  %5\n"_s.arg(step.device.text.leftJustified(10),
                printable(step.deviceName).leftJustified(24), step.kind.token().leftJustified(16),
                step.due.toString(Qt::ISODate),
                step.code.isEmpty() ? u"waits for a second person"_s : printable(step.code));
        if (run.bringsTotal > 0)
            lines += u"%1 steps bring an item%2\n"_s.arg(QString::number(run.bringsTotal),
                qint64(run.brings.size()) < run.bringsTotal ? u"; these are the first %1"_s.arg(run.brings.size())
                                                            : QString());
        for (const DryRunStep &step : run.brings)
            lines += u"%1  %2  %3  %4  %5  %6\n"_s.arg(step.device.text.leftJustified(10),
                printable(step.deviceName).leftJustified(24), step.kind.token().leftJustified(16),
                step.item.leftJustified(10), step.due.toString(Qt::ISODate),
                step.code.isEmpty() ? u"comes by itself"_s : printable(step.code));
        print(lines.toUtf8());
        runner.end(ExitStatus::Success);
    });
}

void requestWaiver(Runner &runner)
{
    const CliOptions &options = runner.options();
    const QString given = options.value("expires");
    const std::optional<qint64> age = ageSeconds(given.isEmpty() ? u"90d"_s : given);
    if (!age || options.value("rule").isEmpty()) {
        runner.fail(usageError(age ? u"--rule names the rule."_s : u"--expires takes 12h, 7d or 4w."_s));
        return;
    }
    Create<Waiver> operation;
    Waiver &waiver = operation.body;
    waiver.rule.text = options.value("rule");
    waiver.device.text = options.value("device");
    waiver.scope = options.value("query");
    waiver.reason = options.value("reason");
    waiver.riskOwner = options.value("owner");
    waiver.measure = options.value("measure");
    waiver.expires = QDateTime::currentDateTimeUtc().addSecs(*age);
    runner.send(operation,
        [&runner](const Waiver &made) { tell(runner, toJson(made), made.id.text + u" waits for approval"_s); });
}

// Exactly the record that was read: when somebody changes it in between, nothing happens.
template<class E, class Op> void decide(Runner &runner)
{
    Get<E> operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const E &stored) {
        Op step;
        step.id = stored.id;
        step.body.version = stored.version;
        runner.send(step,
            [&runner](const E &after) { tell(runner, toJson(after), after.id.text + u' ' + after.state.token()); });
    });
}

} // namespace

std::span<const CliCommand> ruleCommands()
{
    static constexpr CliCommand list[] = {
        {"rules starters", 2, &listStarters},
        {"rules add-starter", 2, &addStarters},
        {"rules dry-run", 3, &dryRun},
        {"waivers list", 2, &listRecords<Waiver>},
        {"waivers show", 3, &showRecord<Waiver>},
        {"waivers request", 2, &requestWaiver},
        {"waivers approve", 3, &decide<Waiver, ApproveWaiver>},
        {"waivers refuse", 3, &decide<Waiver, RefuseWaiver>},
        {"waivers withdraw", 3, &decide<Waiver, WithdrawWaiver>},
        {"steps list", 2, &listRecords<RuleStep>},
        {"steps approve", 3, &decide<RuleStep, ApproveStep>},
        {"steps refuse", 3, &decide<RuleStep, RefuseStep>},
    };
    return list;
}

} // namespace belvedere
