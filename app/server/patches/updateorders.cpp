// What orders for updates name, and what came of them.
#include "server/patches/updateorders.h"

#include "domain/json.h"
#include "server/patches/pending.h"
#include "server/store/statements.h"

#include <functional>
#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype askedOneByOne = 500; // devices; beyond, one statement for the whole fleet is quicker

// Of the rows of devices and their patches those of the condition that are meant.
Result<Done> collect(Database &database, const QString &condition, const QVariantList &values,
    const std::function<bool(const QString &device, const QString &patch)> &isMeant, QHash<QString, DeviceUpdates> &all)
{
    const Result<QSqlQuery *> rows = database.run(u"SELECT d.device, p.id, p.package, p.release, p.decision FROM "
                                                  u"patch_devices d JOIN patches p ON p.id = d.patch "
                                                  "WHERE p.decision IN ('approved', 'blocked')"_s
            + condition + u" ORDER BY p.n"_s,
        values);
    if (!rows)
        return rows.error();
    while (rows.value()->next()) {
        const QSqlQuery &row = *rows.value();
        const QString device = row.value(0).toString();
        if (!isMeant(device, row.value(1).toString()))
            continue;
        DeviceUpdates &updates = all[device];
        if (row.value(4).toString() == "blocked"_L1)
            updates.hasBlocked = true;
        else if (qsizetype(updates.approved.size()) < maximumUpdates)
            updates.approved.push_back({row.value(2).toString(), row.value(3).toString()});
    }
    rows.value()->finish();
    return Done{};
}

} // namespace

Result<QHash<QString, DeviceUpdates>> updatesFor(
    Database &database, const QStringList &devices, const QSet<QString> &meant)
{
    QHash<QString, DeviceUpdates> all;
    const QSet<QString> wanted(devices.begin(), devices.end());
    const auto isMeant = [&](const QString &device, const QString &patch) {
        return wanted.contains(device) && (meant.isEmpty() || meant.contains(patch));
    };
    Result<Done> done = Done{};
    if (devices.size() <= askedOneByOne) {
        for (auto device = devices.begin(); done && device != devices.end(); ++device)
            done = collect(database, u" AND d.device = ?"_s, {*device}, isMeant, all);
    } else if (!meant.isEmpty()) {
        QStringList patches(meant.begin(), meant.end());
        patches.sort();
        for (auto patch = patches.begin(); done && patch != patches.end(); ++patch)
            done = collect(database, u" AND d.patch = ?"_s, {*patch}, isMeant, all);
    } else {
        done = collect(database, {}, {}, isMeant, all);
    }
    if (!done)
        return done.error();
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
    // an order that still waits for its time leaves room for one that is urgent
    return textsOf(database,
        u"SELECT DISTINCT device FROM commands WHERE kind = 'updates_install' "
        "AND (delivered IS NOT NULL OR opens IS NULL)"_s,
        {})
        .map([](const QStringList &devices) { return QSet<QString>(devices.begin(), devices.end()); });
}

Result<bool> keepApproved(Transaction &transaction, const Id<Device> &device, Command &command)
{
    const Result<UpdatesParameters> ordered = fromJson<UpdatesParameters>(command.parameters, u"$"_s);
    const Result<QHash<QString, PatchDecision>> decisions = decisionsFor(transaction.database(), device);
    if (!ordered || !decisions)
        return ordered ? decisions.error() : ordered.error();
    UpdatesParameters left = ordered.value();
    left.packages.erase(std::remove_if(left.packages.begin(), left.packages.end(),
                            [&decisions](const PackageUpdate &update) {
                                const QString key = updateKey(update.name, update.version);
                                return decisions.value().value(key) != PatchDecision::Approved;
                            }),
        left.packages.end());
    if (left.packages.size() == ordered.value().packages.size() || left.packages.empty())
        return !left.packages.empty();
    command.parameters = toJson(left);
    return execute(transaction.database(), u"UPDATE commands SET parameters = ? WHERE id = ?"_s,
        {QString::fromUtf8(QJsonDocument(command.parameters).toJson(QJsonDocument::Compact)), command.id})
        .map([](Done) { return true; });
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
    const qint64 shown = versions.size() + gone.size();
    const bool isCut = shown > 0 && told > shown && told >= packages.size();
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
