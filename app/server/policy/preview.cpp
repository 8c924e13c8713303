// Previews.
#include "server/policy/preview.h"

#include "api/operations.h"
#include "compliance/rollup.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/facttimes.h"
#include "server/policy/reconcile.h"
#include "server/policy/results.h"
#include "server/policy/rollouts.h"
#include "server/store/entitytable.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr size_t listedDevices = 1'000;

// `visit` may ask the database for more. Inside a transaction.
Result<Done> eachDevice(Database &database, const std::function<Result<Done>(const Device &)> &visit)
{
    static const EntityTable table(tableSpec<Device>());
    Device device;
    return table.all(database, &device, [&] { return visit(device); });
}

// Adds up what the plans say.
class Sum {
public:
    Sum(const BusinessPolicy &policy, const PolicySet &set)
        : m_policy(policy)
        , m_set(set)
    {
        m_preview.policy = policy.id.text;
        m_preview.version = policy.version;
        m_preview.number = policy.number;
        m_preview.hash = policy.hash;
        for (const PolicyItem &part : policy.items)
            item(part.item).name = part.name;
    }

    void add(const Device &device, bool wasMember, const DevicePlan &plan, std::span<const Deployment> present,
        Compliance after)
    {
        PreviewDevice line;
        line.device = device.id.text;
        line.name = device.name;
        line.simulated = device.simulated;
        line.before = device.compliance;
        line.after = after;
        const bool isMember = plan.policies.contains(m_policy.id.text);
        line.change = !wasMember ? PreviewChange::Enters : isMember ? PreviewChange::Stays : PreviewChange::Leaves;
        ++(!wasMember ? m_preview.enter : isMember ? m_preview.stay : m_preview.leave);
        ++m_before[device.compliance.token()];
        ++m_after[Coded<Compliance>(after).token()];
        for (const ItemPlan &step : plan.items)
            count(step, present, line);
        const bool changes = line.change.value() != PreviewChange::Stays || line.before != line.after
            || !(line.install + line.replace + line.remove + line.waiting + line.impossible).isEmpty();
        if (!changes)
            return;
        ++m_preview.changing;
        m_preview.devices.push_back(line);
        if (m_preview.devices.size() >= 4 * listedDevices)
            cut();
    }

    // Of everybody in the new scope, reached at once or not.
    void addToWave(qint64 wave)
    {
        while (qint64(m_preview.waves.size()) < wave)
            m_preview.waves.push_back({qint64(m_preview.waves.size()) + 1, 0, m_preview.waves.empty()});
        ++m_preview.waves[size_t(wave) - 1].devices;
    }

    PolicyPreview result()
    {
        cut();
        for (const auto &[name, numbers] : {std::pair(u"before"_s, m_before), std::pair(u"after"_s, m_after)}) {
            QJsonObject states;
            for (auto it = numbers.begin(); it != numbers.end(); ++it)
                states.insert(it.key(), it.value());
            m_preview.compliance.insert(name, states);
        }
        return m_preview;
    }

private:
    PreviewItem &item(const QString &id)
    {
        const auto found = std::find_if(m_preview.items.begin(), m_preview.items.end(),
            [&id](const PreviewItem &known) { return known.item == id; });
        if (found != m_preview.items.end())
            return *found;
        PreviewItem made;
        made.item = id;
        made.kind = itemKind(id);
        m_preview.items.push_back(made);
        return m_preview.items.back();
    }

    QString nameOf(const ItemPlan &step, std::span<const Deployment> present) const
    {
        const auto known = m_set.items.constFind({step.item, step.revision});
        if (known != m_set.items.constEnd())
            return known->name;
        const auto row = std::find_if(present.begin(), present.end(),
            [&step](const Deployment &deployment) { return deployment.item == step.item; });
        return row == present.end() ? step.item : row->itemName;
    }

