// Carrying on of roll-outs.
#include "server/policy/rollouts.h"

#include "api/policies.h"
#include "compliance/policyset.h"
#include "server/policy/currentset.h"
#include "server/policy/queue.h"
#include "server/policy/versions.h"
#include "server/store/auditlog.h"
#include "server/store/entitytable.h"

#include <algorithm>
#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// The policies that the log has named already: they are met every other second.
struct Told {
    QSet<QString> policies;
};

const Table<BusinessPolicy> &table()
{
    static const Table<BusinessPolicy> policies;
    return policies;
}

bool isUnderWay(const BusinessPolicy &policy)
{
    return policy.rollout.isKnown() && policy.rollout.value() != RolloutState::Done;
}

void openNext(BusinessPolicy &policy, const QDateTime &now)
{
    policy.rollout = RolloutState::Running;
    ++policy.wave;
    policy.waveSince = now;
    policy.tolerated = 0;
}

// Whether devices that the wave concerns are still to be looked at.
Result<bool> isSettling(Database &database, const BusinessPolicy &policy)
{
    return database
        .value(u"SELECT EXISTS (SELECT 1 FROM reconcile_queue WHERE queued <= ?)"_s,
            {policy.waveSince.toMSecsSinceEpoch()})
        .map([](const QVariant &any) { return any.toBool(); });
}

Result<Done> note(Transaction &transaction, const BusinessPolicy &policy, AuditActionName action, const QString &reason)
{
    AuditNote note{.action = action};
    note.targetType = u"policy"_s;
    note.targetId = policy.id.text;
    note.targetName = policy.name;
    note.reason = reason;
    return appendAudit(transaction, {}, note);
}

// In the version that is in force. Error "policy.corrupt": that, or one that devices keep, cannot be read any more.
Result<BusinessPolicy> readableInForce(Transaction &transaction, const BusinessPolicy &policy)
{
    Result<BusinessPolicy> inForce = withVersion(transaction.database(), policy, policy.inForce);
    const Result<std::vector<BusinessPolicy>> kept = keptVersions(transaction.database(), policy);
    if (!inForce || !kept)
        return inForce ? kept.error() : inForce;
    const auto compiles = [&transaction](const BusinessPolicy &version) {
        return bool(compilePolicy(version, transaction.now()));
    };
    if (compiles(inForce.value()) && std::all_of(kept.value().begin(), kept.value().end(), compiles))
        return inForce;
    return storeError(u"policy.corrupt"_s, u"A query of %1 cannot be read."_s.arg(policy.id.text));
}

// `inForce`: with the content that decides.
Result<Done> carryOn(Transaction &transaction, const BusinessPolicy &stored, const BusinessPolicy &inForce)
{
    const Result<WaveNumbers> numbers = waveNumbers(transaction.database(), inForce);
    if (!numbers)
        return numbers.error();
    const RolloutStep step = nextStep(inForce, numbers.value(), transaction.now());
    if (step == RolloutStep::Stay)
        return Done{};
    if (step != RolloutStep::Halt) { // failures do not wait for the devices that nobody has looked at
        const Result<bool> settling = isSettling(transaction.database(), stored);
        if (!settling || settling.value())
            return settling ? Result<Done>(Done{}) : settling.error();
    }
    BusinessPolicy policy = stored;
    Result<Done> noted = Done{};
    const QString reason = u"wave %1: %2 installed, %3 failed, %4 open"_s.arg(policy.wave)
                               .arg(numbers.value().installed)
                               .arg(numbers.value().failed)
                               .arg(numbers.value().open);
    switch (step) {
    case RolloutStep::Stay:
        return Done{};
    case RolloutStep::Halt:
        policy.rollout = RolloutState::Halted;
        noted = note(transaction, policy, "policy.rollout.halted", reason);
        break;
    case RolloutStep::Ask:
        policy.rollout = RolloutState::Waiting;
        break;
    case RolloutStep::Open:
        openNext(policy, transaction.now());
        noted = note(transaction, policy, "policy.rollout.opened", reason);
        break;
    case RolloutStep::Finish:
        policy.rollout = RolloutState::Done;
        policy.base = 0;
        policy.replaced.clear();
        noted = note(transaction, policy, "policy.rollout.completed", reason);
        break;
    }
    if (!noted)
        return noted;
    const Result<BusinessPolicy> kept = table().refresh(transaction, policy, stored);
    if (!kept)
        return kept.error();
    if (step == RolloutStep::Ask)
        return Done{};
    const Result<Done> changed = policiesChanged(transaction);
    return changed ? enqueuePolicy(transaction, inForce, true) : changed;
}

// Else nobody could say what devices have that the roll-out has not reached.
Result<Done> keptAreReadable(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    const Result<std::vector<BusinessPolicy>> kept = keptVersions(database, policy);
    if (!kept && kept.error().code != "policy.corrupt"_L1)
        return kept.error();
    const bool isReadable = kept && std::all_of(kept.value().begin(), kept.value().end(), [&now](const auto &version) {
        return bool(compilePolicy(version, now));
    });
    if (isReadable)
        return Done{};
    return conflict(u"policy.corrupt"_s,
        u"A version that devices keep cannot be read any more. Put a version in force that is for everybody at once."_s);
}

} // namespace

