// Business policies: their record, whose every save is a version, and what they would do.
#include "compliance/policyset.h"
#include "server/api/policyparts.h"
#include "server/api/policysteps.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/currentset.h"
#include "server/policy/preview.h"
#include "server/policy/queue.h"
#include "server/policy/versions.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// What was sent in the short form, ids alone, as items and pins; what was there already keeps its place and its order.
void takeShortForm(BusinessPolicy &policy, bool byProfiles, bool byRules)
{
    if (byProfiles) {
        std::erase_if(policy.items, [&policy](const PolicyItem &item) {
            return itemKind(item.item) == ItemKind::Profile && !policy.profiles.contains(item.item);
        });
        for (const QString &profile : policy.profiles) {
            const auto known = std::find_if(policy.items.begin(), policy.items.end(),
                [&profile](const PolicyItem &item) { return item.item == profile; });
            if (known == policy.items.end())
                policy.items.push_back({profile, {}, 0, {}, {}});
            else
                known->revision = 0; // named again: the newest
        }
        for (PolicyItem &item : policy.items) {
            item.after.removeIf([&policy](const QString &needed) {
                return itemKind(needed) == ItemKind::Profile && !policy.profiles.contains(needed);
            });
        }
    }
    if (byRules) {
        const std::vector<PolicyRule> before = std::exchange(policy.rulePins, {});
        for (const QString &rule : policy.rules) {
            PolicyRule &pin = policy.rulePins.emplace_back(PolicyRule{rule, 0, {}, {}});
            const auto known =
                std::find_if(before.begin(), before.end(), [&rule](const PolicyRule &old) { return old.rule == rule; });
            if (known != before.end())
                pin.parameters = known->parameters;
        }
    }
}

// Errors are told on the fields that were sent.
Result<Done> renamed(const Result<Done> &result, bool byProfiles)
{
    if (result || !byProfiles)
        return result;
    ApiError error = result.error();
    for (FieldError &field : error.fields) {
        if (field.field == "items"_L1)
            field.field = u"profiles"_s;
    }
    return error;
}

Result<Done> examine(WriteCall &call, BusinessPolicy &policy, bool byProfiles)
{
    const QList<FieldError> errors =
        textProblems(policy.name, {{u"description"_s, policy.description}, {u"reason"_s, policy.reason}});
    if (!errors.isEmpty())
        return validationError(errors);
    if (!policy.mode.isKnown())
        policy.mode = PolicyMode::Enforce;
    const Result<CompiledPolicy> compiled = compilePolicy(policy, call.now());
    if (!compiled)
        return compiled.error();
    return renamed(pinParts(call.transaction, policy), byProfiles);
}

Result<BusinessPolicy> create(WriteCall &call, const Create<BusinessPolicy> &operation)
{
    static const Table<BusinessPolicy> table;
    BusinessPolicy policy = operation.body;
    const bool byProfiles = policy.items.empty();
    takeShortForm(policy, byProfiles, policy.rulePins.empty());
    const Result<Done> good = examine(call, policy, byProfiles);
    if (!good)
        return good.error();
    policy.state = PolicyState::Draft;
    policy.created = call.now();
    const Result<BusinessPolicy> made = createRecord(call, policy, "policy.created", policy.name);
    if (!made)
        return made;
    policy = made.value();
    const Result<PolicyVersion> version = addVersion(call.transaction, policy, editorOf(call));
    return version ? table.refresh(call.transaction, policy) : version.error();
}

Result<BusinessPolicy> update(WriteCall &call, const Update<BusinessPolicy> &operation)
{
    const Result<std::pair<BusinessPolicy, BusinessPolicy>> both = patched(call, operation);
    if (!both)
        return both.error();
    const BusinessPolicy &before = both.value().first;
    BusinessPolicy after = both.value().second;
    if (before.state.value() == PolicyState::Retired)
        return conflict(u"policy.state"_s, u"A retired policy is not edited any more."_s);
    const QJsonObject &changes = operation.body.changes;
    const bool byProfiles = changes.contains("profiles"_L1) && !changes.contains("items"_L1);
    takeShortForm(after, byProfiles, changes.contains("rules"_L1) && !changes.contains("rule_pins"_L1));
    if (!changes.contains("reason"_L1))
        after.reason.clear();
    const Result<Done> good = examine(call, after, byProfiles);
    if (!good)
        return good.error();
    if (policyContent(after) == policyContent(before))
        return before;
    return savedVersion(call, before, after, "policy.edited");
}

Result<None> remove(WriteCall &call, const DeletePolicy &operation)
{
    static const Table<BusinessPolicy> table;
    static const Table<PolicyVersion> versions;
    const Result<BusinessPolicy> policy = table.get(call.database(), operation.id);
    if (!policy)
        return policy.error();
    Result<Done> done = call.info.match(policy.value().version);
    if (done && policy.value().state.value() != PolicyState::Retired)
        done = endPolicy(call, policy.value(), operation.parameters.installed.value());
    if (done)
        done = enqueuePolicy(call.transaction, policy.value(), false);
    if (done)
        done = policiesChanged(call.transaction);
    if (!done)
        return done.error();
    const Result<std::vector<PolicyVersion>> kept = versionsOf(call.database(), operation.id);
    if (!kept)
        return kept.error();
    for (const PolicyVersion &version : kept.value()) {
        const Result<Done> gone = versions.remove(call.transaction, version.id);
        if (!gone)
            return gone.error();
    }
    return removeRecord(call, operation.id, "policy.deleted", policy.value().name);
}

} // namespace

void servePolicies(Router &router, Site &site)
{
    serveReading<BusinessPolicy>(router);
    router.write<Create<BusinessPolicy>>(create);
    router.write<Update<BusinessPolicy>>(update);
    router.write<DeletePolicy>(remove);
    using Step = std::function<Result<PolicyPreview>(WriteCall &)>;
    router.slow<PreviewPolicy>([&site](ReadCall &call, const PreviewPolicy &operation) -> Result<Step> {
        static const Table<BusinessPolicy> table;
        const Result<BusinessPolicy> policy = table.get(call.database, operation.id);
        if (!policy)
            return policy.error();
        const Result<Done> told = site.catchUp(call.database);
        if (!told)
            return told.error();
        const Result<PolicyPreview> preview =
            previewPolicy(call.database, site.fleet, policy.value(), call.now, operation.parameters);
        if (!preview)
            return preview.error();
        return Step([preview = preview.value()](WriteCall &) { return preview; });
    });
    servePolicySteps(router);
    servePolicyVersions(router);
}

} // namespace belvedere::server
