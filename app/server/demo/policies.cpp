// Storing of demo policies and of their effects.
#include "server/demo/policies.h"

#include "api/operations.h"
#include "domain/json.h"
#include "profiles/settings.h"
#include "server/demo/catalogue.h"
#include "server/demo/draw.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/reconcile.h"
#include "server/policy/results.h"
#include "server/policy/rollouts.h"
#include "server/policy/steps.h"
#include "server/policy/versions.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

#include <QJsonArray>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr quint32 policyPurpose = 11;
constexpr int portion = 200; // devices of one transaction
constexpr int longestFailure = 15; // days

using Keys = QHash<QString, QString>; // "updates" -> "rul-1"

template<class E>
Result<Done> storeParts(Transaction &transaction, const QJsonValue &entries, const QDateTime &created, Keys &keys)
{
    static const Table<E> table;
    for (const QJsonValue entry : entries.toArray()) {
        E part = recordOf<E>(entry);
        if constexpr (std::is_same_v<E, ConfigurationProfile>)
            part.place = placeOf(*catalogue().find(part.platform.value(), part.type), part.settings, {});
        part.revision = 1;
        part.created = created;
        part.edited = created;
        const Result<E> stored = table.insert(transaction, part);
        if (!stored)
            return stored.error();
        keys.insert(entry["key"_L1].toString(), stored.value().id.text);
    }
    return Done{};
}

QStringList idsOf(const QJsonValue &names, const Keys &keys)
{
    QStringList ids;
    for (const QJsonValue name : names.toArray())
        ids.append(keys.value(name.toString()));
    return canonicalSet(ids);
}

// A later version of a policy that is in force: a draft, or on its way to the devices wave by wave.
Result<Done> revise(Transaction &transaction, const Id<BusinessPolicy> &id, const QJsonValue &later, const Keys &keys)
{
    static const Table<BusinessPolicy> policies;
    static const Table<PolicyVersion> versions;
    const Result<BusinessPolicy> stored = policies.get(transaction.database(), id);
    if (!stored)
        return stored.error();
    BusinessPolicy policy = stored.value();
    const QList<FieldError> errors =
        readRequest(fields<BusinessPolicy>(), &policy, later["record"_L1].toObject(), true);
    Q_ASSERT(errors.isEmpty());
    for (const QString &profile : idsOf(later["profiles"_L1], keys))
        policy.items.push_back({profile, {}, 0, {}, {}});
    Result<Done> done = pinParts(transaction, policy);
    if (!done)
        return done;
    const Result<PolicyVersion> made = addVersion(transaction, policy, {{}, u"Demo"_s});
    if (!made)
        return made.error();
    if (later["active"_L1].toBool()) {
        PolicyVersion version = made.value();
        version.state = VersionState::Active;
        version.activated = transaction.now();
        version.activatedBy = u"Demo"_s;
        done = markVersion(transaction, id, policy.inForce, VersionState::Superseded);
        if (done)
            done = versions.update(transaction, version).map([](const PolicyVersion &) { return Done{}; });
        if (!done)
            return done;
        const Result<BusinessPolicy> active = activatedPolicy(transaction.database(), policy, transaction.now());
        if (!active)
            return active.error();
        policy = active.value();
    }
    return policies.refresh(transaction, policy).map([](const BusinessPolicy &) { return Done{}; });
}

