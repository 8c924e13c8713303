// Versions of policies, what differs between two of them, and whether they need an approval.
#include "profiles/settings.h"
#include "server/api/policysteps.h"
#include "server/api/records.h"
#include "server/policy/approval.h"
#include "server/policy/profilesecrets.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 mostVersions = 200; // of one answer, the newest

Result<QJsonObject> contentOf(Database &database, const BusinessPolicy &policy, qint64 number)
{
    if (number == 0)
        return QJsonObject();
    return versionOf(database, policy.id, number).map([](const PolicyVersion &version) { return version.content; });
}

// By the catalogue; of a type that this server does not know, nothing is shown.
QJsonObject withoutSettings(const QJsonObject &content)
{
    const QJsonValue settings = content.value("settings"_L1);
    if (!settings.isObject())
        return content; // not a profile
    const auto platform = Coded<Platform>::fromToken(content.value("platform"_L1).toString());
    const ProfileType *type = catalogue().find(platform.value(), content.value("type"_L1).toString());
    QJsonObject shown = content;
    shown.insert("settings"_L1, type ? withoutSecrets(*type, settings.toObject()) : QJsonObject());
    return shown;
}

Result<PolicyDiff> diff(ReadCall &call, const DiffPolicy &operation)
{
    static const Table<BusinessPolicy> table;
    const Result<BusinessPolicy> stored = table.get(call.database, operation.id);
    if (!stored)
        return stored.error();
    const BusinessPolicy &policy = stored.value();
    const DiffParameters &asked = operation.parameters;
    PolicyDiff answer;
    answer.policy = policy.id.text;
    answer.to = asked.to.value_or(policy.number);
    answer.from = asked.from.value_or(
        policy.inForce > 0 && policy.inForce != answer.to ? policy.inForce : std::max<qint64>(answer.to - 1, 0));
    const Result<QJsonObject> before = contentOf(call.database, policy, answer.from);
    const Result<QJsonObject> after = contentOf(call.database, policy, answer.to);
    if (!before || !after)
        return before ? after.error() : before.error();
    std::optional<ApiError> failed;
    const RevisionContent revision = [&](const QString &id, qint64 number) {
        const Result<std::optional<Revision>> kept = storedRevision(call.database, id, number);
        if (!kept)
            failed = kept.error();
        return kept && kept.value() ? comparableContent(kept.value()->content) : QJsonObject();
    };
    answer.differences = policyDifferences(before.value(), after.value(), revision, &withoutSettings);
    if (failed)
        return *failed;
    return answer;
}

Result<PolicySettings> setSettings(WriteCall &call, const SetPolicySettings &operation)
{
    const Result<PolicySettings> before = policySettings(call.database());
    if (!before)
        return before;
    PolicySettings settings = before.value();
    const QList<FieldError> errors = readRequest(fields<PolicySettings>(), &settings, operation.body.changes, true);
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<PolicySettings> stored = storePolicySettings(call.transaction, settings);
    if (!stored || stored.value().approval == before.value().approval)
        return stored;
    AuditNote note = recordNote("settings.edited", "settings", u"policies"_s, {});
    note.changes = auditChanges(fields<PolicySettings>(), &before.value(), &stored.value());
    const Result<Done> audited = call.audit(note);
    return audited ? stored : audited.error();
}

} // namespace

void servePolicyVersions(Router &router)
{
    serveReading<PolicyVersion>(router);
    router.read<ListPolicyVersions>(
        [](ReadCall &call, const ListPolicyVersions &operation) -> Result<Page<PolicyVersion>> {
            static const Table<BusinessPolicy> table;
            const Result<BusinessPolicy> policy = table.get(call.database, operation.id);
            if (!policy)
                return policy.error();
            const qint64 first = policy.value().number - mostVersions;
            return versionsOf(call.database, operation.id, first).map([](const std::vector<PolicyVersion> &versions) {
                return Page<PolicyVersion>{versions, qint64(versions.size()), {}};
            });
        });
    router.read<DiffPolicy>(diff);
    router.read<GetPolicySettings>(
        [](ReadCall &call, const GetPolicySettings &) { return policySettings(call.database); });
    router.write<SetPolicySettings>(setSettings);
}

} // namespace belvedere::server
