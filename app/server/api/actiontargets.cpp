// Finding the devices of an order.
#include "server/api/actiontargets.h"

#include "server/api/listing.h"
#include "server/patches/updateorders.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr char select[] =
    "SELECT id, name, management, platform, simulated, agent_packages, agent_commands FROM devices";

ApiError refusedOrder(const QString &code, const QString &field, const QString &message)
{
    ApiError error = validationError({{field, message}});
    error.code = code;
    return error;
}

bool isComputer(Platform platform)
{
    return platform == Platform::Linux || platform == Platform::Windows || platform == Platform::MacOs;
}

// The agent locks and restarts with systemd and installs with apt; on other systems it could only fail.
bool canDo(ActionKind kind, const ActionTarget &target)
{
    if (kind == ActionKind::LostMode || kind == ActionKind::LostModeEnd)
        return target.simulated && hasLostMode(target.platform.value()); // no agent of ours runs on real ones yet
    if (kind == ActionKind::RunCommand)
        return true; // what it has is for the device to tell
    if (kind == ActionKind::Sync || kind == ActionKind::Message || target.platform.value() == Platform::Linux)
        return true;
    return target.simulated && (kind != ActionKind::UpdatesInstall || isComputer(target.platform.value()));
}

QString refusalOf(ActionKind kind, const ActionTarget &target)
{
    if (target.management.value() != Management::Agent)
        return u"action.inventory-only"_s;
    if (!canDo(kind, target))
        return u"action.unsupported"_s;
    const bool isForbidden = kind == ActionKind::UpdatesInstall && !target.installsPackages.value_or(true);
    return isForbidden ? u"updates.not-allowed"_s : QString();
}

// As commandObstacle(); `stored` is what the device told.
QString refusedCommand(const QVariant &stored, const QString &name)
{
    static const Field &field = *findField(fields<Device>(), u"agent.commands");
    const Result<Cell> cell = cellFromSql(field, stored);
    Device device;
    if (cell)
        field.set(&device, cell.value());
    return commandObstacle(device.commands, name);
}

ActionTarget read(const QSqlQuery &row, const ActionOrder &order)
{
    const ActionKind kind = order.kind.value();
    ActionTarget target{{row.value(0).toString()}, row.value(1).toString(),
        Coded<Management>::fromToken(row.value(2).toString()), Coded<Platform>::fromToken(row.value(3).toString()),
        row.value(4).toBool(), {}};
    if (!row.value(5).isNull())
        target.installsPackages = row.value(5).toBool();
    target.refusal = refusalOf(kind, target);
    if (kind == ActionKind::RunCommand && target.refusal.isEmpty())
        target.refusal = refusedCommand(row.value(6), order.parameters.value("name"_L1).toString());
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
        targets.push_back(read(*query.value(), order));
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
            target = read(*query.value(), order);
        query.value()->finish();
        targets.push_back(target);
    }
    return targets;
}

// What each device is told to install; those for which there is nothing are refused.
Result<Done> nameUpdates(Database &database, const QStringList &patches, std::vector<ActionTarget> &targets)
{
    const Result<QStringList> others = notApproved(database, patches);
    if (!others)
        return others.error();
    if (!others.value().isEmpty())
        return refusedOrder(u"patch.not-approved"_s, u"parameters.patches"_s,
            u"not approved: %1"_s.arg(others.value().mid(0, 10).join(u", "_s)));
    QStringList able;
    for (const ActionTarget &target : targets) {
        if (target.refusal.isEmpty())
            able.append(target.id.text);
    }
    Result<QHash<QString, DeviceUpdates>> waiting =
        updatesFor(database, able, QSet<QString>(patches.begin(), patches.end()));
    const Result<QSet<QString>> busy = devicesUpdating(database);
    if (!waiting || !busy)
        return waiting ? busy.error() : waiting.error();
    for (ActionTarget &target : targets) {
        if (!target.refusal.isEmpty())
            continue;
        const auto updates = waiting.value().find(target.id.text);
        if (updates == waiting.value().end() || updates->approved.empty())
            target.refusal =
                updates != waiting.value().end() && updates->hasBlocked ? u"updates.blocked"_s : u"updates.none"_s;
        else if (busy.value().contains(target.id.text))
            target.refusal = u"updates.under-way"_s;
        else
            target.updates = std::move(updates->approved);
    }
    return Done{};
}

} // namespace

Result<UpdateWindow> windowOf(const ActionOrder &order)
{
    UpdateWindow window;
    QList<FieldError> errors = readRequest(fields<UpdateWindow>(), &window, order.parameters, false);
    if (errors.isEmpty())
        errors = problemsOf(window);
    if (window.patches.isEmpty() && !order.parameters.value("patches"_L1).toArray().isEmpty())
        errors.append({u"patches"_s, u"ids of patches; left out, all approved ones are meant"_s});
    for (FieldError &error : errors)
        error.field.prepend(u"parameters."_s);
    return errors.isEmpty() ? Result<UpdateWindow>(window) : validationError(errors);
}

Result<std::vector<ActionTarget>> actionTargets(Database &database, const ActionOrder &order, const QDateTime &now)
{
    if (!order.kind.isKnown())
        return validationError(
            {{u"kind"_s, u"sync, message, lock, restart, updates_install, lost_mode, lost_mode_end or run_command"_s}});
    const bool hasQuery = !order.query.trimmed().isEmpty();
    if (hasQuery == !order.devices.isEmpty()) {
        return hasQuery ? refusedOrder(u"action.devices-named-twice"_s, u"devices"_s, u"a query or ids, not both"_s)
                        : refusedOrder(u"action.no-devices-named"_s, u"query"_s,
                            u"say which devices; a query such as enrolled>=2000-01-01 means all"_s);
    }
    Result<std::vector<ActionTarget>> targets = hasQuery ? byQuery(database, order, now) : byIds(database, order);
    if (!targets || order.kind.value() != ActionKind::UpdatesInstall)
        return targets;
    const Result<UpdateWindow> window = windowOf(order);
    if (!window)
        return window.error();
    const Result<Done> named = nameUpdates(database, window.value().patches, targets.value());
    return named ? targets : named.error();
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
