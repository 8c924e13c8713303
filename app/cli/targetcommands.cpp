// targets …
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/records.h"

#include <QFile>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pollInterval = 500; // milliseconds
constexpr int mostPolls = 60;

Result<QString> secretFrom(const CliOptions &options)
{
    const QString name = options.value("secret-file");
    if (name.isEmpty())
        return usageError(u"--secret-file names a file whose first line is the secret."_s);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return usageError(u"%1: %2"_s.arg(name, file.errorString()));
    return QString::fromUtf8(file.readLine(4'096)).remove(u'\n').remove(u'\r');
}

void createTarget(Runner &runner)
{
    const CliOptions &options = runner.options();
    const Result<QString> secret = secretFrom(options);
    const auto kind = Coded<TargetKind>::fromToken(options.value("kind"));
    if (!secret || !kind.isKnown()) {
        runner.fail(secret ? usageError(u"--kind takes webhook or ticket."_s) : secret.error());
        return;
    }
    CreateTarget operation;
    operation.body = {options.value("name"), kind, options.value("url"), secret.value()};
    runner.send(operation, [&runner](const OutsideTarget &made) { tell(runner, toJson(made), made.id.text); });
}

// In the version that was just read.
template<class F> void withTarget(Runner &runner, F then)
{
    Get<OutsideTarget> read;
    read.id.text = runner.options().words.value(2);
    runner.send(read, [then](const OutsideTarget &stored) { then(stored); });
}

void change(Runner &runner, const QJsonObject &changes, const QString &word)
{
    withTarget(runner, [&runner, changes, word](const OutsideTarget &stored) {
        Update<OutsideTarget> operation;
        operation.id = stored.id;
        operation.body.changes = changes;
        CallOptions options;
        options.ifMatch = QString::number(stored.version);
        runner.send(operation, options, [&runner, word](const OutsideTarget &after) {
            tell(runner, toJson(after), QString(after.id.text + u' ' + word));
        });
    });
}

void editTarget(Runner &runner)
{
    QJsonObject changes;
    for (const char *name : {"name", "url"}) {
        if (const QString value = runner.options().value(name); !value.isEmpty())
            changes.insert(QLatin1StringView(name), value);
    }
    if (changes.isEmpty())
        runner.fail(usageError(u"--name and --url say what changes."_s));
    else
        change(runner, changes, u"changed"_s);
}

void enableTarget(Runner &runner) { change(runner, {{u"enabled"_s, true}}, u"enabled"_s); }

void disableTarget(Runner &runner) { change(runner, {{u"enabled"_s, false}}, u"disabled"_s); }

void setSecret(Runner &runner)
{
    const Result<QString> secret = secretFrom(runner.options());
    if (!secret) {
        runner.fail(secret.error());
        return;
    }
    SetTargetSecret operation;
    operation.id.text = runner.options().words.value(2);
    operation.body.secret = secret.value();
    runner.send(operation, [&runner](const OutsideTarget &target) {
        tell(runner, toJson(target), QString(target.id.text + u" has another secret"));
    });
}

void conclude(Runner &runner, const OutsideTarget &target)
{
    if (target.code.isEmpty()) {
        tell(runner, toJson(target), QString(target.id.text + u" has taken the test"));
        return;
    }
    if (runner.options().json)
        print(QJsonDocument(toJson(target)).toJson(QJsonDocument::Indented));
    ApiError error;
    error.code = target.code;
    error.detail = u"The target has not taken the test."_s;
    runner.fail(error);
}

// Until the record says that the test is over.
void waitForTest(Runner &runner, const OutsideTarget &before, int polls)
{
    Get<OutsideTarget> read;
    read.id = before.id;
    runner.send(read, [&runner, before, polls](const OutsideTarget &target) {
        if (target.tested != before.tested) {
            conclude(runner, target);
        } else if (polls >= mostPolls) {
            ApiError error;
            error.kind = ApiError::Kind::Timeout;
            error.code = u"target.test-waits"_s;
            error.detail = u"The test has not been sent yet; `targets show` tells when it was."_s;
            runner.fail(error);
        } else {
            QTimer::singleShot(
                pollInterval, &runner, [&runner, before, polls] { waitForTest(runner, before, polls + 1); });
        }
    });
}

void testTarget(Runner &runner)
{
    TestTarget operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const OutsideTarget &before) { waitForTest(runner, before, 0); });
}

void deleteTarget(Runner &runner)
{
    withTarget(runner, [&runner](const OutsideTarget &stored) {
        Remove<OutsideTarget> operation;
        operation.id = stored.id;
        CallOptions options;
        options.ifMatch = QString::number(stored.version);
        runner.send(operation, options,
            [&runner, stored](const Done &) { tell(runner, toJson(stored), QString(stored.id.text + u" deleted")); });
    });
}

} // namespace

std::span<const CliCommand> targetCommands()
{
    static constexpr CliCommand list[] = {
        {"targets list", 2, &listRecords<OutsideTarget>},
        {"targets show", 3, &showRecord<OutsideTarget>},
        {"targets create", 2, &createTarget},
        {"targets edit", 3, &editTarget},
        {"targets enable", 3, &enableTarget},
        {"targets disable", 3, &disableTarget},
        {"targets secret", 3, &setSecret},
        {"targets test", 3, &testTarget},
        {"targets delete", 3, &deleteTarget},
    };
    return list;
}

} // namespace belvedere
