// Reading of the policies in force.
#include "server/policy/currentset.h"

#include "api/rules.h"
#include "compliance/ladder.h"
#include "server/policy/items.h"
#include "server/policy/results.h"
#include "server/policy/versions.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QRandomGenerator>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 freshSeconds = 15; // retries are due by its time

struct Kept {
    qint64 generation = 0;
    std::shared_ptr<const PolicySet> set;
};

// A content that is not the one which was looked at when the policy was saved counts as one that cannot be read.
Result<bool> isAsPinned(Database &database, const QString &id, qint64 revision, const QString &hash)
{
    const Result<std::optional<Revision>> kept = storedRevision(database, id, revision);
    if (!kept)
        return kept.error().code == "item.corrupt"_L1 ? Result<bool>(false) : kept.error();
    return kept.value() && (hash.isEmpty() || kept.value()->hash == hash);
}

// A rule that cannot be read is an error on every device, and not one that all of them meet.
CompiledRule unreadableRule(const PolicyRule &pin, const QDateTime &now)
{
    ComplianceRule rule;
    rule.id = Id<ComplianceRule>{pin.rule};
    rule.name = pin.name;
    rule.revision = pin.revision;
    return CompiledRule::unreadable(rule, now);
}

// One that cannot be read is left out.
Result<Done> addItem(Database &database, const Pin &pin, PolicySet &set)
{
    if (set.items.contains(pin))
        return Done{};
    const Result<std::optional<DeployableItem>> loaded = loadItem(database, pin.first, pin.second);
    if (!loaded && loaded.error().code != "item.corrupt"_L1)
        return loaded.error();
    if (loaded && loaded.value())
        set.items.insert(pin, *loaded.value());
    return Done{};
}

// What the steps of the rule bring.
Result<Done> readBrought(Database &database, const ComplianceRule &rule, PolicySet &set)
{
    for (const RuleAction &action : rule.actions) {
        if (broughtKind(action.kind.value()) == ItemKind::Unknown)
            continue;
        const Result<Done> added = addItem(database, {action.item, action.revision.value_or(0)}, set);
        if (!added)
            return added;
    }
    return Done{};
}

// What the policy names, in the revisions that it names; an item that cannot be read is left out, and planning leaves
// it be.
Result<Done> readParts(Database &database, const BusinessPolicy &policy, PolicySet &set)
{
    for (const PolicyItem &item : policy.items) {
        const Pin pin{item.item, item.revision};
        if (set.items.contains(pin))
            continue;
        const Result<bool> isSame = isAsPinned(database, item.item, item.revision, item.hash);
        if (!isSame)
            return isSame.error();
        if (!isSame.value())
            continue;
        const Result<Done> added = addItem(database, pin, set);
        if (!added)
            return added;
    }
    for (const PolicyRule &rule : policy.rulePins) {
        const Pin pin = rulePin(rule.rule, rule.revision, rule.parameters);
        if (set.rules.contains(pin))
            continue;
        const Result<bool> isSame = isAsPinned(database, rule.rule, rule.revision, rule.hash);
        if (!isSame)
            return isSame.error();
        const Result<std::optional<ComplianceRule>> loaded =
            isSame.value() ? loadRule(database, rule.rule, rule.revision) : std::optional<ComplianceRule>();
        if (!loaded && loaded.error().code != "item.corrupt"_L1)
            return loaded.error();
        if (!loaded || !loaded.value()) {
            set.rules.insert(pin, unreadableRule(rule, set.now));
            continue;
        }
        const Result<CompiledRule> compiled = CompiledRule::compile(*loaded.value(), set.now, {rule.parameters});
        set.rules.insert(pin, compiled ? compiled.value() : CompiledRule::unreadable(*loaded.value(), set.now));
        const Result<Done> brought = readBrought(database, *loaded.value(), set);
        if (!brought)
            return brought;
    }
    return Done{};
}

// A rule that was never in force comes now. `known`: times of the same policy that another of its versions asked for.
Result<Done> readRuleTimes(
    Database &database, CompiledPolicy &compiled, const PolicySet &set, QHash<QString, QDateTime> &known)
{
    for (const PolicyRule &pin : compiled.policy.rulePins) {
        const auto rule = set.rules.constFind(rulePin(pin.rule, pin.revision, pin.parameters));
        if (rule == set.rules.constEnd() || !countsFromAssignment(rule->rule()))
            continue;
        if (const auto earlier = known.constFind(pin.rule); earlier != known.constEnd()) {
            compiled.ruleSince.insert(pin.rule, *earlier);
            continue;
        }
        const Result<QVariant> first = database.value(
            u"SELECT MIN(activated) FROM versions WHERE policy_id = ? AND %1"_s.arg(database.contains("content")),
            {compiled.policy.id.text, QString(u'"' + pin.rule + u'"')});
        if (!first)
            return first.error();
        const QDateTime since =
            first.value().isNull() ? set.now : QDateTime::fromMSecsSinceEpoch(first.value().toLongLong(), Qt::UTC);
        compiled.ruleSince.insert(pin.rule, since);
        known.insert(pin.rule, since);
    }
    return Done{};
}

