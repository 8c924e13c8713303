// Reading of the policies in force.
#include "server/policy/currentset.h"

#include "api/rules.h"
#include "server/store/entitytable.h"

#include <QRandomGenerator>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 freshSeconds = 60;

struct Kept {
    qint64 generation = 0;
    std::shared_ptr<const PolicySet> set;
};

Result<Done> readProfiles(Database &database, PolicySet &set)
{
    static const Table<ConfigurationProfile> table;
    return table.list(database).map([&set](const std::vector<ConfigurationProfile> &profiles) {
        for (const ConfigurationProfile &profile : profiles)
            set.profiles.insert(profile.id.text, profile);
        return Done{};
    });
}

Result<Done> readRules(Database &database, const QStringList &used, PolicySet &set)
{
    static const Table<ComplianceRule> table;
    return table.list(database).map([&](const std::vector<ComplianceRule> &rules) {
        for (const ComplianceRule &rule : rules) {
            if (!used.contains(rule.id.text) || rule.disabled)
                continue;
            const Result<CompiledRule> compiled = CompiledRule::compile(rule, set.now);
            set.rules.insert(rule.id.text, compiled ? compiled.value() : CompiledRule::unreadable(rule, set.now));
        }
        return Done{};
    });
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
    Result<std::vector<BusinessPolicy>> stored =
        table.list(database, {u"state IN (?, ?)"_s, {u"active"_s, u"paused"_s}});
    if (!stored)
        return stored.error();
    std::vector<BusinessPolicy> &policies = stored.value();
    if (extra) {
        std::erase_if(policies, [extra](const BusinessPolicy &policy) { return policy.id == extra->id; });
        policies.push_back(*extra);
    }
    PolicySet set;
    set.now = now;
    QStringList rules;
    for (const BusinessPolicy &policy : policies) {
        const bool isActive = policy.state.value() == PolicyState::Active || (extra && policy.id == extra->id);
        Result<CompiledPolicy> compiled = compilePolicy(policy, now);
        if (!isActive || !compiled) {
            set.paused.push_back(policy);
            continue;
        }
        rules += policy.rules;
        set.active.push_back(std::move(compiled).value());
    }
    sortByActivation(set.active);
    Result<Done> read = readProfiles(database, set);
    if (read)
        read = readRules(database, rules, set);
    if (read)
        read = readWaivers(database, set);
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
    return transaction.database()
        .run(u"UPDATE policy_generation SET value = ? WHERE one = 1"_s, {value})
        .map([](QSqlQuery *) { return Done{}; });
}

} // namespace belvedere::server
