// Previews.
#include "server/policy/preview.h"

#include "api/operations.h"
#include "compliance/registry.h"
#include "compliance/rollup.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/devicelists.h"
#include "server/policy/facttimes.h"
#include "server/policy/reconcile.h"
#include "server/policy/results.h"
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
        for (const QString &profile : policy.profiles)
            item(profile);
    }

    void add(const Device &device, bool wasMember, const DevicePlan &plan, Compliance after)
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
        for (const ProfilePlan &step : plan.profiles)
            count(step, line);
        const bool changes = line.change.value() != PreviewChange::Stays || line.before != line.after
            || !(line.install + line.replace + line.remove + line.impossible).isEmpty();
        if (!changes)
            return;
        ++m_preview.changing;
        m_preview.devices.push_back(line);
        if (m_preview.devices.size() >= 4 * listedDevices)
            cut();
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
    PreviewItem &item(const QString &profile)
    {
        const auto found = std::find_if(m_preview.items.begin(), m_preview.items.end(),
            [&profile](const PreviewItem &known) { return known.item == profile; });
        if (found != m_preview.items.end())
            return *found;
        PreviewItem made;
        made.item = profile;
        made.name = m_set.profiles.value(profile).name;
        m_preview.items.push_back(made);
        return m_preview.items.back();
    }

    void count(const ProfilePlan &step, PreviewDevice &line)
    {
        const QString &name = m_set.profiles.value(step.profile).name;
        const bool isOurs = step.policies.contains(m_policy.id.text);
        if (!step.winner.isEmpty())
            noteConflict(step, isOurs);
        switch (step.step) {
        // also another policy's profile, that has to make room or gets it
        case ProfileStep::Install:
            ++item(step.profile).install;
            line.install.append(name);
            break;
        case ProfileStep::Replace:
            ++item(step.profile).replace;
            line.replace.append(name);
            break;
        case ProfileStep::Remove:
            ++item(step.profile).remove;
            line.remove.append(name);
            break;
        case ProfileStep::Present:
            if (isOurs)
                ++item(step.profile).present;
            break;
        case ProfileStep::Impossible:
            if (isOurs) {
                ++item(step.profile).impossible;
                line.impossible.append(QString(name + u": " + step.code));
            }
            break;
        case ProfileStep::Drop:
        case ProfileStep::Keep:
            break;
        }
    }

    void noteConflict(const ProfilePlan &loser, bool isOurs)
    {
        const bool winnerIsOurs = m_policy.profiles.contains(loser.winner);
        if (!isOurs && !winnerIsOurs)
            return;
        const QString mine = isOurs ? loser.profile : loser.winner;
        const QString other = isOurs ? loser.winner : loser.profile;
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
                if (active.policy.profiles.contains(other))
                    conflict.policies.append(active.policy.id.text);
            }
            for (const BusinessPolicy &paused : m_set.paused) {
                if (paused.profiles.contains(other))
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
    case RuleState::Excepted:
        ++trial.fail;
        break;
    case RuleState::Undetermined:
    case RuleState::NotChecked:
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
    return !rule.rule().supervisedOnly && std::none_of(leaves.begin(), leaves.end(), [](const Check::Leaf &leaf) {
        return ruleFields()[leaf.field].is(Detail);
    });
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

Result<PolicyPreview> previewAtOneMoment(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    BusinessPolicy active = policy;
    if (policy.state.value() != PolicyState::Active)
        active.activated = now;
    active.state = PolicyState::Active;
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
        if (!wasMember && !scope.value().holds(device))
            return Done{};
        const Result<QStringList> policies = memberships(database, device.id);
        const Result<std::vector<Deployment>> present = storedDeployments(database, device.id);
        const Result<std::vector<RuleResult>> results = storedResults(database, device.id);
        if (!policies || !present || !results)
            return !policies ? policies.error() : !present ? present.error() : results.error();
        const DevicePlan plan = planDevice(set.value(), device, {present.value(), policies.value()});
        const Result<std::vector<RuleResult>> after =
            evaluateRules(database, set.value(), plan.rules, device, results.value());
        if (!after)
            return after.error();
        sum.add(device, wasMember, plan, rollUp(after.value(), plan.isAssigned, now));
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
            const Result<DeviceLists> lists = deviceLists(database, device, compiled.value().asksLists(), now);
            if (!lists)
                return lists.error();
            const RuleCircumstances circumstances{nullptr, &lists.value()};
            count(trial, compiled.value().evaluate(device, times.value(), circumstances).state.value());
            return Done{};
        });
    });
    return visited ? Result<RuleTrial>(trial) : visited.error();
}

} // namespace belvedere::server
