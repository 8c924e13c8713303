// Guards by what is on record, and the dry run of a rule.
#include "server/policy/stepguards.h"

#include "api/operations.h"
#include "server/policy/bringing.h"
#include "server/policy/currentset.h"
#include "server/policy/items.h"
#include "server/store/entitytable.h"

#include <map>
#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 hour = 3'600; // seconds

enum class Kinds : quint8 { Destroying, Bringing };
bool isAmong(Kinds kinds, RuleActionKind kind)
{
    return kinds == Kinds::Destroying ? isDestructive(kind) : broughtKind(kind) != ItemKind::Unknown;
}

const Table<RuleStep> &stepTable()
{
    static const Table<RuleStep> steps;
    return steps;
}

// When the users of devices were last told about the rule, by id of the device; with `device` of that one alone.
Result<QHash<QString, QDateTime>> toldOf(
    Database &database, const Id<ComplianceRule> &rule, const Id<Device> &device = {})
{
    QVariantList values{rule.text};
    QString where = u"rule_id = ? AND kind = 'notify_user' AND state = 'done'"_s;
    if (!device.isEmpty()) {
        where += u" AND device_id = ?"_s;
        values.append(device.text);
    }
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT device_id, MAX(taken) FROM steps WHERE %1 GROUP BY device_id"_s.arg(where), values);
    if (!rows)
        return rows.error();
    QHash<QString, QDateTime> told;
    while (rows.value()->next()) {
        if (!rows.value()->isNull(1))
            told.insert(rows.value()->value(0).toString(),
                QDateTime::fromMSecsSinceEpoch(rows.value()->value(1).toLongLong(), Qt::UTC));
    }
    rows.value()->finish();
    return told;
}

// Devices that had a destructive step within the hour.
Result<qint64> doneLately(Database &database, const QDateTime &now)
{
    return database
        .value(
            u"SELECT COUNT(DISTINCT device_id) FROM steps WHERE kind IN ('wipe', 'remove_work_data') AND taken > ? AND state IN ('done', 'failed')"_s,
            {now.addSecs(-hour).toMSecsSinceEpoch()})
        .map([](const QVariant &count) { return count.toLongLong(); });
}

QString obstacleOf(RuleActionKind kind, const RuleResult &result, const Device &device, const QDateTime &told,
    qint64 done, const QDateTime &now)
{
    const bool isFailing =
        result.state.value() == RuleState::Fail && result.mode.value() != RuleMode::Monitor && result.graceUntil <= now;
    if (!isFailing)
        return u"action.not-failing"_s;
    return isDestructive(kind) ? destructiveObstacle(kind, result, device, told, done, now) : QString();
}

// A rule in the revisions that results name.
class Ladders {
public:
    Ladders(Database &database, const Id<ComplianceRule> &rule)
        : m_database(database)
        , m_rule(rule)
    {
    }
    // Nothing where the revision cannot be read: such a rule is an error on every device.
    Result<const ComplianceRule *> revision(qint64 number)
    {
        const auto known = m_known.find(number);
        if (known != m_known.end())
            return known->second ? &*known->second : nullptr;
        Result<std::optional<ComplianceRule>> loaded = loadRule(m_database, m_rule.text, number);
        if (!loaded && loaded.error().code != "item.corrupt"_L1)
            return loaded.error();
        std::optional<ComplianceRule> &kept = m_known[number];
        if (loaded)
            kept = std::move(loaded).value();
        return kept ? &*kept : nullptr;
    }

private:
    Database &m_database;
    Id<ComplianceRule> m_rule;
    std::map<qint64, std::optional<ComplianceRule>> m_known;
};

struct Expected {
    RuleResult result;
    DueStep due;
    QString step; // id of the one that waits
};

// Those that nobody has decided about; of what is brought also those that are not due yet.
Result<std::vector<Expected>> expectedSteps(
    Database &database, const Id<ComplianceRule> &rule, Kinds kinds, const QDateTime &now)
{
    const QString words =
        kinds == Kinds::Destroying ? u"'wipe', 'remove_work_data'"_s : u"'push_profile', 'install_app'"_s;
    const QDateTime until = kinds == Kinds::Destroying ? now : now.addSecs(3 * maximumGrace);
    static const Table<RuleResult> results;
    // without the tests of each, which can be many
    std::vector<RuleResult> failing;
    RuleResult read;
    const Result<Done> listed = results.untyped().each(
        database, {u"rule_id = ? AND state = 'fail'"_s, {rule.text}}, u"device_id"_s, &read, [&failing, &read] {
            failing.push_back(read);
            failing.back().leaves.clear();
        });
    const Result<std::vector<RuleStep>> begun =
        stepTable().list(database, {u"kind IN (%1) AND rule_id = ?"_s.arg(words), {rule.text}}, u"n DESC"_s);
    if (!listed || !begun)
        return listed ? begun.error() : listed.error();
    QMultiHash<QString, const RuleStep *> known;
    for (const RuleStep &step : begun.value())
        known.insert(step.device.text, &step);
    Ladders ladders(database, rule);
    std::vector<Expected> expected;
    for (const RuleResult &result : failing) {
        const Result<const ComplianceRule *> revision = ladders.revision(result.revision);
        if (!revision)
            return revision.error();
        if (!revision.value())
            continue;
        for (const DueStep &due : dueSteps(*revision.value(), result, until)) {
            if (!isAmong(kinds, due.kind.value()))
                continue;
            const QList<const RuleStep *> old = known.values(result.device.text);
            const auto same =
                std::find_if(old.begin(), old.end(), [&](const RuleStep *step) { return covers(*step, result, due); });
            if (same == old.end())
                expected.push_back({result, due, {}});
            else if ((*same)->state.value() == StepState::Waiting)
                expected.push_back({result, due, (*same)->id.text});
        }
    }
    return expected;
}

