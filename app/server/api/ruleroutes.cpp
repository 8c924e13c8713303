// Compliance rules and their results.
#include "compliance/evaluate.h"
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/preview.h"
#include "server/policy/versions.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Result<Done> examine(const ComplianceRule &rule, const QDateTime &now)
{
    QList<FieldError> errors =
        textProblems(rule.name, {{u"description"_s, rule.description}, {u"remediation"_s, rule.remediation}});
    for (const QString &platform : rule.platforms) {
        if (!Coded<Platform>::fromToken(platform).isKnown())
            errors.append({u"platforms"_s, u"no such platform: "_s + platform.left(64)});
    }
    if (!rule.severity.isKnown())
        errors.append({u"severity"_s, u"info, low, medium, high or critical"_s});
    if (rule.grace < 0 || rule.grace > maximumGrace)
        errors.append({u"grace"_s, u"0 to %1 seconds"_s.arg(maximumGrace)});
    else if (rule.grace > 0 && rule.severity.value() == RuleSeverity::Critical)
        errors.append({u"grace"_s, u"0 for a critical rule"_s});
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
    return compiled ? Result<Done>(Done{}) : compiled.error();
}

Result<ComplianceRule> create(WriteCall &call, const Create<ComplianceRule> &operation)
{
    ComplianceRule rule = operation.body;
    const Result<Done> good = examine(rule, call.now());
    if (!good)
        return good.error();
    rule.revision = 1;
    rule.created = call.now();
    rule.edited = call.now();
    const Result<ComplianceRule> made = createRecord(call, rule, "rule.created", rule.name);
    const Result<Revision> kept = made ? keepRevision(call.transaction, made.value()) : made.error();
    return kept ? made : kept.error();
}

Result<ComplianceRule> update(WriteCall &call, const Update<ComplianceRule> &operation)
{
    const Result<std::pair<ComplianceRule, ComplianceRule>> both = patched(call, operation);
    if (!both)
        return both.error();
    const ComplianceRule &before = both.value().first;
    ComplianceRule after = both.value().second;
    const Result<Done> good = examine(after, call.now());
    if (!good)
        return good.error();
    if (toJson(before) == toJson(after))
        return before;
    const auto decisive = [](const ComplianceRule &rule) {
        return std::tuple(rule.check, rule.platforms, rule.severity.value(), rule.grace);
    };
    if (decisive(before) != decisive(after))
        ++after.revision;
    after.edited = call.now();
    const Result<ComplianceRule> changed = changeRecord(call, before, after, "rule.edited", after.name);
    if (!changed)
        return changed;
    // policies go by the revision that they name
    const Result<Revision> kept = keepRevision(call.transaction, changed.value());
    const Result<Done> counted = kept ? countOutdated(call.transaction, after.id.text) : kept.error();
    return counted ? changed : counted.error();
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
    using Step = std::function<Result<RuleTrial>(WriteCall &)>;
    router.slow<TryRule>([&site](ReadCall &call, const TryRule &operation) -> Result<Step> {
        const Result<Done> good = examine(operation.body, call.now);
        if (!good)
            return good.error();
        const Result<RuleTrial> trial =
            tryRule(call.database, site.devices.columns.now().snapshot, operation.body, call.now);
        if (!trial)
            return trial.error();
        return Step([trial = trial.value()](WriteCall &) { return trial; });
    });
}

} // namespace belvedere::server
