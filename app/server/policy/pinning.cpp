// Naming of the revisions that a policy or a rule is made with.
#include "compliance/itemorder.h"
#include "compliance/ladder.h"
#include "compliance/plan.h"
#include "compliance/ruleparameters.h"
#include "server/policy/items.h"
#include "server/policy/versions.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 longestWait = 90 * 86'400; // seconds

// The revision that is named, or the newest. Nothing, with a problem noted, where there is none.
template<class Newest> Result<std::optional<Revision>> pinned(Transaction &transaction, const QString &id,
    qint64 revision, const QString &field, const Newest &newest, QList<FieldError> &problems)
{
    if (revision > 0) {
        Result<std::optional<Revision>> kept = storedRevision(transaction.database(), id, revision);
        if (kept && !kept.value())
            problems.append({field, u"%1 has no revision %2"_s.arg(id.left(64)).arg(revision)});
        return kept;
    }
    const Result<Revision> found = newest(transaction, id);
    if (found)
        return std::optional(found.value());
    if (found.error().kind != ApiError::Kind::NotFound)
        return found.error();
    problems.append({field, u"there is no "_s + id.left(64)});
    return std::optional<Revision>();
}

Result<Done> pinItems(Transaction &transaction, BusinessPolicy &policy, QList<FieldError> &problems)
{
    QSet<QString> seen;
    for (PolicyItem &item : policy.items) {
        const ItemLoader *loader = itemLoader(item.item);
        if (!loader || seen.contains(item.item)) {
            problems.append({u"items"_s, (loader ? u"twice: "_s : u"no such item: "_s) + item.item.left(64)});
            continue;
        }
        seen.insert(item.item);
        const auto revision = pinned(transaction, item.item, item.revision, u"items"_s, loader->newest, problems);
        if (!revision)
            return revision.error();
        if (!revision.value())
            continue;
        item.revision = revision.value()->revision;
        item.hash = revision.value()->hash;
        item.name = revision.value()->content["name"_L1].toString();
    }
    for (const PolicyItem &item : policy.items) {
        for (const QString &needed : item.after) {
            if (!seen.contains(needed))
                problems.append({u"items"_s,
                    u"%1 comes after %2, which is none of the policy's items"_s.arg(
                        item.item.left(64), needed.left(64))});
        }
    }
    return Done{};
}

Result<Done> pinRules(Transaction &transaction, BusinessPolicy &policy, QList<FieldError> &problems)
{
    QSet<QString> seen;
    for (PolicyRule &pin : policy.rulePins) {
        if (!idNumber(pin.rule, ComplianceRule::idPrefix) || seen.contains(pin.rule)) {
            problems.append(
                {u"rules"_s, (seen.contains(pin.rule) ? u"twice: "_s : u"no such rule: "_s) + pin.rule.left(64)});
            continue;
        }
        seen.insert(pin.rule);
        const auto revision = pinned(transaction, pin.rule, pin.revision, u"rules"_s, &newestRule, problems);
        if (!revision)
            return revision.error();
        if (!revision.value())
            continue;
        pin.revision = revision.value()->revision;
        pin.hash = revision.value()->hash;
        pin.name = revision.value()->content["name"_L1].toString();
        const Result<std::optional<ComplianceRule>> rule = loadRule(transaction.database(), pin.rule, pin.revision);
        if (!rule || !rule.value())
            continue; // a revision that this server cannot read
        const Result<Parameters> parameters = ruleParameters(*rule.value(), pin.parameters);
        if (!parameters) {
            const FieldError &refused = parameters.error().fields.first();
            problems.append({u"rule_pins.%1.%2"_s.arg(pin.rule, refused.field), refused.message});
        }
    }
    return Done{};
}

// Whether the item is for none of the rule's platforms.
bool isElsewhere(const DeployableItem &item, const ComplianceRule &rule)
{
    return !rule.platforms.isEmpty()
        && std::none_of(rule.platforms.begin(), rule.platforms.end(),
            [&item](const QString &platform) { return takes(Coded<Platform>::fromToken(platform), item.platform); });
}