// Compiles what devices keep which the roll-out has not reached, and reads its parts. Error "policy.corrupt": one
// of the versions cannot be read any more.
Result<Done> addKept(Database &database, CompiledPolicy &compiled, PolicySet &set, QHash<QString, QDateTime> &times)
{
    const Result<std::vector<BusinessPolicy>> versions = keptVersions(database, compiled.policy);
    if (!versions)
        return versions.error();
    std::shared_ptr<const CompiledPolicy> newest;
    for (const BusinessPolicy &version : versions.value()) {
        Result<CompiledPolicy> kept = compilePolicy(version, set.now);
        if (!kept)
            return storeError(u"policy.corrupt"_s, kept.error().detail);
        Result<Done> read = readParts(database, version, set);
        if (read)
            read = readRuleTimes(database, kept.value(), set, times);
        if (!read)
            return read;
        kept.value().previous = std::move(newest);
        newest = std::make_shared<const CompiledPolicy>(std::move(kept).value());
    }
    compiled.previous = std::move(newest);
    return Done{};
}

// With the versions that devices keep which are not reached, while there are such.
Result<Done> addActive(Database &database, const BusinessPolicy &policy, PolicySet &set)
{
    Result<CompiledPolicy> compiled = compilePolicy(policy, set.now);
    if (!compiled) {
        set.paused.push_back(policy);
        return Done{};
    }
    QHash<QString, QDateTime> times; // since when its rules count, by their ids
    Result<Done> read = readParts(database, policy, set);
    if (read)
        read = readRuleTimes(database, compiled.value(), set, times);
    const bool isStaged = policy.rollout.isKnown() && policy.rollout.value() != RolloutState::Done;
    if (!isStaged)
        compiled.value().waves.clear();
    if (read && isStaged) {
        read = addKept(database, compiled.value(), set, times);
        if (!read && read.error().code == "policy.corrupt"_L1) { // nothing must be taken from those devices
            set.paused.push_back(policy);
            return Done{};
        }
    }
    set.active.push_back(std::move(compiled).value());
    return read;
}

// What steps brought and devices failed with is tried again, also when the rule does not name it any more.
Result<Done> readRetries(Database &database, PolicySet &set)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT DISTINCT item, revision FROM deployments WHERE due IS NOT NULL AND rule_id <> ''"_s);
    if (!rows)
        return rows.error();
    QList<Pin> pins;
    while (rows.value()->next())
        pins.append({rows.value()->value(0).toString(), rows.value()->value(1).toLongLong()});
    rows.value()->finish();
    for (const Pin &pin : std::as_const(pins)) {
        const Result<Done> added = addItem(database, pin, set);
        if (!added)
            return added;
    }
    return Done{};
}

Result<Done> readLeft(Database &database, PolicySet &set)
{
    const Result<QSqlQuery *> rows = database.run(u"SELECT policy FROM left_policies"_s);
    if (!rows)
        return rows.error();
    while (rows.value()->next())
        set.left.insert(rows.value()->value(0).toString());
    rows.value()->finish();
    return Done{};
}

// One that this server cannot read any more covers nobody.
Result<Done> readWaivers(Database &database, PolicySet &set)
{
    static const Table<Waiver> table;
    return table.list(database, {u"state = 'approved' AND expires > ?"_s, {set.now.toMSecsSinceEpoch()}})
        .map([&set](const std::vector<Waiver> &waivers) {
            for (const Waiver &waiver : waivers) {
                Result<CompiledWaiver> compiled = compileWaiver(waiver, set.now);
                if (compiled)
                    set.waivers.push_back(std::move(compiled).value());
            }
            return Done{};
        });
}

} // namespace

Result<PolicySet> loadPolicySet(Database &database, const QDateTime &now, const BusinessPolicy *extra)
{
    static const Table<BusinessPolicy> table;
    const Result<std::vector<BusinessPolicy>> stored =
        table.list(database, {u"state IN (?, ?)"_s, {u"active"_s, u"paused"_s}});
    if (!stored)
        return stored.error();
    PolicySet set;
    set.now = now;
    Result<Done> read = readLeft(database, set);
    if (read && extra)
        read = addActive(database, *extra, set);
    for (const BusinessPolicy &policy : stored.value()) {
        if (!read)
            return read.error();
        if (extra && policy.id == extra->id)
            continue;
        if (policy.state.value() != PolicyState::Active || policy.inForce == 0) {
            set.paused.push_back(policy);
            continue;
        }
        const Result<BusinessPolicy> inForce = withVersion(database, policy, policy.inForce);
        if (!inForce && inForce.error().code != "policy.corrupt"_L1)
            return inForce.error();
        if (inForce)
            read = addActive(database, inForce.value(), set);
        else
            set.paused.push_back(policy);
    }
    sortByActivation(set.active);
    if (read)
        read = readWaivers(database, set);
    if (read)
        read = readRetries(database, set);
    return read ? Result<PolicySet>(std::move(set)) : read.error();
}

Result<std::shared_ptr<const PolicySet>> currentPolicySet(Database &database, const QDateTime &now)
{
    const Result<QVariant> generation = database.value(u"SELECT value FROM policy_generation WHERE one = 1"_s);
    if (!generation)
        return generation.error();
    Kept &kept = database.kept<Kept>();
    const bool isFresh = kept.set && kept.generation == generation.value().toLongLong()
        && qAbs(kept.set->now.secsTo(now)) <= freshSeconds;
    if (isFresh)
        return kept.set;
    Result<PolicySet> loaded = loadPolicySet(database, now);
    if (!loaded)
        return loaded.error();
    kept = {generation.value().toLongLong(), std::make_shared<const PolicySet>(std::move(loaded).value())};
    return kept.set;
}

Result<Done> policiesChanged(Transaction &transaction)
{
    const auto value = qint64(QRandomGenerator::global()->generate64() >> 1);
    return execute(transaction.database(), u"UPDATE policy_generation SET value = ? WHERE one = 1"_s, {value});
}

} // namespace belvedere::server
