// Compliance rules and their results.
#include "compliance/evaluate.h"
#include "compliance/ladder.h"
#include "compliance/ruleparameters.h"
#include "compliance/starter.h"
#include "domain/command.h"
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/items.h"
#include "server/policy/preview.h"
#include "server/policy/queue.h"
#include "server/policy/stepguards.h"
#include "server/policy/targets.h"
#include "server/policy/versions.h"
#include "server/policy/waivers.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QString faultText(ActionFault fault, const RuleAction &action)
{
    switch (fault) {
    case ActionFault::None:
        break;
    case ActionFault::Kind: {
        const QString refused = refusedAction(action.kind.token());
        return refused.isEmpty() ? QString(u"no such action: "_s + action.kind.token().left(64)) : refused;
    }
    case ActionFault::After:
        return u"after 0 to %1 seconds"_s.arg(maximumGrace);
    case ActionFault::Repeat:
        return u"again after 1 hour to a year, or 0"_s;
    case ActionFault::RepeatsDecision:
        return u"what a person decides does not repeat"_s;
    case ActionFault::Item:
        return action.item.isEmpty() ? QString(action.kind.token() + u" names an item: prf-… or app-…"_s)
                                     : u"%1 does not bring %2"_s.arg(action.kind.token(), action.item.left(64));
    case ActionFault::RepeatsItem:
        return u"what brings an item does not repeat"_s;
    case ActionFault::Texts:
        return u"message: 1 to %1 characters, phone: at most %2, both of lost_mode alone"_s.arg(maximumLostMessage)
            .arg(maximumPhone);
    case ActionFault::Command:
        return u"command: a to z, 0 to 9 and hyphens, at most %1, of run_command alone, which does not repeat"_s.arg(
            maximumCommandName);
    case ActionFault::Target:
        return u"target: the id of one, of webhook and create_ticket alone"_s;
    case ActionFault::RepeatsTicket:
        return u"a ticket is made once for each failure, and does not repeat"_s;
    }
    return {};
}

QList<FieldError> actionProblems(const ComplianceRule &rule)
{
    QList<FieldError> errors;
    if (rule.actions.size() > maximumActions)
        errors.append({u"actions"_s, u"at most %1"_s.arg(maximumActions)});
    for (const RuleAction &action : rule.actions) {
        const ActionFault fault = faultOf(action);
        if (fault != ActionFault::None)
            errors.append({u"actions"_s, faultText(fault, action)});
    }
    return errors;
}

// An error of its own where everything else is well: whoever brings a rule from elsewhere has to decide what instead.
ApiError refusal(const ComplianceRule &rule, const QList<FieldError> &errors)
{
    ApiError error = validationError(errors);
    const auto refused = std::count_if(rule.actions.begin(), rule.actions.end(),
        [](const RuleAction &action) { return !refusedAction(action.kind.token()).isEmpty(); });
    if (refused > 0 && refused == errors.size())
        error.code = u"rule.action-refused"_s;
    return error;
}

