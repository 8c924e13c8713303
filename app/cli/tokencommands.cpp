// tokens …
#include "cli/commands.h"
#include "cli/listing.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

void createToken(Runner &runner)
{
    const CliOptions &options = runner.options();
    const std::optional<qint64> age =
        ageSeconds(options.value("expires").isEmpty() ? u"7d"_s : options.value("expires"));
    bool isNumber = true;
    CreateEnrolment operation;
    operation.body.uses = options.value("uses").isEmpty() ? 1 : options.value("uses").toLongLong(&isNumber);
    if (!age || !isNumber) {
        runner.fail(usageError(age ? u"--uses takes a number."_s : u"--expires takes 12h, 7d or 4w."_s));
        return;
    }
    operation.body.expires = QDateTime::currentDateTimeUtc().addSecs(*age);
    operation.body.label = options.value("label").isEmpty() ? u"belvedere-cli"_s : options.value("label");
    operation.body.tags = canonicalSet(options.value("tags").split(u',', Qt::SkipEmptyParts));
    runner.send(operation, [&runner](const EnrolmentGrant &grant) {
        if (runner.options().json)
            print(QJsonDocument(toJson(grant)).toJson(QJsonDocument::Indented));
        else
            print(grant.enrolment.toUtf8() + '\n');
        runner.end(ExitStatus::Success);
    });
}

void revokeToken(Runner &runner)
{
    RevokeEnrolment operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Enrolment &enrolment) {
        print(enrolment.id.text.toUtf8() + " revoked\n");
        runner.end(ExitStatus::Success);
    });
}

} // namespace

std::span<const CliCommand> tokenCommands()
{
    static constexpr CliCommand list[] = {
        {"tokens list", 2, &listRecords<Enrolment>},
        {"tokens create", 2, &createToken},
        {"tokens revoke", 3, &revokeToken},
    };
    return list;
}

} // namespace belvedere
