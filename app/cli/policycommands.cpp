// profiles …, rules …, policies …, deployments … and results …
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/records.h"
#include "cli/terminal.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// The fields that the file has, on top of what is stored.
void editPolicy(Runner &runner)
{
    const Result<QJsonObject> changes = objectFrom(runner.options().value("file"));
    if (!changes) {
        runner.fail(changes.error());
        return;
    }
    Get<BusinessPolicy> read;
    read.id.text = runner.options().words.value(2);
    runner.send(read, [&runner, changes = changes.value()](const BusinessPolicy &stored) {
        Update<BusinessPolicy> operation;
        operation.id = stored.id;
        operation.body.changes = changes;
        CallOptions options;
        options.ifMatch = QString::number(stored.version);
        runner.send(operation, options, [&runner](const BusinessPolicy &policy) { show(runner, policy); });
    });
}

QString voiceText(qint64 revision, const QJsonObject &parameters)
{
    QString text = u"revision %1"_s.arg(revision);
    for (auto it = parameters.begin(); it != parameters.end(); ++it)
        text += u" %1=%2"_s.arg(printable(it.key()), printable(it.value().toString()));
    return text;
}

QString conflictText(const PreviewConflict &conflict)
{
    const ConflictKind kind = conflict.kind.value();
    if (kind == ConflictKind::Revision || kind == ConflictKind::Rule) {
        const QString end =
            conflict.winnerPolicy.isEmpty() ? u"neither can come"_s : u"%1 decides"_s.arg(conflict.winnerPolicy);
        return u"%1 is here in %2 and by %3 in %4 on %5 devices: %6\n"_s.arg(conflict.item,
            voiceText(conflict.revision, conflict.parameters), conflict.policies.join(u", "_s),
            voiceText(conflict.otherRevision, conflict.otherParameters), QString::number(conflict.devices), end);
    }
    return u"%1 and %2 are both wanted on %3 devices: %4 stays\n"_s.arg(
        conflict.item, conflict.with, QString::number(conflict.devices), conflict.winner);
}

QString settingText(const IneffectiveSetting &setting)
{
    return u"setting %1 (%2) of revision %3 has no effect because of %4"_s.arg(printable(setting.setting),
        printable(setting.label), QString::number(setting.revision),
        printable(setting.minimumOs.isEmpty() ? setting.reason : QString(setting.reason + u' ' + setting.minimumOs)));
}

QByteArray previewText(const PolicyPreview &preview)
{
    QString text =
        u"%1 in version %2: %3 devices enter, %4 stay, %5 leave; something changes on %6.\n"_s.arg(preview.policy)
            .arg(preview.version)
            .arg(preview.enter)
            .arg(preview.stay)
            .arg(preview.leave)
            .arg(preview.changing);
    for (const PreviewItem &item : preview.items) {
        text += u"%1 %2: install %3, replace %4, remove %5, there already %6, waiting %7, not possible %8\n"_s
                    .arg(item.item, printable(item.name))
                    .arg(item.install)
                    .arg(item.replace)
                    .arg(item.remove)
                    .arg(item.present)
                    .arg(item.waiting)
                    .arg(item.impossible);
        for (auto it = item.reasons.begin(); it != item.reasons.end(); ++it)
            text += u"  not possible because of %1: %2\n"_s.arg(printable(it.key())).arg(it.value().toInteger());
        for (const IneffectiveSetting &setting : item.ineffective)
            text += u"  %1 on %2\n"_s.arg(settingText(setting), QString::number(setting.devices));
    }
    for (const PreviewBringing &one : preview.brings)
        text += u"%1 %2 may come in revision %3 to devices that fail %4 %5\n"_s.arg(
            one.item, printable(one.itemName), QString::number(one.revision), one.rule, printable(one.ruleName));
    for (const PreviewWave &wave : preview.waves)
        text += u"wave %1: %2 devices%3\n"_s.arg(wave.wave).arg(wave.devices).arg(wave.isOpen ? u", at once"_s : u""_s);
    for (const PreviewVersion &version : preview.versions)
        text += u"version %1: on %2 devices then\n"_s.arg(version.number).arg(version.devices);
    for (const PreviewConflict &conflict : preview.conflicts)
        text += conflictText(conflict);
    for (const QString &moment : {u"before"_s, u"after"_s}) {
        const QJsonObject states = preview.compliance.value(moment).toObject();
        QStringList parts;
        for (auto it = states.begin(); it != states.end(); ++it)
            parts.append(u"%1 %2"_s.arg(it.key()).arg(it.value().toInteger()));
        text += u"compliance %1: %2\n"_s.arg(moment, parts.isEmpty() ? u"no devices"_s : parts.join(u", "_s));
    }
    for (const PreviewTransition &one : preview.transitions)
        text += u"compliance changes from %1 to %2: %3\n"_s.arg(one.before.token(), one.after.token()).arg(one.devices);
    return text.toUtf8();
}

