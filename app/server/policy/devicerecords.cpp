// Reading ahead.
#include "server/policy/devicerecords.h"

#include "api/policies.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using Found = QHash<QString, DeviceRecords>;

Result<Done> readMemberships(Database &database, const SqlCondition &devices, Found &found)
{
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT device, policy, COALESCE(wave, 0), COALESCE(number, 0) FROM policy_devices WHERE "_s + devices.where,
        devices.values);
    if (!rows)
        return rows.error();
    const QSqlQuery &row = *rows.value();
    while (rows.value()->next())
        found[row.value(0).toString()].memberships.insert(
            row.value(1).toString(), {row.value(2).toLongLong(), row.value(3).toLongLong()});
    rows.value()->finish();
    return Done{};
}

Result<Done> readSections(Database &database, const SqlCondition &devices, Found &found)
{
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT device, source, section, as_of FROM device_sections WHERE "_s + devices.where, devices.values);
    if (!rows)
        return rows.error();
    const QSqlQuery &row = *rows.value();
    while (rows.value()->next())
        found[row.value(0).toString()].sections.append({row.value(1).toString(), row.value(2).toString(),
            QDateTime::fromMSecsSinceEpoch(row.value(3).toLongLong(), Qt::UTC)});
    rows.value()->finish();
    return Done{};
}

} // namespace

SqlCondition among(const QString &column, const QStringList &values)
{
    Q_ASSERT(!values.isEmpty() && values.size() <= mostRecords);
    const qsizetype places = values.size() == 1 ? 1 : mostRecords;
    SqlCondition condition{u"%1 IN (%2)"_s.arg(column, QStringList(places, u"?"_s).join(u", "_s)), {}};
    for (qsizetype i = 0; i < places; ++i)
        condition.values.append(values[qMin(i, values.size() - 1)]);
    return condition;
}

Result<QHash<QString, DeviceRecords>> readRecords(Database &database, const QStringList &devices)
{
    static const Table<Deployment> deploymentTable;
    static const Table<RuleResult> resultTable;
    Found found;
    for (const QString &device : devices)
        found.insert(device, {});
    const SqlCondition named = among(u"device"_s, devices);
    Result<Done> read = readMemberships(database, named, found);
    if (read)
        read = readSections(database, named, found);
    const SqlCondition identified = among(u"device_id"_s, devices);
    const Result<std::vector<Deployment>> deployments = deploymentTable.list(database, identified);
    const Result<std::vector<RuleResult>> results = resultTable.list(database, identified);
    if (!read || !deployments || !results)
        return !read ? read.error() : deployments ? results.error() : deployments.error();
    for (const Deployment &deployment : deployments.value())
        found[deployment.device.text].deployments.push_back(deployment);
    for (const RuleResult &result : results.value())
        found[result.device.text].results.push_back(result);
    return found;
}

} // namespace belvedere::server
