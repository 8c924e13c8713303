// Finding the devices of an order.
#include "server/api/actiontargets.h"

#include "server/api/listing.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr char select[] = "SELECT id, name, management, platform, simulated FROM devices";

ApiError refusedOrder(const QString &code, const QString &field, const QString &message)
{
    ApiError error = validationError({{field, message}});
    error.code = code;
    return error;
}

// The agent locks and restarts with systemd; on other systems it could only fail.
bool canDo(ActionKind kind, const ActionTarget &target)
{
    const bool isPower = kind == ActionKind::Lock || kind == ActionKind::Restart;
    return !isPower || target.simulated || target.platform.value() == Platform::Linux;
}

QString refusalOf(ActionKind kind, const ActionTarget &target)
{
    if (target.management.value() != Management::Agent)
        return u"action.inventory-only"_s;
    return canDo(kind, target) ? QString() : u"action.unsupported"_s;
}

ActionTarget read(const QSqlQuery &row, ActionKind kind)
{
    ActionTarget target{{row.value(0).toString()}, row.value(1).toString(),
        Coded<Management>::fromToken(row.value(2).toString()), Coded<Platform>::fromToken(row.value(3).toString()),
        row.value(4).toBool(), {}};
    target.refusal = refusalOf(kind, target);
    return target;
}

Result<std::vector<ActionTarget>> byQuery(Database &database, const ActionOrder &order, const QDateTime &now)
{
    ListParameters parameters;
    parameters.query = order.query;
    const Result<CompiledList> list = compileList(fields<Device>(), parameters, now);
    if (!list)
        return list.error();
    const SqlCondition condition = listCondition(database.dialect(), fields<Device>(), list.value());
    const Result<QSqlQuery *> query =
        database.run(QLatin1StringView(select) + u" WHERE "_s + condition.where + u" ORDER BY n LIMIT ?"_s,
            condition.values + QVariantList{maximumActionDevices + 1});
    if (!query)
        return query.error();
    std::vector<ActionTarget> targets;
    while (query.value()->next())
        targets.push_back(read(*query.value(), order.kind.value()));
    query.value()->finish();
    if (targets.size() > size_t(maximumActionDevices))
        return refusedOrder(
            u"action.too-many"_s, u"query"_s, u"more than %1 devices match"_s.arg(maximumActionDevices));
    return targets;
}

Result<std::vector<ActionTarget>> byIds(Database &database, const ActionOrder &order)
{
    std::vector<ActionTarget> targets;
    for (const QString &id : canonicalSet(order.devices)) {
        const std::optional<qint64> number = idNumber(id, Device::idPrefix);
        if (!number)
            return validationError({{u"devices"_s, u"%1 is no device's id"_s.arg(id.left(64))}});
        const Result<QSqlQuery *> query = database.run(QLatin1StringView(select) + u" WHERE n = ?"_s, {*number});
        if (!query)
            return query.error();
        ActionTarget target{{id}, {}, {}, {}, false, u"not-found"_s};
        if (query.value()->next())
            target = read(*query.value(), order.kind.value());
        query.value()->finish();
        targets.push_back(target);
    }
    return targets;
}

} // namespace

Result<std::vector<ActionTarget>> actionTargets(Database &database, const ActionOrder &order, const QDateTime &now)
{
    if (!order.kind.isKnown())
        return validationError({{u"kind"_s, u"sync, message, lock or restart"_s}});
    const bool hasQuery = !order.query.trimmed().isEmpty();
    if (hasQuery == !order.devices.isEmpty()) {
        return hasQuery ? refusedOrder(u"action.devices-named-twice"_s, u"devices"_s, u"a query or ids, not both"_s)
                        : refusedOrder(u"action.no-devices-named"_s, u"query"_s,
                            u"say which devices; a query such as enrolled>=2000-01-01 means all"_s);
    }
    return hasQuery ? byQuery(database, order, now) : byIds(database, order);
}

std::vector<ActionRefusal> actionRefusals(const std::vector<ActionTarget> &targets)
{
    std::vector<ActionRefusal> refusals;
    for (const ActionTarget &target : targets) {
        if (!target.refusal.isEmpty() && refusals.size() < maximumRefusalsShown)
            refusals.push_back({target.id.text, target.name, target.refusal});
    }
    return refusals;
}

qint64 acceptedTargets(const std::vector<ActionTarget> &targets)
{
    return std::count_if(
        targets.begin(), targets.end(), [](const ActionTarget &target) { return target.refusal.isEmpty(); });
}

} // namespace belvedere::server
