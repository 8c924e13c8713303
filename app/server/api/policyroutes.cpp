// Business policies: their record, what they would do, and the steps of their life.
#include "compliance/plan.h"
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/currentset.h"
#include "server/policy/preview.h"
#include "server/policy/queue.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumParts = 100; // profiles or rules of one policy

template<class Part> Result<Done> exist(Database &database, const QStringList &ids, const QString &field)
{
    static const Table<Part> table;
    QList<FieldError> errors;
    if (ids.size() > maximumParts)
        errors.append({field, u"at most %1"_s.arg(maximumParts)});
    for (const QString &id : ids.mid(0, maximumParts)) {
        const Result<Part> part = table.get(database, Id<Part>{id});
        if (!part && part.error().kind != ApiError::Kind::NotFound)
            return part.error();
        if (!part)
            errors.append(
                {field, u"there is no %1 %2"_s.arg(QLatin1StringView(Resource<Part>::singular), id.left(64))});
    }
    return errors.isEmpty() ? Result<Done>(Done{}) : validationError(errors);
}

Result<Done> examine(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    const QList<FieldError> errors = textProblems(policy.name, {{u"description"_s, policy.description}});
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<CompiledPolicy> compiled = compilePolicy(policy, now);
    if (!compiled)
        return compiled.error();
    const Result<Done> profiles = exist<ConfigurationProfile>(database, policy.profiles, u"profiles"_s);
    return profiles ? exist<ComplianceRule>(database, policy.rules, u"rules"_s) : profiles;
}

Result<BusinessPolicy> create(WriteCall &call, const Create<BusinessPolicy> &operation)
{
    BusinessPolicy policy = operation.body;
    const Result<Done> good = examine(call.database(), policy, call.now());
    if (!good)
        return good.error();
    policy.state = PolicyState::Draft;
    policy.created = call.now();
    return createRecord(call, policy, "policy.created", policy.name);
}

Result<BusinessPolicy> update(WriteCall &call, const Update<BusinessPolicy> &operation)
{
    const Result<std::pair<BusinessPolicy, BusinessPolicy>> both = patched(call, operation);
    if (!both)
        return both.error();
    const auto &[before, after] = both.value();
    if (before.state.value() == PolicyState::Active)
        return conflict(u"policy.active"_s, u"An active policy cannot be edited: pause it first."_s);
    const Result<Done> good = examine(call.database(), after, call.now());
    if (!good)
        return good.error();
    const Result<BusinessPolicy> changed = changeRecord(call, before, after, "policy.edited", after.name);
    const Result<Done> noted = changed ? policiesChanged(call.transaction) : changed.error();
    return noted ? changed : noted.error();
}

Result<None> remove(WriteCall &call, const Remove<BusinessPolicy> &operation)
{
    static const Table<BusinessPolicy> table;
    const Result<BusinessPolicy> policy = table.get(call.database(), operation.id);
    if (!policy)
        return policy.error();
    Result<Done> done = call.info.match(policy.value().version);
    if (done)
        done = enqueuePolicy(call.transaction, policy.value(), false);
    if (done)
        done = policiesChanged(call.transaction);
    return done ? removeRecord(call, operation.id, "policy.deleted", policy.value().name) : done.error();
}

// The stored policy when it is the one that was previewed.
Result<BusinessPolicy> previewed(WriteCall &call, const Id<BusinessPolicy> &id, const PolicyStep &step)
{
    static const Table<BusinessPolicy> table;
    const Result<BusinessPolicy> policy = table.get(call.database(), id);
    if (!policy || policy.value().version == step.version)
        return policy;
    ApiError error = conflict(u"precondition.failed"_s,
        u"The policy has changed: version %1 was sent, version %2 is stored. Look at the preview again."_s
            .arg(step.version)
            .arg(policy.value().version));
    error.http = 412;
    error.fields = {{u"sent"_s, QString::number(step.version)}, {u"stored"_s, QString::number(policy.value().version)}};
    return error;
}

Result<BusinessPolicy> moved(
    WriteCall &call, const BusinessPolicy &before, const BusinessPolicy &after, AuditActionName action)
{
    const Result<BusinessPolicy> changed = changeRecord(call, before, after, action, after.name);
    if (!changed)
        return changed;
    Result<Done> noted = policiesChanged(call.transaction);
    if (noted)
        noted = enqueuePolicy(call.transaction, after, after.state.value() == PolicyState::Active);
    return noted ? changed : noted.error();
}

Result<BusinessPolicy> activate(WriteCall &call, const ActivatePolicy &operation)
{
    const Result<BusinessPolicy> stored = previewed(call, operation.id, operation.body);
    if (!stored)
        return stored;
    if (stored.value().state.value() == PolicyState::Active)
        return conflict(u"policy.state"_s, u"The policy is active already."_s);
    const Result<Done> good = examine(call.database(), stored.value(), call.now());
    if (!good)
        return good.error();
    BusinessPolicy policy = stored.value();
    policy.state = PolicyState::Active;
    policy.activated = call.now();
    policy.activatedBy = call.info.actor.name;
    return moved(call, stored.value(), policy, "policy.activated");
}

Result<BusinessPolicy> pause(WriteCall &call, const PausePolicy &operation)
{
    const Result<BusinessPolicy> stored = previewed(call, operation.id, operation.body);
    if (!stored)
        return stored;
    if (stored.value().state.value() != PolicyState::Active)
        return conflict(u"policy.state"_s, u"Only an active policy can be paused."_s);
    BusinessPolicy policy = stored.value();
    policy.state = PolicyState::Paused;
    return moved(call, stored.value(), policy, "policy.paused");
}

} // namespace

void servePolicies(Router &router, Site &site)
{
    serveReading<BusinessPolicy>(router);
    router.write<Create<BusinessPolicy>>(create);
    router.write<Update<BusinessPolicy>>(update);
    router.write<Remove<BusinessPolicy>>(remove);
    router.write<ActivatePolicy>(activate);
    router.write<PausePolicy>(pause);
    using Step = std::function<Result<PolicyPreview>(WriteCall &)>;
    router.slow<PreviewPolicy>([&site](ReadCall &call, const PreviewPolicy &operation) -> Result<Step> {
        static const Table<BusinessPolicy> table;
        const Result<BusinessPolicy> policy = table.get(call.database, operation.id);
        if (!policy)
            return policy.error();
        const Result<Done> told = site.catchUp(call.database);
        if (!told)
            return told.error();
        const Result<PolicyPreview> preview = previewPolicy(call.database, site.fleet, policy.value(), call.now);
        if (!preview)
            return preview.error();
        return Step([preview = preview.value()](WriteCall &) { return preview; });
    });
}

} // namespace belvedere::server
