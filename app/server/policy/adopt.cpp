// Giving versions to what was stored before there were any.
#include "api/operations.h"
#include "api/policies.h"
#include "server/policy/currentset.h"
#include "server/policy/items.h"
#include "server/policy/versions.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// By the ids that the record names; what is gone is left out.
Result<Done> nameParts(Transaction &transaction, BusinessPolicy &policy)
{
    const QStringList profiles = policy.profiles;
    const QStringList rules = policy.rules;
    policy.items.clear();
    policy.rulePins.clear();
    for (const QString &id : profiles) {
        const Result<Revision> newest = itemLoader(id)->newest(transaction, id);
        if (!newest && newest.error().kind != ApiError::Kind::NotFound)
            return newest.error();
        if (newest)
            policy.items.push_back({id, {}, 0, {}, {}});
    }
    for (const QString &id : rules) {
        const Result<Revision> newest = newestRule(transaction, id);
        if (!newest && newest.error().kind != ApiError::Kind::NotFound)
            return newest.error();
        if (newest)
            policy.rulePins.push_back({id, 0, {}, {}});
    }
    return pinParts(transaction, policy);
}

Result<Done> adopt(Transaction &transaction, BusinessPolicy policy)
{
    static const Table<BusinessPolicy> policies;
    static const Table<PolicyVersion> versions;
    if (!policy.mode.isKnown())
        policy.mode = PolicyMode::Enforce;
    policy.failureMinimum = std::max<qint64>(policy.failureMinimum, 1);
    const Coded<PolicyState> state = policy.state;
    const Result<Done> named = nameParts(transaction, policy);
    if (!named)
        return named;
    Result<PolicyVersion> made = addVersion(transaction, policy, {{}, policy.activatedBy});
    if (!made)
        return made.error();
    PolicyVersion version = made.value();
    policy.edited = policy.created;
    policy.state = state;
    version.needsApproval = false; // it was saved when nobody had to ask
    policy.needsApproval = false;
    if (state.value() == PolicyState::Active || state.value() == PolicyState::Paused) {
        policy.inForce = version.number;
        version.state = VersionState::Active;
        version.activated = policy.activated;
        version.activatedBy = policy.activatedBy;
    }
    made = versions.update(transaction, version);
    if (!made)
        return made.error();
    return policies.refresh(transaction, policy).map([](const BusinessPolicy &) { return Done{}; });
}

} // namespace

Result<Done> adoptPolicies(Transaction &transaction)
{
    static const Table<BusinessPolicy> policies;
    static const Table<Deployment> deployments;
    Database &database = transaction.database();
    const Result<std::vector<BusinessPolicy>> bare = policies.list(database, {u"number IS NULL OR number = 0"_s, {}});
    if (!bare)
        return bare.error();
    for (const BusinessPolicy &policy : bare.value()) {
        const Result<Done> adopted = adopt(transaction, policy);
        if (!adopted)
            return adopted;
    }
    // their lists of today's shape
    const Result<std::vector<Deployment>> old =
        deployments.list(database, {QString(u"NOT ("_s + database.contains("line") + u')'), {u"\"item\":"_s}});
    if (!old)
        return old.error();
    for (const Deployment &deployment : old.value()) {
        const Result<Deployment> renewed = deployments.refresh(transaction, deployment);
        if (!renewed)
            return renewed.error();
    }
    // what a migration has ended
    static const Table<RuleStep> steps;
    const Result<std::vector<RuleStep>> ended = steps.list(database, {u"changed = 0"_s, {}});
    if (!ended)
        return ended.error();
    for (const RuleStep &step : ended.value()) {
        const Result<RuleStep> renewed = steps.refresh(transaction, step);
        if (!renewed)
            return renewed.error();
    }
    return bare.value().empty() ? Result<Done>(Done{}) : policiesChanged(transaction);
}

} // namespace belvedere::server