    void count(const ItemPlan &step, std::span<const Deployment> present, PreviewDevice &line)
    {
        const QString name = nameOf(step, present);
        const bool isOurs = step.policies.contains(m_policy.id.text);
        const auto add = [&](qint64 PreviewItem::*number, QStringList PreviewDevice::*names) {
            PreviewItem &sum = item(step.item);
            if (sum.name.isEmpty())
                sum.name = name;
            ++(sum.*number);
            (line.*names).append(name);
        };
        if (!step.winner.isEmpty())
            noteConflict(step, isOurs);
        switch (step.step) {
        // also another policy's item, that has to make room or gets it
        case ItemStep::Install:
            add(&PreviewItem::install, &PreviewDevice::install);
            break;
        case ItemStep::Replace:
            add(&PreviewItem::replace, &PreviewDevice::replace);
            break;
        case ItemStep::Remove:
            add(&PreviewItem::remove, &PreviewDevice::remove);
            break;
        case ItemStep::Wait:
        case ItemStep::RemoveLater:
            add(&PreviewItem::waiting, &PreviewDevice::waiting);
            break;
        case ItemStep::Present:
            if (isOurs)
                ++item(step.item).present;
            break;
        case ItemStep::Impossible:
            if (isOurs) {
                ++item(step.item).impossible;
                line.impossible.append(QString(name + u": " + step.code));
            }
            break;
        case ItemStep::Leave:
            ++item(step.item).left;
            break;
        case ItemStep::Drop:
        case ItemStep::Keep:
        case ItemStep::Recall:
            break;
        }
    }

    bool isNamed(const BusinessPolicy &policy, const QString &id) const
    {
        return std::any_of(
            policy.items.begin(), policy.items.end(), [&id](const PolicyItem &part) { return part.item == id; });
    }

    void noteConflict(const ItemPlan &loser, bool isOurs)
    {
        const bool winnerIsOurs = isNamed(m_policy, loser.winner);
        if (!isOurs && !winnerIsOurs)
            return;
        const QString mine = isOurs ? loser.item : loser.winner;
        const QString other = isOurs ? loser.winner : loser.item;
        auto found =
            std::find_if(m_preview.conflicts.begin(), m_preview.conflicts.end(), [&](const PreviewConflict &known) {
                return known.item == mine && known.with == other && known.winner == loser.winner;
            });
        if (found == m_preview.conflicts.end()) {
            PreviewConflict conflict;
            conflict.item = mine;
            conflict.with = other;
            conflict.winner = loser.winner;
            for (const CompiledPolicy &active : m_set.active) {
                if (isNamed(active.policy, other))
                    conflict.policies.append(active.policy.id.text);
            }
            for (const BusinessPolicy &paused : m_set.paused) {
                if (isNamed(paused, other))
                    conflict.policies.append(paused.id.text);
            }
            conflict.policies = canonicalSet(conflict.policies);
            found = m_preview.conflicts.insert(found, conflict);
        }
        ++found->devices;
    }

    void cut()
    {
        auto &devices = m_preview.devices;
        std::sort(devices.begin(), devices.end(), [](const PreviewDevice &a, const PreviewDevice &b) {
            return std::tie(a.name, a.device) < std::tie(b.name, b.device);
        });
        if (devices.size() > listedDevices)
            devices.resize(listedDevices);
    }

    const BusinessPolicy &m_policy;
    const PolicySet &m_set;
    PolicyPreview m_preview;
    QMap<QString, qint64> m_before; // by state
    QMap<QString, qint64> m_after;
};

Result<QSet<QString>> members(Database &database, const BusinessPolicy &policy)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT device FROM policy_devices WHERE policy = ?"_s, {policy.id.text});
    if (!rows)
        return rows.error();
    QSet<QString> devices;
    while (rows.value()->next())
        devices.insert(rows.value()->value(0).toString());
    rows.value()->finish();
    return devices;
}

void count(RuleTrial &trial, RuleState state)
{
    switch (state) {
    case RuleState::Pass:
        ++trial.pass;
        break;
    case RuleState::Fail:
        ++trial.fail;
        break;
    case RuleState::Undetermined:
    case RuleState::Unknown:
        ++trial.undetermined;
        break;
    case RuleState::Error:
        ++trial.error;
        break;
    case RuleState::NotApplicable:
        ++trial.notApplicable;
        break;
    }
}

// Whether the list form of a device has every field that the rule asks about.
bool isAboutLists(const CompiledRule &rule)
{
    const auto leaves = rule.check()->leaves();
    return std::none_of(
        leaves.begin(), leaves.end(), [](const Check::Leaf &leaf) { return fields<Device>()[leaf.field].is(Detail); });
}

