// Storing of versions.
#include "server/policy/versions.h"

#include "api/policies.h"
#include "server/policy/approval.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const Table<PolicyVersion> &table()
{
    static const Table<PolicyVersion> versions;
    return versions;
}

bool isPending(const PolicyVersion &version)
{
    return version.state.value() == VersionState::Draft || version.state.value() == VersionState::Approved;
}

Result<qint64> outdatedParts(Database &database, const BusinessPolicy &policy)
{
    qint64 count = 0;
    const auto look = [&](const QString &id, qint64 revision) -> Result<Done> {
        const Result<QVariant> newest = database.value(u"SELECT MAX(revision) FROM revisions WHERE id = ?"_s, {id});
        if (!newest)
            return newest.error();
        count += newest.value().toLongLong() > revision ? 1 : 0;
        return Done{};
    };
    for (const PolicyItem &item : policy.items) {
        const Result<Done> looked = look(item.item, item.revision);
        if (!looked)
            return looked.error();
    }
    for (const PolicyRule &pin : policy.rulePins) {
        const Result<Done> looked = look(pin.rule, pin.revision);
        if (!looked)
            return looked.error();
    }
    return count;
}

// One that is not there any more cannot be read either.
Result<BusinessPolicy> keptVersion(Database &database, const BusinessPolicy &policy, qint64 number)
{
    Result<BusinessPolicy> version = withVersion(database, policy, number);
    if (!version && version.error().kind == ApiError::Kind::NotFound)
        return storeError(u"policy.corrupt"_s, version.error().detail);
    return version;
}

} // namespace

Result<PolicyVersion> addVersion(
    Transaction &transaction, BusinessPolicy &policy, const Editor &editor, qint64 restores)
{
    Database &database = transaction.database();
    const Result<PolicySettings> settings = policySettings(database);
    const Result<qint64> outdated = outdatedParts(database, policy);
    if (!settings || !outdated)
        return settings ? outdated.error() : settings.error();
    PolicyVersion version;
    version.policy = policy.id;
    version.policyName = policy.name;
    version.number = policy.number + 1;
    version.state = VersionState::Draft;
    version.made = transaction.now();
    version.madeBy = editor.name;
    version.reason = policy.reason;
    version.restores = restores;
    version.needsApproval = settings.value().isRequired;
    version.content = policyContent(policy);
    version.hash = contentHash(version.content);
    if (!editor.account.isEmpty())
        version.editors = {editor.account};
    if (restores > 0) {
        const Result<PolicyVersion> restored = versionOf(database, policy.id, restores);
        if (!restored)
            return restored;
        // nobody else has looked at it yet, so its authors still are those of what it says
        if (!restored.value().approved.isValid() && !restored.value().activated.isValid())
            version.editors = canonicalSet(version.editors + restored.value().editors);
    }
    if (policy.number > 0) {
        const Result<PolicyVersion> before = versionOf(database, policy.id, policy.number);
        if (!before)
            return before;
        const PolicyVersion &old = before.value();
        if (isPending(old)) {
            // whoever weakened the setting in between cannot wave through what was begun under it
            version.needsApproval = version.needsApproval || old.needsApproval;
            if (restores == 0 && old.state.value() == VersionState::Draft)
                version.editors = canonicalSet(version.editors + old.editors);
            const Result<Done> marked = markVersion(transaction, policy.id, policy.number, VersionState::Superseded);
            if (!marked)
                return marked.error();
        }
    }
    const Result<PolicyVersion> made = table().insert(transaction, version);
    if (!made)
        return made;
    policy.number = version.number;
    policy.hash = version.hash;
    policy.needsApproval = version.needsApproval;
    policy.approvedBy.clear();
    policy.outdated = outdated.value();
    policy.edited = transaction.now();
    policy.editedBy = editor.name;
    if (policy.inForce == 0)
        policy.state = PolicyState::Draft;
    return made;
}

Result<PolicyVersion> versionOf(Database &database, const Id<BusinessPolicy> &policy, qint64 number)
{
    const Result<std::vector<PolicyVersion>> found =
        table().list(database, {u"policy_id = ? AND number = ?"_s, {policy.text, number}});
    if (!found)
        return found.error();
    if (found.value().empty())
        return notFound(u"version %1 of %2"_s.arg(number).arg(policy.text));
    return found.value().front();
}

Result<std::vector<PolicyVersion>> versionsOf(Database &database, const Id<BusinessPolicy> &policy, qint64 after)
{
    return table().list(database, {u"policy_id = ? AND number > ?"_s, {policy.text, after}}, u"number DESC"_s);
}

Result<Done> markVersion(Transaction &transaction, const Id<BusinessPolicy> &policy, qint64 number, VersionState state)
{
    const Result<PolicyVersion> stored = versionOf(transaction.database(), policy, number);
    if (!stored)
        return stored.error();
    PolicyVersion version = stored.value();
    version.state = state;
    return table().update(transaction, version).map([](const PolicyVersion &) { return Done{}; });
}

Result<BusinessPolicy> withVersion(Database &database, const BusinessPolicy &policy, qint64 number)
{
    const Result<PolicyVersion> version = versionOf(database, policy.id, number);
    if (!version)
        return version.error();
    BusinessPolicy other = policy;
    const bool isRead = contentHash(version.value().content) == version.value().hash
        && setPolicyContent(other, version.value().content);
    if (!isRead)
        return storeError(u"policy.corrupt"_s, u"Version %1 of %2 cannot be read."_s.arg(number).arg(policy.id.text));
    return other;
}

QString isInForceOrKept()
{
    // the list is JSON in order of its keys: halted, number, wave
    return u"(v.state = 'active' OR EXISTS (SELECT 1 FROM policies b WHERE b.id = v.policy_id "
           "AND (b.rollout_base = v.number OR b.rollout_replaced LIKE '%\"number\":' || v.number || ',%')))"_s;
}

Result<std::vector<BusinessPolicy>> keptVersions(Database &database, const BusinessPolicy &policy)
{
    std::vector<BusinessPolicy> versions;
    versions.reserve(policy.replaced.size() + 1);
    if (policy.base > 0) {
        Result<BusinessPolicy> base = keptVersion(database, policy, policy.base);
        if (!base)
            return base.error();
        base.value().inForce = policy.base;
        base.value().waves.clear();
        base.value().wave = 0;
        base.value().rollout = {};
        versions.push_back(std::move(base).value());
    }
    for (const ReplacedRollout &stage : policy.replaced) {
        Result<BusinessPolicy> version = keptVersion(database, policy, stage.number);
        if (!version)
            return version.error();
        version.value().inForce = stage.number;
        version.value().wave = stage.wave;
        version.value().rollout = stage.halted ? RolloutState::Halted : RolloutState::Running;
        versions.push_back(std::move(version).value());
    }
    return versions;
}

Result<Done> countOutdated(Transaction &transaction, const QString &part)
{
    static const Table<BusinessPolicy> policies;
    Database &database = transaction.database();
    const QString quoted = u'"' + part + u'"';
    const Result<std::vector<BusinessPolicy>> users = policies.list(
        database, {QString(database.contains("items") + u" OR "_s + database.contains("rule_pins")), {quoted, quoted}});
    if (!users)
        return users.error();
    for (const BusinessPolicy &before : users.value()) {
        const Result<qint64> outdated = outdatedParts(database, before);
        if (!outdated)
            return outdated.error();
        BusinessPolicy policy = before;
        policy.outdated = outdated.value();
        const Result<BusinessPolicy> stored = policies.refresh(transaction, policy, before);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

} // namespace belvedere::server
