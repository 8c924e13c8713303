// Reading of the policies in force.
#include "server/policy/currentset.h"

#include "api/policies.h"
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

// Those that are named by a policy in the set.
template<class E, class F> Result<Done> readNamed(Database &database, const QStringList &ids, F take)
{
    static const Table<E> table;
    for (const QString &id : canonicalSet(ids)) {
        const Result<E> found = table.get(database, Id<E>{id});
        if (!found && found.error().kind == ApiError::Kind::NotFound)
            continue; // what is used cannot be removed, so this is no more than caution
        if (!found)
            return found.error();
        take(found.value());
    }
    return Done{};
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
    QStringList profiles;
    QStringList rules;
    for (const BusinessPolicy &policy : policies) {
        profiles += policy.profiles;
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
    Result<Done> read = readNamed<ConfigurationProfile>(database, profiles,
        [&set](const ConfigurationProfile &profile) { set.profiles.insert(profile.id.text, profile); });
    if (read) {
        read = readNamed<ComplianceRule>(database, rules, [&set](const ComplianceRule &rule) {
            const Result<CompiledRule> compiled = CompiledRule::compile(rule, set.now);
            set.rules.insert(rule.id.text, compiled ? compiled.value() : CompiledRule::unreadable(rule, set.now));
        });
    }
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
