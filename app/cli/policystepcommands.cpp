// policies versions …, diff, approve, continue, rollback, retire, delete, and deployments retry, take-off
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/records.h"
#include "cli/terminal.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Id<BusinessPolicy> policyNamed(const Runner &runner) { return {runner.options().words.value(2)}; }

void withPolicy(Runner &runner, std::function<void(const BusinessPolicy &)> then)
{
    Get<BusinessPolicy> operation;
    operation.id = policyNamed(runner);
    runner.send(operation, std::move(then));
}

// A number of a version as the command line has it; nothing, and the run fails, for anything else.
std::optional<qint64> versionNumber(Runner &runner, const QString &text)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (isNumber && number > 0)
        return number;
    runner.fail(usageError(u"A version is a number: 1, 2 …"_s));
    return std::nullopt;
}

// What becomes of what the policy has installed; not known when it is not said.
std::optional<Coded<Installed>> installedOption(Runner &runner)
{
    const QString text = runner.options().value("installed");
    const auto installed = Coded<Installed>::fromToken(text);
    if (text.isEmpty() || installed.isKnown())
        return installed;
    runner.fail(usageError(u"--installed is remove or leave."_s));
    return std::nullopt;
}

void listVersions(Runner &runner)
{
    ListPolicyVersions operation;
    operation.id = policyNamed(runner);
    runner.send(operation, [&runner](const Page<PolicyVersion> &page) {
        if (runner.options().json) {
            QJsonArray all;
            for (const PolicyVersion &version : page.items)
                all.append(toJson(version));
            print(QJsonDocument(all).toJson(QJsonDocument::Indented));
            runner.end(ExitStatus::Success);
            return;
        }
        QString text;
        for (const PolicyVersion &version : page.items) {
            text += u"%1 %2 %3 %4 %5"_s.arg(version.number)
                        .arg(version.state.token(), version.made.toString(Qt::ISODate), printable(version.madeBy),
                            version.hash.left(12));
            if (!version.approvedBy.isEmpty())
                text += u" approved by "_s + printable(version.approvedBy);
            if (!version.reason.isEmpty())
                text += u": "_s + printable(version.reason);
            text += u'\n';
        }
        print(text.toUtf8());
        runner.end(ExitStatus::Success);
    });
}

QString inWords(const PolicyDifference &difference)
{
    QString text = difference.field;
    if (!difference.item.isEmpty() || !difference.name.isEmpty())
        text += u' ' + (difference.item.isEmpty() ? difference.name : difference.item);
    if (!difference.item.isEmpty() && !difference.name.isEmpty())
        text += u" (“"_s + difference.name + u"”)"_s;
    text += u": "_s + difference.kind.token();
    if (!difference.before.isEmpty() || !difference.after.isEmpty())
        text += u" “%1” → “%2”"_s.arg(difference.before, difference.after);
    return text;
}

void diffPolicy(Runner &runner)
{
    DiffPolicy operation;
    operation.id = policyNamed(runner);
    for (const auto &[name, number] :
        {std::pair("from", &operation.parameters.from), {"to", &operation.parameters.to}}) {
        const QString text = runner.options().value(name);
        if (text.isEmpty())
            continue;
        *number = versionNumber(runner, text);
        if (!*number)
            return;
    }
    runner.send(operation, [&runner](const PolicyDiff &diff) {
        if (runner.options().json) {
            tell(runner, toJson(diff), {});
            return;
        }
        QString text = u"%1 from version %2 to %3\n"_s.arg(diff.policy).arg(diff.from).arg(diff.to);
        for (const PolicyDifference &difference : diff.differences)
            text += printable(inWords(difference)) + u'\n';
        print(text.toUtf8());
        runner.end(ExitStatus::Success);
    });
}

// Exactly what is stored now: when somebody changes the policy in between, nothing happens.
template<class Op> void takeStep(Runner &runner, const char *outcome)
{
    withPolicy(runner, [&runner, outcome](const BusinessPolicy &stored) {
        Op operation;
        operation.id = stored.id;
        operation.body.version = stored.version;
        operation.body.hash = stored.hash;
        runner.send(operation, [&runner, outcome](const BusinessPolicy &policy) {
            tell(runner, toJson(policy), policy.id.text + u' ' + QLatin1StringView(outcome));
        });
    });
}

void approvePolicy(Runner &runner) { takeStep<ApprovePolicy>(runner, "is approved"); }
void continueRollout(Runner &runner) { takeStep<ContinueRollout>(runner, "goes on"); }

void rollBackPolicy(Runner &runner)
{
    const std::optional<qint64> number = versionNumber(runner, runner.options().words.value(3));
    if (!number)
        return;
    withPolicy(runner, [&runner, number](const BusinessPolicy &stored) {
        RollBackPolicy operation;
        operation.id = stored.id;
        operation.body = {stored.version, *number, runner.options().value("reason")};
        runner.send(operation, [&runner, number](const BusinessPolicy &policy) {
            tell(runner, toJson(policy),
                u"%1 has version %2 with what version %3 said; activate it to put it in force"_s.arg(policy.id.text)
                    .arg(policy.number)
                    .arg(*number));
        });
    });
}

void retirePolicy(Runner &runner)
{
    const std::optional<Coded<Installed>> installed = installedOption(runner);
    if (!installed)
        return;
    withPolicy(runner, [&runner, installed](const BusinessPolicy &stored) {
        RetirePolicy operation;
        operation.id = stored.id;
        operation.body = {stored.version, *installed, runner.options().value("reason")};
        runner.send(operation, [&runner](const BusinessPolicy &policy) {
            tell(runner, toJson(policy), policy.id.text + u" is retired"_s);
        });
    });
}

void deletePolicy(Runner &runner)
{
    const std::optional<Coded<Installed>> installed = installedOption(runner);
    if (!installed)
        return;
    withPolicy(runner, [&runner, installed](const BusinessPolicy &stored) {
        DeletePolicy operation;
        operation.id = stored.id;
        operation.parameters.installed = *installed;
        CallOptions options;
        options.ifMatch = QString::number(stored.version);
        runner.send(operation, options, [&runner, id = stored.id.text](const Done &) {
            tell(runner, {{u"deleted"_s, id}}, id + u" is deleted"_s);
        });
    });
}

void retryDeployment(Runner &runner)
{
    RetryDeployment operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Deployment &deployment) {
        tell(runner, toJson(deployment), deployment.id.text + u" is "_s + deployment.state.token());
    });
}

void takeOffDeployment(Runner &runner)
{
    TakeOffDeployment operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner, id = operation.id.text](const Done &) {
        tell(runner, {{u"taken_off"_s, id}}, id + u" is taken off its device"_s);
    });
}

} // namespace

std::span<const CliCommand> policyStepCommands()
{
    static constexpr CliCommand list[] = {
        {"policies versions", 3, &listVersions},
        {"policies diff", 3, &diffPolicy},
        {"policies approve", 3, &approvePolicy},
        {"policies continue", 3, &continueRollout},
        {"policies rollback", 4, &rollBackPolicy},
        {"policies retire", 3, &retirePolicy},
        {"policies delete", 3, &deletePolicy},
        {"deployments retry", 3, &retryDeployment},
        {"deployments take-off", 3, &takeOffDeployment},
    };
    return list;
}

} // namespace belvedere
