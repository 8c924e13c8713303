// Filling and draining of the queue.
#include "server/policy/queue.h"

#include "api/operations.h"
#include "compliance/plan.h"
#include "query/sql.h"
#include "server/policy/currentset.h"
#include "server/policy/reconcile.h"
#include "server/policy/versions.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QElapsedTimer>
#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// `select` answers one column of device ids.
Result<Done> enqueueSelected(Transaction &transaction, const QString &select, const QVariantList &values)
{
    const QString moment = QString::number(transaction.now().toMSecsSinceEpoch());
    return execute(transaction.database(),
        // without a condition, SQLite would take ON for that of a join
        u"INSERT INTO reconcile_queue (device, queued) SELECT device, %1 FROM (%2) AS found WHERE true "
        "ON CONFLICT DO NOTHING"_s.arg(moment, select),
        values);
}

// Some devices of the queue.
Result<Done> drainPart(Transaction &transaction, Reconciliation &reconciliation, const QStringList &ids)
{
    static const Table<Device> table;
    Database &database = transaction.database();
    const SqlCondition those = among(u"device"_s, ids);
    // first: what reconciling asks for stays in the queue
    Result<Done> done =
        database.run(u"DELETE FROM reconcile_queue WHERE "_s + those.where, those.values).map([](QSqlQuery *) {
            return Done{};
        });
    if (done)
        done = reconciliation.readAhead(ids);
    const Result<std::vector<Device>> stored = table.list(database, among(u"id"_s, ids));
    if (!done || !stored)
        return done ? stored.error() : done.error();
    QHash<QString, Device> devices;
    for (const Device &device : stored.value())
        devices.insert(device.id.text, device);
    for (const QString &id : ids) {
        const auto found = devices.constFind(id);
        if (found == devices.constEnd())
            continue; // it is gone
        Device device = *found;
        done = reconciliation.reconcile(device);
        if (done) // nothing is written when nothing differs
            done = table.refresh(transaction, device, *found).map([](const Device &) { return Done{}; });
        if (!done)
            return done;
    }
    return Done{};
}

bool asksMoments(const std::optional<Matcher> &query)
{
    if (!query)
        return false;
    const auto leaves = query->leaves();
    return std::any_of(leaves.begin(), leaves.end(),
        [](const QueryLeaf &leaf) { return fields<Device>()[leaf.field].kind == Kind::Time; });
}

// Whether a device may come in without having changed.
bool asksMoments(const CompiledPolicy &policy)
{
    return asksMoments(policy.scope)
        || std::any_of(
            policy.waves.begin(), policy.waves.end(), [](const CompiledWave &wave) { return asksMoments(wave.query); });
}

Result<Done> enqueueScope(Transaction &transaction, const BusinessPolicy &policy)
{
    const Result<CompiledPolicy> compiled = compilePolicy(policy, transaction.now());
    if (!compiled)
        return compiled.error();
    if (!compiled.value().scope)
        return enqueueSelected(transaction, u"SELECT id AS device FROM devices"_s, {});
    const SqlFilter filter = sqlFilter(*compiled.value().scope, fields<Device>(), transaction.database().dialect());
    return enqueueSelected(transaction, u"SELECT id AS device FROM devices WHERE "_s + filter.where, filter.binds);
}

} // namespace

Result<Done> enqueueDevice(Transaction &transaction, const Id<Device> &device)
{
    return execute(transaction.database(),
        u"INSERT INTO reconcile_queue (device, queued) VALUES (?, ?) ON CONFLICT DO NOTHING"_s,
        {device.text, transaction.now().toMSecsSinceEpoch()});
}

Result<Done> enqueuePolicy(Transaction &transaction, const BusinessPolicy &policy, bool withScope)
{
    Result<Done> done =
        enqueueSelected(transaction, u"SELECT device FROM policy_devices WHERE policy = ?"_s, {policy.id.text});
    if (!done || !withScope)
        return done;
    done = enqueueScope(transaction, policy);
    const Result<std::vector<BusinessPolicy>> kept = keptVersions(transaction.database(), policy);
    if (!done || !kept)
        return done ? kept.error() : done;
    // versions of one policy mostly have one scope, which is asked once
    const auto scopeOf = [](const BusinessPolicy &version) {
        return version.allDevices ? QString() : version.scope.trimmed(); // none is empty
    };
    QSet<QString> asked{scopeOf(policy)};
    for (auto it = kept.value().begin(); done && it != kept.value().end(); ++it) {
        const QString scope = scopeOf(*it);
        if (asked.contains(QString()) || asked.contains(scope))
            continue;
        asked.insert(scope);
        done = enqueueScope(transaction, *it);
    }
    return done;
}