void judgeWaves(const BusinessPolicy &policy, QList<FieldError> &problems)
{
    qint64 share = 0;
    for (const RolloutWave &wave : policy.waves) {
        const bool hasQuery = !wave.query.trimmed().isEmpty();
        if (hasQuery == (wave.percent != 0))
            problems.append({u"rollout.waves"_s, u"either a percentage or a query"_s});
        else if (!hasQuery && (wave.percent <= share || wave.percent > 100))
            problems.append({u"rollout.waves"_s, u"1 to 100 percent, each share larger than the one before"_s});
        if (!hasQuery)
            share = wave.percent;
    }
    if (qsizetype(policy.waves.size()) > maximumWaves)
        problems.append({u"rollout.waves"_s, u"at most %1"_s.arg(maximumWaves)});
    if (policy.waveWait < 0 || policy.waveWait > longestWait)
        problems.append({u"rollout.wait"_s, u"0 to %1 seconds"_s.arg(longestWait)});
    if (policy.failureThreshold < 0 || policy.failureThreshold > 100)
        problems.append({u"rollout.threshold"_s, u"0 to 100 percent"_s});
    if (policy.failureMinimum < 1 || policy.failureMinimum > 1'000'000)
        problems.append({u"rollout.minimum"_s, u"1 to 1,000,000"_s});
}

// Every item that waits for itself in the end is refused with the circle by name.
Result<Done> judgeOrder(const BusinessPolicy &policy)
{
    const auto nameOf = [&policy](const QString &id) {
        const auto item = std::find_if(
            policy.items.begin(), policy.items.end(), [&id](const PolicyItem &known) { return known.item == id; });
        return item == policy.items.end() || item->name.isEmpty() ? id : item->name;
    };
    QStringList names;
    for (const QString &id : circleOf(policy.items))
        names.append(nameOf(id));
    if (names.isEmpty())
        return Done{};
    ApiError error = validationError({{u"items"_s, u"these wait for each other: "_s + names.join(u" → "_s)}});
    error.code = u"policy.circle"_s;
    error.detail = error.fields.first().message;
    return error;
}

} // namespace

Result<Done> pinParts(Transaction &transaction, BusinessPolicy &policy)
{
    QList<FieldError> problems;
    if (qsizetype(policy.items.size()) > maximumPolicyParts)
        return validationError({{u"items"_s, u"at most %1"_s.arg(maximumPolicyParts)}});
    if (qsizetype(policy.rulePins.size()) > maximumPolicyParts)
        return validationError({{u"rules"_s, u"at most %1"_s.arg(maximumPolicyParts)}});
    Result<Done> done = pinItems(transaction, policy, problems);
    if (done)
        done = pinRules(transaction, policy, problems);
    if (!done)
        return done;
    judgeWaves(policy, problems);
    if (!problems.isEmpty())
        return validationError(problems);
    deriveParts(policy);
    return judgeOrder(policy);
}

Result<Done> pinActions(Transaction &transaction, ComplianceRule &rule)
{
    const QString field = u"actions"_s;
    QList<FieldError> problems;
    for (RuleAction &action : rule.actions) {
        const bool isBringing = broughtKind(action.kind.value()) != ItemKind::Unknown;
        const ItemLoader *loader = isBringing ? itemLoader(action.item) : nullptr;
        if (!loader)
            continue;
        const Result<std::optional<Revision>> revision =
            pinned(transaction, action.item, action.revision.value_or(0), field, loader->newest, problems);
        if (!revision && revision.error().kind == ApiError::Kind::Validation) {
            for (const FieldError &refused : revision.error().fields)
                problems.append({field, refused.message});
            continue;
        }
        if (!revision)
            return revision.error();
        if (!revision.value())
            continue;
        action.revision = revision.value()->revision;
        const Result<DeployableItem> item = loader->item(*revision.value());
        if (!item)
            return item.error();
        if (isElsewhere(item.value(), rule))
            problems.append(
                {field, u"%1 is for %2, and the rule is not"_s.arg(action.item, item.value().platform.token())});
    }
    return problems.isEmpty() ? Result<Done>(Done{}) : validationError(problems);
}

} // namespace belvedere::server