Result<Done> storePolicies(Transaction &transaction, bool mayBeActive)
{
    static const Table<BusinessPolicy> table;
    QList<std::pair<Id<BusinessPolicy>, QJsonValue>> revised;
    const QJsonObject demo = demoDocument(u"policies"_s);
    const QDateTime morning(transaction.now().date(), QTime(8, 30), Qt::UTC);
    Keys keys;
    Result<Done> stored =
        storeParts<ConfigurationProfile>(transaction, demo["profiles"_L1], morning.addDays(-80), keys);
    if (stored)
        stored = storeParts<ComplianceRule>(transaction, demo["rules"_L1], morning.addDays(-79), keys);
    for (const QJsonValue entry : demo["policies"_L1].toArray()) {
        if (!stored)
            return stored;
        auto policy = recordOf<BusinessPolicy>(entry);
        policy.profiles = idsOf(entry["profiles"_L1], keys);
        policy.rules = idsOf(entry["rules"_L1], keys);
        policy.created = morning.addDays(-entry["age"_L1].toInt());
        if (mayBeActive && entry["active"_L1].toBool()) {
            policy.state = PolicyState::Active;
            policy.activated = policy.created.addSecs(2 * 3'600);
            policy.activatedBy = u"Demo"_s;
        }
        stored = table.insert(transaction, policy).map([&](const BusinessPolicy &kept) {
            if (mayBeActive && entry["later"_L1].isObject())
                revised.append({kept.id, entry["later"_L1]});
            return Done{};
        });
    }
    if (stored)
        stored = adoptPolicies(transaction);
    for (const auto &[policy, later] : revised)
        stored = stored ? revise(transaction, policy, later, keys) : stored;
    return stored ? policiesChanged(transaction) : stored;
}

// One device, as if its policies had been in force for weeks.
class Past {
public:
    Past(Transaction &transaction, const PolicySet &set, Draw draw)
        : m_transaction(transaction)
        , m_set(set)
        , m_draw(draw)
    {
    }

    // What fails now has failed for a while; most of it not for long. The rules' steps are taken as of now.
    Result<Done> storeResults(Device &device)
    {
        static const Table<RuleResult> table;
        const DevicePlan plan = planDevice(m_set, device, {});
        std::vector<RuleResult> earlier;
        for (const PlannedRule &rule : plan.rules) {
            RuleResult result;
            result.rule.text = rule.rule;
            result.revision = rule.revision;
            result.state = RuleState::Fail;
            const int days = m_draw.below(longestFailure) * m_draw.below(longestFailure) / longestFailure;
            const QDateTime since = m_set.now.addDays(-days).addSecs(-m_draw.below(86'400));
            result.failingSince = qMax(since, device.enrolled);
            earlier.push_back(result);
        }
        const Result<std::vector<RuleResult>> results =
            evaluateRules(m_transaction.database(), m_set, plan.rules, device, earlier);
        if (!results)
            return results.error();
        for (const RuleResult &result : results.value()) {
            RuleResult kept = result;
            if (result.state.value() != RuleState::Fail)
                kept.failingSince = {}; // the clock was drawn for a failure that is none
            const Result<RuleResult> stored = table.insert(m_transaction, kept);
            if (!stored)
                return stored.error();
        }
        return takeSteps(m_transaction, m_set, plan, results.value(), device);
    }

    // Most devices have answered.
    Result<Done> answer(const Device &device)
    {
        const Result<std::vector<Deployment>> deployments = storedDeployments(m_transaction.database(), device.id);
        const Result<QList<OpenCommand>> commands = openCommands(m_transaction.database(), device.id);
        if (!deployments || !commands)
            return deployments ? commands.error() : deployments.error();
        for (const Deployment &deployment : deployments.value()) {
            const auto command = std::find_if(commands.value().begin(), commands.value().end(),
                [&deployment](const OpenCommand &open) { return open.origin == deployment.id.text; });
            const bool isSilent = device.seen.secsTo(m_set.now) > 3 * 86'400;
            if (command == commands.value().end() || isSilent || m_draw.chance(35))
                continue;
            Result<Done> done = deliverDeployment(m_transaction, deployment.id);
            if (done && m_draw.chance(970)) {
                done = endCommand(m_transaction, command->id);
                if (done)
                    done = reportDeployment(
                        m_transaction, deployment.id, end(deployment, command->id, device.platform.value()));
            } else if (done) {
                done = markDelivered(m_transaction, command->id);
            }
            if (!done)
                return done;
        }
        return Done{};
    }

private:
    CommandResult end(const Deployment &deployment, const QString &command, Platform platform)
    {
        CommandResult result;
        result.command = command;
        result.asOf = m_set.now;
        if (m_draw.chance(60)) {
            result.outcome = CommandOutcome::Failed;
            const bool isLinux = platform == Platform::Linux;
            result.code = isLinux ? u"conflict"_s : u"simulated.failure"_s;
            result.detail = isLinux
                ? u"/etc/firefox/policies/policies.json holds what Belvedere did not write; it was left alone."_s
                : u"This simulated device fails now and then."_s;
        } else {
            result.outcome = CommandOutcome::Done;
            result.proof = {
                {u"simulated"_s, true}, {u"profile"_s, deployment.item}, {u"version"_s, deployment.revision}};
        }
        return result;
    }

    Transaction &m_transaction;
    const PolicySet &m_set;
    Draw m_draw;
};

Result<Done> govern(Transaction &transaction, const PolicySet &set, const std::vector<Device> &list, quint32 seed)
{
    static const Table<Device> table;
    Reconciliation reconciliation(transaction, set);
    for (Device device : list) {
        Past past(transaction, set, Draw(seed, policyPurpose, int(number(device.id).value_or(0))));
        Result<Done> done = past.storeResults(device);
        if (done)
            done = reconciliation.reconcile(device);
        if (done)
            done = past.answer(device);
        if (done)
            done = table.refresh(transaction, device).map([](const Device &) { return Done{}; });
        if (!done)
            return done;
    }
    return reconciliation.close();
}

} // namespace

Result<Done> seedPolicies(Executor &executor, int devices, quint32 seed)
{
    static const Table<Device> table;
    const bool mayBeActive = devices <= maximumGovernedDevices;
    Result<Done> done = executor.writeAndWait(
        [mayBeActive](Transaction &transaction) { return storePolicies(transaction, mayBeActive); });
    for (int begin = 0; mayBeActive && done && begin < devices; begin += portion) {
        done = executor.writeAndWait([begin, seed](Transaction &transaction) -> Result<Done> {
            const Result<std::shared_ptr<const PolicySet>> set =
                currentPolicySet(transaction.database(), transaction.now());
            const Result<std::vector<Device>> list =
                table.list(transaction.database(), {u"n > ? AND n <= ?"_s, {begin, begin + portion}});
            if (!set || !list)
                return set ? list.error() : set.error();
            return govern(transaction, *set.value(), list.value(), seed);
        });
    }
    return done;
}

} // namespace belvedere::server