Result<Done> enqueuePerson(Transaction &transaction, const Id<Person> &person)
{
    return enqueueSelected(transaction, u"SELECT id AS device FROM devices WHERE person_id = ?"_s, {person.text});
}

Result<Done> enqueueRule(Transaction &transaction, const Id<ComplianceRule> &rule)
{
    return enqueueSelected(transaction, u"SELECT device_id AS device FROM results WHERE rule_id = ?"_s, {rule.text});
}

Result<Done> enqueueDue(Transaction &transaction)
{
    return enqueueSelected(transaction, u"SELECT DISTINCT device_id AS device FROM deployments WHERE due <= ?"_s,
        {transaction.now().toMSecsSinceEpoch()});
}

Result<Done> enqueueAged(Transaction &transaction)
{
    const Result<std::shared_ptr<const PolicySet>> set = currentPolicySet(transaction.database(), transaction.now());
    if (!set)
        return set.error();
    for (const CompiledPolicy &active : set.value()->active) {
        bool asksTime = false;
        for (const CompiledPolicy *version = &active; version; version = version->previous.get())
            asksTime = asksTime || asksMoments(*version);
        const Result<Done> entering = asksTime ? enqueuePolicy(transaction, active.policy, true) : Done{};
        if (!entering)
            return entering;
    }
    return enqueueSelected(transaction,
        u"SELECT device FROM policy_devices UNION SELECT device_id FROM results UNION SELECT device_id FROM deployments"_s,
        {});
}

Result<bool> drainQueue(Transaction &transaction, int devices, std::chrono::milliseconds time)
{
    Database &database = transaction.database();
    const Result<std::shared_ptr<const PolicySet>> set = currentPolicySet(database, transaction.now());
    if (!set)
        return set.error();
    const Result<QStringList> found = textsOf(database,
        u"SELECT device FROM reconcile_queue ORDER BY queued, device LIMIT ?"_s + database.claim(), {devices});
    if (!found)
        return found.error();
    const QStringList &ids = found.value();
    Reconciliation reconciliation(transaction, *set.value());
    QElapsedTimer spent;
    spent.start();
    for (qsizetype first = 0; first < ids.size() && spent.elapsed() < time.count(); first += mostRecords) {
        const Result<Done> done = drainPart(transaction, reconciliation, ids.mid(first, mostRecords));
        if (!done)
            return done.error();
    }
    const Result<Done> closed = reconciliation.close();
    if (!closed)
        return closed.error();
    return database.value(u"SELECT EXISTS (SELECT 1 FROM reconcile_queue)"_s).map([](const QVariant &left) {
        return left.toBool();
    });
}

Result<QString> putOff(Transaction &transaction)
{
    Database &database = transaction.database();
    const Result<QVariant> first =
        database.value(u"SELECT device FROM reconcile_queue ORDER BY queued, device LIMIT 1"_s);
    if (!first)
        return first.error();
    const QString device = first.value().toString();
    return database
        .run(u"UPDATE reconcile_queue SET queued = ? WHERE device = ?"_s,
            {transaction.now().toMSecsSinceEpoch(), device})
        .map([&device](QSqlQuery *) { return device; });
}

Result<Done> reconcileQueued(Transaction &transaction, const Id<Device> &device)
{
    Database &database = transaction.database();
    const Result<QVariant> isAsked =
        database.value(u"SELECT EXISTS (SELECT 1 FROM reconcile_queue WHERE device = ?)"_s, {device.text});
    if (!isAsked || !isAsked.value().toBool())
        return isAsked ? Result<Done>(Done{}) : isAsked.error();
    const Result<std::shared_ptr<const PolicySet>> set = currentPolicySet(database, transaction.now());
    if (!set)
        return set.error();
    Reconciliation reconciliation(transaction, *set.value());
    const Result<Done> done = drainPart(transaction, reconciliation, {device.text});
    return done ? reconciliation.close() : done;
}

Result<Done> reconcileBeforeDelivery(Transaction &transaction, const Id<Device> &device)
{
    const Result<QVariant> hasOrders =
        transaction.database().value(u"SELECT EXISTS (SELECT 1 FROM commands WHERE device = ?)"_s, {device.text});
    if (!hasOrders || !hasOrders.value().toBool())
        return hasOrders ? Result<Done>(Done{}) : hasOrders.error();
    return reconcileQueued(transaction, device);
}

} // namespace belvedere::server