Result<RuleTrial> tryOverColumns(Database &database, const SnapshotPointer &devices, const CompiledRule &rule)
{
    QSet<size_t> asked;
    for (const Check::Leaf &leaf : rule.check()->leaves())
        asked.insert(leaf.field);
    const Result<FactColumns> times = factColumns(database, *devices, asked, rule.now());
    if (!times)
        return times.error();
    const RuleColumns columns(std::span(&rule, 1), devices, times.value());
    RuleColumns::Sheet sheet;
    RuleTrial trial;
    for (size_t block = 0; block < columns.blockCount(); ++block) {
        columns.evaluate(block, sheet);
        const size_t rows = std::min<size_t>(blockRows, devices->rowCount() - block * blockRows);
        for (const RuleState state : std::span(sheet.states.front()).first(rows))
            count(trial, state);
    }
    return trial;
}

} // namespace

namespace {

// The policy as its activation would make it.
BusinessPolicy activated(const BusinessPolicy &policy, const QDateTime &now)
{
    BusinessPolicy active = policy;
    if (policy.number != policy.inForce)
        putInForce(active, now);
    if (policy.state.value() != PolicyState::Active || policy.number != policy.inForce)
        active.activated = now;
    active.state = PolicyState::Active;
    return active;
}

Result<PolicyPreview> previewAtOneMoment(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    const BusinessPolicy active = activated(policy, now);
    const Result<CompiledPolicy> scope = compilePolicy(active, now);
    if (!scope)
        return scope.error();
    const Result<PolicySet> set = loadPolicySet(database, now, &active);
    const Result<QSet<QString>> before = members(database, policy);
    if (!set || !before)
        return set ? before.error() : set.error();
    Sum sum(policy, set.value());
    const Result<Done> visited = eachDevice(database, [&](const Device &device) -> Result<Done> {
        const bool wasMember = before.value().contains(device.id.text);
        const bool isInScope = scope.value().holds(device);
        if (!active.waves.empty() && isInScope)
            sum.addToWave(scope.value().waveOf(device));
        const PlanSubject subject = subjectOf(set.value(), device);
        const bool isConcerned = std::any_of(subject.scopes.begin(), subject.scopes.end(),
            [&](const PlanScope &part) { return set.value().active[part.rank].policy.id == active.id; });
        if (!wasMember && !isConcerned)
            return Done{};
        const Result<QStringList> policies = memberships(database, device.id);
        const Result<std::vector<Deployment>> present = storedDeployments(database, device.id);
        const Result<std::vector<RuleResult>> results = storedResults(database, device.id);
        if (!policies || !present || !results)
            return !policies ? policies.error() : !present ? present.error() : results.error();
        const DevicePlan plan = planDevice(set.value(), subject, {present.value(), policies.value()});
        const Result<std::vector<RuleResult>> after =
            evaluateRules(database, set.value(), plan.rules, device, results.value());
        if (!after)
            return after.error();
        sum.add(device, wasMember, plan, present.value(),
            rollUp(enforcedResults(after.value(), plan), plan.isAssigned, now));
        return Done{};
    });
    return visited ? Result<PolicyPreview>(sum.result()) : visited.error();
}

} // namespace

Result<PolicyPreview> previewPolicy(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    return database.look([&] { return previewAtOneMoment(database, policy, now); });
}

Result<RuleTrial> tryRule(
    Database &database, const SnapshotPointer &devices, const ComplianceRule &rule, const QDateTime &now)
{
    const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
    if (!compiled)
        return compiled.error();
    if (devices && isAboutLists(compiled.value()))
        return tryOverColumns(database, devices, compiled.value());
    RuleTrial trial;
    const Result<Done> visited = database.look([&] {
        return eachDevice(database, [&](const Device &device) -> Result<Done> {
            const Result<FactTimes> times = factTimes(database, device, now);
            if (!times)
                return times.error();
            count(trial, compiled.value().evaluate(device, times.value(), nullptr).state.value());
            return Done{};
        });
    });
    return visited ? Result<RuleTrial>(trial) : visited.error();
}

} // namespace belvedere::server