// Those that were asked for.
QByteArray devicesText(const PolicyPreview &preview)
{
    QString text;
    for (const PreviewDevice &device : preview.devices) {
        text +=
            u"%1 %2: %3\n"_s.arg(device.device, printable(device.name), printable(device.ineffective.join(u", "_s)));
    }
    const qint64 more = preview.changing - qint64(preview.devices.size());
    if (more > 0)
        text += u"and %1 more\n"_s.arg(more);
    return text.toUtf8();
}

void withPreview(Runner &runner, std::function<void(const PolicyPreview &)> then)
{
    PreviewPolicy operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, std::move(then));
}

void previewPolicy(Runner &runner)
{
    PreviewPolicy operation;
    operation.id.text = runner.options().words.value(2);
    operation.parameters.item = runner.options().value("profile");
    operation.parameters.setting = runner.options().value("setting");
    const bool isAboutDevices = !operation.parameters.isEmpty();
    runner.send(operation, [&runner, isAboutDevices](const PolicyPreview &preview) {
        if (runner.options().json)
            print(QJsonDocument(toJson(preview)).toJson(QJsonDocument::Indented));
        else
            print(isAboutDevices ? devicesText(preview) : previewText(preview));
        runner.end(ExitStatus::Success);
    });
}

// Of the profiles that a device has shown to hold.
void listPartialProfiles(Runner &runner)
{
    ListPartialProfiles operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Page<PartialProfile> &page) {
        QJsonArray list;
        QString text;
        for (const PartialProfile &profile : page.items) {
            list.append(toJson(profile));
            for (const IneffectiveSetting &setting : profile.settings) {
                text += u"%1 %2: %3\n"_s.arg(printable(profile.profile), printable(profile.name), settingText(setting));
            }
        }
        print(runner.options().json ? QJsonDocument(list).toJson(QJsonDocument::Indented) : text.toUtf8());
        runner.end(ExitStatus::Success);
    });
}

// Exactly the version that the numbers are about: when somebody changes the policy in between, nothing happens.
void activatePolicy(Runner &runner)
{
    withPreview(runner, [&runner](const PolicyPreview &preview) {
        if (runner.options().json)
            say(QString::fromUtf8(previewText(preview)).trimmed());
        else
            print(previewText(preview));
        ActivatePolicy operation;
        operation.id.text = preview.policy;
        operation.body.version = preview.version;
        operation.body.hash = preview.hash;
        runner.send(operation, [&runner](const BusinessPolicy &policy) {
            tell(runner, toJson(policy), policy.id.text + u" is active"_s);
        });
    });
}

void pausePolicy(Runner &runner)
{
    Get<BusinessPolicy> operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const BusinessPolicy &stored) {
        PausePolicy step;
        step.id = stored.id;
        step.body.version = stored.version;
        runner.send(step, [&runner](const BusinessPolicy &policy) {
            tell(runner, toJson(policy), policy.id.text + u" is paused"_s);
        });
    });
}

} // namespace

std::span<const CliCommand> policyCommands()
{
    static constexpr CliCommand list[] = {
        {"profiles list", 2, &listRecords<ConfigurationProfile>},
        {"profiles show", 3, &showRecord<ConfigurationProfile>},
        {"profiles create", 2, &createRecord<ConfigurationProfile>},
        {"profiles partial", 3, &listPartialProfiles},
        {"rules list", 2, &listRecords<ComplianceRule>},
        {"rules show", 3, &showRecord<ComplianceRule>},
        {"rules create", 2, &createRecord<ComplianceRule>},
        {"policies list", 2, &listRecords<BusinessPolicy>},
        {"policies show", 3, &showRecord<BusinessPolicy>},
        {"policies create", 2, &createRecord<BusinessPolicy>},
        {"policies edit", 3, &editPolicy},
        {"policies preview", 3, &previewPolicy},
        {"policies activate", 3, &activatePolicy},
        {"policies pause", 3, &pausePolicy},
        {"deployments list", 2, &listRecords<Deployment>},
        {"results list", 2, &listRecords<RuleResult>},
    };
    return list;
}

} // namespace belvedere