Result<Done> examine(Database &database, const ComplianceRule &rule, const QDateTime &now)
{
    QList<FieldError> errors = textProblems(rule.name,
        {{u"description"_s, rule.description}, {u"rationale"_s, rule.rationale}, {u"remediation"_s, rule.remediation}});
    for (const QString &platform : rule.platforms) {
        if (!Coded<Platform>::fromToken(platform).isKnown())
            errors.append({u"platforms"_s, u"no such platform: "_s + platform.left(64)});
    }
    for (const QString &form : rule.forms) {
        if (!Coded<FormFactor>::fromToken(form).isKnown())
            errors.append({u"forms"_s, u"no such form: "_s + form.left(64)});
    }
    if (!rule.osMinimum.isNull() && !rule.osMaximum.isNull() && rule.osMinimum > rule.osMaximum)
        errors.append({u"os_max"_s, u"not below os_min"_s});
    if (rule.weight.value_or(0) < 0 || rule.weight.value_or(0) > maximumWeight)
        errors.append({u"weight"_s, u"0 to %1"_s.arg(maximumWeight)});
    errors.append(parameterProblems(rule));
    errors.append(actionProblems(rule));
    const Result<QList<FieldError>> ofTargets = targetProblems(database, rule);
    if (!ofTargets)
        return ofTargets.error();
    errors.append(ofTargets.value());
    if (rule.references.size() > maximumReferences)
        errors.append({u"refs"_s, u"at most %1"_s.arg(maximumReferences)});
    if (rule.fixes.size() > maximumFixes)
        errors.append({u"fix"_s, u"at most %1"_s.arg(maximumFixes)});
    if (!rule.severity.isKnown())
        errors.append({u"severity"_s, u"info, low, medium, high or critical"_s});
    if (rule.grace < 0 || rule.grace > maximumGrace)
        errors.append({u"grace"_s, u"0 to %1 seconds"_s.arg(maximumGrace)});
    else if (rule.grace > 0 && rule.severity.value() == RuleSeverity::Critical)
        errors.append({u"grace"_s, u"0 for a critical rule"_s});
    if (!errors.isEmpty())
        return refusal(rule, errors);
    const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
    return compiled ? Result<Done>(Done{}) : compiled.error();
}

Result<ComplianceRule> make(WriteCall &call, ComplianceRule rule)
{
    dropAutomatic(rule.actions);
    const Result<Done> good = examine(call.database(), rule, call.now());
    if (!good)
        return good.error();
    const Result<Done> pinned = pinActions(call.transaction, rule);
    if (!pinned)
        return pinned.error();
    rule.revision = 1;
    rule.created = call.now();
    rule.edited = call.now();
    const Result<ComplianceRule> made = createRecord(call, rule, "rule.created", rule.name);
    const Result<Revision> kept = made ? keepRevision(call.transaction, made.value()) : made.error();
    return kept ? made : kept.error();
}

Result<ComplianceRule> create(WriteCall &call, const Create<ComplianceRule> &operation)
{
    return make(call, operation.body);
}

Result<StarterReceipt> addStarters(WriteCall &call, const AddStarterRules &operation)
{
    static const Table<ComplianceRule> table;
    QStringList keys = operation.body.keys;
    for (const QString &key : std::as_const(keys)) {
        if (!findStarterRule(key))
            return validationError({{u"keys"_s, u"there is no starter rule "_s + key.left(64)}});
    }
    if (keys.isEmpty()) {
        for (const StarterRule &starter : starterRules())
            keys.append(starter.key);
    }
    const Result<std::vector<ComplianceRule>> stored =
        table.list(call.database(), {u"starter IS NOT NULL AND starter <> ''"_s, {}});
    if (!stored)
        return stored.error();
    StarterReceipt receipt;
    for (const QString &key : canonicalSet(keys)) {
        const bool isThere = std::any_of(stored.value().begin(), stored.value().end(),
            [&key](const ComplianceRule &rule) { return rule.starter == key; });
        if (isThere) {
            receipt.present.append(key);
            continue;
        }
        const Result<ComplianceRule> made = make(call, findStarterRule(key)->rule);
        if (!made)
            return made.error();
        receipt.rules.append(made.value().id.text);
    }
    return receipt;
}

// With the revision that the edit made: who wrote it must not approve what it destroys (server/policy/authors.h).
Result<ComplianceRule> saveEdit(WriteCall &call, const ComplianceRule &before, const ComplianceRule &after)
{
    static const Table<ComplianceRule> table;
    const Result<ComplianceRule> changed = table.update(call.transaction, after);
    if (!changed)
        return changed;
    AuditNote note = recordNote("rule.edited", Resource<ComplianceRule>::singular, after.id.text, after.name);
    note.changes = auditChanges(fields<ComplianceRule>(), &before, &changed.value());
    if (after.revision != before.revision)
        note.changes.append({u"revision"_s, before.revision, after.revision});
    const Result<Done> audited = call.audit(note);
    return audited ? changed : audited.error();
}

