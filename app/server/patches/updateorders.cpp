// What orders for updates name, and what came of them.
#include "server/patches/updateorders.h"

#include "domain/json.h"

#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype askedOneByOne = 500; // devices; beyond, one statement for the whole fleet is quicker

const QString &select()
{
    static const QString text = u"SELECT d.device, p.id, p.package, p.release, p.decision FROM patch_devices d "
                                "JOIN patches p ON p.id = d.patch WHERE p.decision IN ('approved', 'blocked')"_s;
    return text;
}

void take(const QSqlQuery &row, const QSet<QString> &meant, QHash<QString, DeviceUpdates> &all)
{
    if (!meant.isEmpty() && !meant.contains(row.value(1).toString()))
        return;
    DeviceUpdates &updates = all[row.value(0).toString()];
    if (row.value(4).toString() == "blocked"_L1)
        updates.hasBlocked = true;
    else if (qsizetype(updates.approved.size()) < maximumUpdates)
        updates.approved.push_back({row.value(2).toString(), row.value(3).toString()});
}

} // namespace

Result<QHash<QString, DeviceUpdates>> updatesFor(
    Database &database, const QStringList &devices, const QSet<QString> &meant)
{
    QHash<QString, DeviceUpdates> all;
    if (devices.size() <= askedOneByOne) {
        for (const QString &device : devices) {
            const Result<QSqlQuery *> rows = database.run(select() + u" AND d.device = ? ORDER BY p.n"_s, {device});
            if (!rows)
                return rows.error();
            while (rows.value()->next())
                take(*rows.value(), meant, all);
            rows.value()->finish();
        }
        return all;
    }
    const QSet<QString> wanted(devices.begin(), devices.end());
    const Result<QSqlQuery *> rows = database.run(select() + u" ORDER BY p.n"_s);
    if (!rows)
        return rows.error();
    while (rows.value()->next()) {
        if (wanted.contains(rows.value()->value(0).toString()))
            take(*rows.value(), meant, all);
    }
    rows.value()->finish();
    return all;
}

Result<QStringList> notApproved(Database &database, const QStringList &patches)
{
    QStringList others;
    for (const QString &id : patches) {
        const Result<QVariant> decision = database.value(u"SELECT decision FROM patches WHERE id = ?"_s, {id});
        if (!decision)
            return decision.error();
        if (decision.value().toString() != "approved"_L1)
            others.append(id);
    }
    return others;
}

Result<QSet<QString>> devicesUpdating(Database &database)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT DISTINCT device FROM commands WHERE kind = 'updates_install'"_s);
    if (!rows)
        return rows.error();
    QSet<QString> devices;
    while (rows.value()->next())
        devices.insert(rows.value()->value(0).toString());
    rows.value()->finish();
    return devices;
}

Result<bool> keepApproved(Transaction &transaction, const Id<Device> &device, Command &command)
{
    Database &database = transaction.database();
    const Result<UpdatesParameters> ordered = fromJson<UpdatesParameters>(command.parameters, u"$"_s);
    if (!ordered)
        return ordered.error();
    UpdatesParameters left;
    for (const PackageUpdate &update : ordered.value().packages) {
        const Result<QVariant> approved =
            database.value(u"SELECT COUNT(*) FROM patches p JOIN devices d ON d.platform = p.platform "
                           "WHERE p.package = ? AND p.release = ? AND p.decision = 'approved' AND d.id = ?"_s,
                {update.name, update.version, device.text});
        if (!approved)
            return approved.error();
        if (approved.value().toInt() > 0)
            left.packages.push_back(update);
    }
    if (left.packages.size() == ordered.value().packages.size() || left.packages.empty())
        return !left.packages.empty();
    command.parameters = toJson(left);
    return database
        .run(u"UPDATE commands SET parameters = ? WHERE id = ?"_s,
            {QString::fromUtf8(QJsonDocument(command.parameters).toJson(QJsonDocument::Compact)), command.id})
        .map([](QSqlQuery *) { return true; });
}

CommandResult provenUpdates(const QJsonObject &order, CommandResult result)
{
    if (result.outcome.value() != CommandOutcome::Done)
        return result;
    const QJsonObject versions = result.proof.value("packages"_L1).toObject();
    const QJsonArray gone = result.proof.value("not_installed"_L1).toArray();
    const QJsonArray packages = order.value("packages"_L1).toArray();
    // of a long list the agent shows a part, and says how long it was
    const qint64 told = result.proof.value("packages_count"_L1).toInteger(versions.size())
        + result.proof.value("not_installed_count"_L1).toInteger(gone.size());
    const bool isCut = told > versions.size() + gone.size() && told >= packages.size();
    QStringList missing;
    for (const QJsonValue package : packages) {
        const QString name = package["name"_L1].toString();
        if (versions.value(name).toString().isEmpty() && !gone.contains(name) && !isCut)
            missing.append(name);
    }
    if (missing.isEmpty())
        return result;
    result.outcome = CommandOutcome::Failed;
    result.code = u"updates.not-proved"_s;
    result.detail = u"The device did not tell which version it has now of: %1."_s.arg(missing.mid(0, 10).join(u", "_s));
    return result;
}

} // namespace belvedere::server