void putInForce(BusinessPolicy &policy, const QDateTime &now, bool isOpenToAll)
{
    const bool isHalted = policy.rollout.value() == RolloutState::Halted; // some had not begun
    if (!isUnderWay(policy) || (isOpenToAll && !isHalted)) {
        policy.base = policy.inForce;
        policy.replaced.clear();
    } else {
        policy.replaced.push_back({policy.inForce, policy.wave, isHalted});
    }
    policy.inForce = policy.number;
    policy.rollout = {};
    policy.wave = 0;
    policy.tolerated = 0;
    policy.waveSince = {};
    if (policy.waves.empty()) { // it is for everybody
        policy.base = 0;
        policy.replaced.clear();
        return;
    }
    openNext(policy, now);
}

Result<BusinessPolicy> activatedPolicy(Database &database, const BusinessPolicy &policy, const QDateTime &now)
{
    BusinessPolicy active = policy;
    if (policy.number != policy.inForce) {
        bool isOpenToAll = policy.base == policy.inForce; // as it was noted once
        if (isUnderWay(policy) && !isOpenToAll) {
            const Result<BusinessPolicy> inForce = withVersion(database, policy, policy.inForce);
            if (!inForce && inForce.error().code != "policy.corrupt"_L1)
                return inForce;
            isOpenToAll = inForce && policy.wave > qint64(inForce.value().waves.size());
        }
        putInForce(active, now, isOpenToAll);
    }
    if (qsizetype(active.replaced.size()) >= maximumRollouts)
        return conflict(u"policy.rollout-chain"_s,
            u"%1 roll-outs of this policy are not complete. Finish the last one, or put a version in force that is for "
            "everybody at once, such as one rolled back to."_s.arg(maximumRollouts));
    if (policy.state.value() != PolicyState::Active || policy.number != policy.inForce)
        active.activated = now;
    active.state = PolicyState::Active;
    const Result<Done> readable = keptAreReadable(database, active, now);
    return readable ? Result<BusinessPolicy>(active) : readable.error();
}

Result<WaveNumbers> waveNumbers(Database &database, const BusinessPolicy &policy)
{
    QStringList parts;
    QVariantList values{policy.id.text, policy.inForce, policy.wave, QString(u'"' + policy.id.text + u'"')};
    for (const PolicyItem &item : policy.items) {
        parts.append(u"(d.item = ? AND d.revision = ?)"_s);
        values << item.item << item.revision;
    }
    WaveNumbers numbers;
    if (parts.isEmpty())
        return numbers;
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT d.state, COUNT(*) FROM policy_devices m JOIN deployments d ON d.device_id = m.device "
                     "WHERE m.policy = ? AND m.number = ? AND m.wave = ? AND %1 AND (%2) GROUP BY d.state"_s.arg(
                         database.contains("policies"), parts.join(u" OR "_s)),
            values);
    if (!rows)
        return rows.error();
    while (rows.value()->next()) {
        const auto state = Coded<DeploymentState>::fromToken(rows.value()->value(0).toString());
        const qint64 count = rows.value()->value(1).toLongLong();
        if (state.value() == DeploymentState::Installed)
            numbers.installed += count;
        else if (state.value() == DeploymentState::Failed)
            numbers.failed += count;
        else if (state.value() != DeploymentState::NotPossible)
            numbers.open += count;
    }
    rows.value()->finish();
    return numbers;
}

Result<Done> runRollouts(Transaction &transaction)
{
    const Result<std::vector<BusinessPolicy>> running =
        table().list(transaction.database(), {u"state = 'active' AND rollout_state IN ('running', 'waiting')"_s, {}});
    if (!running)
        return running.error();
    for (const BusinessPolicy &policy : running.value()) {
        const Result<BusinessPolicy> inForce = readableInForce(transaction, policy);
        if (!inForce) { // counts as paused, and the others go on
            if (inForce.error().code != "policy.corrupt"_L1)
                return inForce.error();
            QSet<QString> &told = transaction.database().kept<Told>().policies;
            if (!told.contains(policy.id.text))
                qWarning("roll-outs: %s cannot be read and stays as it is", qPrintable(policy.id.text));
            told.insert(policy.id.text);
            continue;
        }
        const Result<Done> carried = carryOn(transaction, policy, inForce.value());
        if (!carried)
            return carried;
    }
    return Done{};
}

Result<BusinessPolicy> continueRollout(Transaction &transaction, const BusinessPolicy &policy)
{
    if (policy.state.value() != PolicyState::Active || !isUnderWay(policy))
        return conflict(u"policy.rollout"_s, u"There is no roll-out that could go on."_s);
    const Result<BusinessPolicy> inForce = withVersion(transaction.database(), policy, policy.inForce);
    if (!inForce)
        return inForce;
    const Result<Done> readable = keptAreReadable(transaction.database(), policy, transaction.now());
    if (!readable)
        return readable.error();
    BusinessPolicy next = policy;
    if (policy.rollout.value() == RolloutState::Halted) {
        const Result<WaveNumbers> numbers = waveNumbers(transaction.database(), inForce.value());
        if (!numbers)
            return numbers.error();
        next.tolerated = numbers.value().failed;
        next.rollout = RolloutState::Running;
        return next;
    }
    if (policy.wave > qint64(inForce.value().waves.size()))
        return conflict(u"policy.rollout"_s, u"The last wave is open already."_s);
    openNext(next, transaction.now());
    return next;
}

} // namespace belvedere::server