Result<Done> addBrought(Database &database, const Id<ComplianceRule> &rule, const QDateTime &now, RuleDryRun &run)
{
    static const Table<Device> devices;
    static const Table<Deployment> deployments;
    const Result<std::vector<Expected>> expected = expectedSteps(database, rule, Kinds::Bringing, now);
    const Result<std::shared_ptr<const PolicySet>> set = currentPolicySet(database, now);
    if (!expected || !set)
        return expected ? set.error() : expected.error();
    run.bringsTotal = qint64(expected.value().size());
    for (const Expected &step : expected.value()) {
        if (run.brings.size() >= mostDryRunSteps)
            break;
        const Id<Device> &id = step.result.device;
        const Result<Device> device = devices.get(database, id);
        if (!device && device.error().kind == ApiError::Kind::NotFound)
            continue; // it goes at this moment
        const Result<std::vector<Deployment>> present = deployments.list(database, {u"device_id = ?"_s, {id.text}});
        if (!device || !present)
            return device ? present.error() : device.error();
        const BroughtItem brought = BroughtItem::of(step.due.parameters);
        const QString code = bringingObstacle(*set.value(), device.value(), present.value(), brought);
        run.brings.push_back({id, step.result.deviceName, step.due.kind, step.due.due, step.step, code, brought.item});
    }
    return Done{};
}

} // namespace

QString incapacity(RuleActionKind kind, const Device &device, const QJsonObject &parameters)
{
    if (kind == RuleActionKind::NotifyAdmin || kind == RuleActionKind::BlockAccess)
        return {}; // the device has no part in it
    const bool isLostMode = kind == RuleActionKind::LostMode;
    const bool isCommand = kind == RuleActionKind::RunCommand;
    if (kind != RuleActionKind::NotifyUser && kind != RuleActionKind::RemoteLock && !isLostMode && !isCommand)
        return u"action.unsupported"_s;
    if (device.management.value() != Management::Agent)
        return u"action.inventory-only"_s;
    if (isCommand)
        return commandObstacle(device.commands, parameters.value("name"_L1).toString());
    if (isLostMode)
        return device.simulated && hasLostMode(device.platform.value()) ? QString() : u"action.unsupported"_s;
    const bool canLock = device.simulated || device.platform.value() == Platform::Linux;
    return kind == RuleActionKind::RemoteLock && !canLock ? u"action.unsupported"_s : QString();
}

bool isSameStep(const RuleStep &step, const DueStep &due)
{
    return step.kind == due.kind
        && subjectOf(step.kind.value(), step.parameters) == subjectOf(due.kind.value(), due.parameters);
}

bool covers(const RuleStep &step, const RuleResult &result, const DueStep &due)
{
    const StepState state = step.state.value();
    if (step.rule != result.rule || !isSameStep(step, due) || step.failingSince != result.failingSince)
        return false;
    const bool isOpen = state == StepState::Waiting || state == StepState::Ordered;
    return isOpen || (step.number == due.number && state != StepState::Withdrawn);
}

Result<QString> obstacleNow(Database &database, const RuleStep &step, const Device &device, const QDateTime &now)
{
    static const Table<RuleResult> results;
    const RuleActionKind kind = step.kind.value();
    if (!needsApproval(kind))
        return QString();
    const Result<std::vector<RuleResult>> result =
        results.list(database, {u"device_id = ? AND rule_id = ?"_s, {step.device.text, step.rule.text}});
    const Result<QHash<QString, QDateTime>> told = toldOf(database, step.rule, step.device);
    const Result<qint64> done = doneLately(database, now);
    if (!result || !told || !done)
        return !result ? result.error() : !told ? told.error() : done.error();
    const RuleResult current = result.value().empty() ? RuleResult() : result.value().front();
    return obstacleOf(kind, current, device, told.value().value(step.device.text), done.value(), now);
}

Result<RuleDryRun> dryRun(Database &database, const Id<ComplianceRule> &rule, const QDateTime &now)
{
    static const Table<ComplianceRule> rules;
    static const Table<Device> devices;
    const Result<ComplianceRule> stored = rules.get(database, rule);
    if (!stored)
        return stored.error();
    const Result<std::vector<Expected>> expected = expectedSteps(database, rule, Kinds::Destroying, now);
    const Result<QHash<QString, QDateTime>> told = toldOf(database, rule);
    const Result<qint64> done = doneLately(database, now);
    if (!expected || !told || !done)
        return !expected ? expected.error() : !told ? told.error() : done.error();
    RuleDryRun run;
    run.rule = rule.text;
    run.ruleName = stored.value().name;
    run.total = qint64(expected.value().size());
    QSet<QString> concerned;
    for (const Expected &step : expected.value()) {
        const RuleResult &result = step.result;
        concerned.insert(result.device.text);
        if (run.steps.size() >= mostDryRunSteps)
            continue;
        const Result<Device> device = devices.get(database, result.device);
        if (!device && device.error().kind == ApiError::Kind::NotFound)
            continue; // it goes at this moment
        if (!device)
            return device.error();
        const RuleActionKind kind = step.due.kind.value();
        QString code =
            obstacleOf(kind, result, device.value(), told.value().value(result.device.text), done.value(), now);
        if (code.isEmpty())
            code = incapacity(kind, device.value(), step.due.parameters);
        run.steps.push_back({result.device, result.deviceName, step.due.kind, step.due.due, step.step, code, {}});
    }
    run.devices = concerned.size();
    const Result<Done> added = addBrought(database, rule, now, run);
    return added ? Result<RuleDryRun>(run) : added.error();
}

} // namespace belvedere::server