Result<ComplianceRule> update(WriteCall &call, const Update<ComplianceRule> &operation)
{
    const Result<std::pair<ComplianceRule, ComplianceRule>> both = patched(call, operation);
    if (!both)
        return both.error();
    const ComplianceRule &before = both.value().first;
    ComplianceRule after = both.value().second;
    dropAutomatic(after.actions);
    const Result<Done> good = examine(call.database(), after, call.now());
    if (!good)
        return good.error();
    const Result<Done> pinned = pinActions(call.transaction, after);
    if (!pinned)
        return pinned.error();
    if (toJson(before) == toJson(after))
        return before;
    const auto decisive = [](const ComplianceRule &rule) {
        QJsonObject content = toJson(rule);
        for (const char *name : {"name", "description", "rationale", "remediation", "refs", "fix", "edited", "version"})
            content.remove(QLatin1StringView(name));
        return content;
    };
    if (decisive(before) != decisive(after))
        ++after.revision;
    after.edited = call.now();
    const Result<ComplianceRule> changed = saveEdit(call, before, after);
    if (!changed)
        return changed;
    // policies go by the revision that they name
    const Result<Revision> kept = keepRevision(call.transaction, changed.value());
    const Result<Done> counted = kept ? countOutdated(call.transaction, after.id.text) : kept.error();
    return counted ? changed : counted.error();
}

Result<ComplianceRule> inRevision(ReadCall &call, const GetRuleRevision &operation)
{
    const qint64 number = operation.parameters.number;
    const Result<std::optional<ComplianceRule>> rule = loadRule(call.database, operation.id.text, number);
    if (!rule)
        return rule.error();
    if (!rule.value())
        return notFound(u"revision %1 of %2"_s.arg(QString::number(number), operation.id.text));
    return *rule.value();
}

Result<None> remove(WriteCall &call, const Remove<ComplianceRule> &operation)
{
    static const Table<ComplianceRule> table;
    const Result<ComplianceRule> rule = table.get(call.database(), operation.id);
    if (!rule)
        return rule.error();
    Result<Done> may = call.info.match(rule.value().version);
    if (may)
        may = notUsed(call.database(), operation.id.text, u"rule.in-use"_s);
    if (may)
        may = endWaiversOf(call.transaction, operation.id);
    return may ? removeRecord(call, operation.id, "rule.deleted", rule.value().name) : may.error();
}

} // namespace

void serveRules(Router &router, Site &site)
{
    serveReading<ComplianceRule>(router);
    serveReading<RuleResult>(router);
    router.write<Create<ComplianceRule>>(create);
    router.write<Update<ComplianceRule>>(update);
    router.write<Remove<ComplianceRule>>(remove);
    router.write<AddStarterRules>(addStarters);
    router.read<GetRuleRevision>(inRevision);
    using Step = std::function<Result<RuleTrial>(WriteCall &)>;
    router.slow<TryRule>([&site](ReadCall &call, const TryRule &operation) -> Result<Step> {
        ComplianceRule rule = operation.body;
        dropAutomatic(rule.actions);
        const Result<Done> good = examine(call.database, rule, call.now);
        if (!good)
            return good.error();
        const Result<RuleTrial> trial = tryRule(call.database, site.devices.columns.now().snapshot, rule, call.now);
        if (!trial)
            return trial.error();
        return Step([trial = trial.value()](WriteCall &) { return trial; });
    });
    using DryStep = std::function<Result<RuleDryRun>(WriteCall &)>;
    router.slow<DryRunRule>([](ReadCall &call, const DryRunRule &operation) -> Result<DryStep> {
        const Result<RuleDryRun> run = dryRun(call.database, operation.id, call.now);
        if (!run)
            return run.error();
        return DryStep([run = run.value()](WriteCall &) { return run; });
    });
}

} // namespace belvedere::server
