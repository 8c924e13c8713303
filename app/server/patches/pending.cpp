// Patches by device, and their sums, which are kept instead of counted.
#include "server/patches/pending.h"

#include "api/agentprotocol.h"
#include "server/patches/blocking.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 shownAtOnce = 20; // devices: up to there each change of the number is written to the patch

const Table<SoftwarePatch> &patches()
{
    static const Table<SoftwarePatch> table;
    return table;
}

struct Waiting {
    QString patch; // id
    QString installed;
    QDateTime since;
};

// By updateKey().
Result<QHash<QString, Waiting>> waitingOf(Database &database, const QString &device)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT p.package, p.release, d.patch, d.installed, d.since FROM patch_devices d "
                     "JOIN patches p ON p.id = d.patch WHERE d.device = ?"_s,
            {device});
    if (!rows)
        return rows.error();
    QHash<QString, Waiting> waiting;
    while (rows.value()->next()) {
        const QSqlQuery &row = *rows.value();
        waiting.insert(updateKey(row.value(0).toString(), row.value(1).toString()),
            {row.value(2).toString(), row.value(3).toString(),
                QDateTime::fromMSecsSinceEpoch(row.value(4).toLongLong(), Qt::UTC)});
    }
    rows.value()->finish();
    return waiting;
}

// The number that the patch shows follows at once while it is small.
Result<Done> showCount(Transaction &transaction, const QString &id, qint64 devices)
{
    const Result<SoftwarePatch> patch = patches().get(transaction.database(), {id});
    if (!patch || patch.value().devices == devices)
        return patch ? Result<Done>(Done{}) : patch.error();
    SoftwarePatch after = patch.value();
    after.devices = devices;
    return patches().refresh(transaction, after, patch.value()).map([](const SoftwarePatch &) { return Done{}; });
}

Result<Done> addTo(Transaction &transaction, const QString &patch, int by)
{
    Database &database = transaction.database();
    const Result<Done> added = execute(database,
        u"INSERT INTO patch_counts (patch, devices) VALUES (?, ?) "
        "ON CONFLICT (patch) "
        "DO UPDATE SET devices = patch_counts.devices + excluded.devices"_s,
        {patch, by});
    if (!added)
        return added;
    const Result<QVariant> now = database.value(u"SELECT devices FROM patch_counts WHERE patch = ?"_s, {patch});
    if (!now)
        return now.error();
    const qint64 devices = now.value().toLongLong();
    return devices <= shownAtOnce ? showCount(transaction, patch, devices) : Result<Done>(Done{});
}

Result<Done> endWaiting(Transaction &transaction, const QString &device, const QString &patch)
{
    const Result<Done> removed =
        execute(transaction.database(), u"DELETE FROM patch_devices WHERE patch = ? AND device = ?"_s, {patch, device});
    return removed ? addTo(transaction, patch, -1) : removed;
}

using Patterns = std::optional<std::vector<PatchBlock>>; // read when the first new patch comes

// The patch that the update is; made when it is the first of its kind.
Result<QString> patchFor(
    Transaction &transaction, const Device &device, const PendingUpdate &update, Patterns &patterns)
{
    const Result<QVariant> known =
        transaction.database().value(u"SELECT id FROM patches WHERE package = ? AND release = ? AND platform = ?"_s,
            {update.name, update.available, device.platform.token()});
    if (!known)
        return known.error();
    if (known.value().isValid())
        return known.value().toString();
    SoftwarePatch patch;
    patch.package = update.name;
    patch.release = update.available;
    patch.platform = device.platform;
    patch.manager = update.manager.left(maximumPatchName);
    patch.origin = update.origin.left(maximumPatchName);
    patch.security = update.security.value_or(false);
    patch.firstSeen = transaction.now();
    if (!patterns) {
        Result<std::vector<PatchBlock>> all = patchBlocks(transaction.database());
        if (!all)
            return all.error();
        patterns = std::move(all).value();
    }
    applyBlocks(*patterns, patch);
    return patches().insert(transaction, patch).map([](const SoftwarePatch &made) { return made.id.text; });
}

bool isUsable(const PendingUpdate &update)
{
    return !update.name.isEmpty() && update.name.size() <= maximumPatchName && !update.available.isEmpty()
        && update.available.size() <= maximumPatchName;
}

} // namespace

QString updateKey(const QString &name, const QString &version) { return name + u'\n' + version; }

Result<Done> notePending(Transaction &transaction, const Device &device, const QJsonObject &section)
{
    const Result<QList<PendingUpdate>> reported = readItems<PendingUpdate>(section, maximumPendingUpdates);
    Result<QHash<QString, Waiting>> before = waitingOf(transaction.database(), device.id.text);
    if (!reported || !before)
        return reported ? before.error() : reported.error();
    if (!device.platform.isKnown())
        return Done{}; // its first report is still to come
    QHash<QString, Waiting> &left = before.value();
    QSet<QString> seen;
    Patterns patterns;
    for (PendingUpdate update : reported.value()) {
        const QString key = updateKey(update.name, update.available);
        if (!isUsable(update) || seen.contains(key))
            continue;
        seen.insert(key);
        update.installed.truncate(maximumPatchName);
        const auto known = left.constFind(key);
        if (!update.since.isValid() || update.since > transaction.now())
            update.since = known == left.constEnd() ? transaction.now() : known->since;
        if (known != left.constEnd() && known->installed == update.installed && known->since == update.since) {
            left.erase(known);
            continue;
        }
        const bool isNew = known == left.constEnd();
        const Result<QString> patch =
            isNew ? patchFor(transaction, device, update, patterns) : Result<QString>(known->patch);
        if (!patch)
            return patch.error();
        if (!isNew)
            left.erase(known);
        const Result<Done> stored = execute(transaction.database(),
            u"INSERT INTO patch_devices (patch, device, installed, since) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (patch, device) DO UPDATE SET installed = excluded.installed, since = excluded.since"_s,
            {patch.value(), device.id.text, update.installed.isEmpty() ? u""_s : update.installed,
                update.since.toMSecsSinceEpoch()});
        if (!stored)
            return stored;
        const Result<Done> counted = isNew ? addTo(transaction, patch.value(), 1) : Result<Done>(Done{});
        if (!counted)
            return counted;
    }
    for (const Waiting &gone : std::as_const(left)) {
        const Result<Done> ended = endWaiting(transaction, device.id.text, gone.patch);
        if (!ended)
            return ended;
    }
    return Done{};
}

Result<Done> forgetPending(Transaction &transaction, const QString &device)
{
    const Result<QHash<QString, Waiting>> known = waitingOf(transaction.database(), device);
    if (!known)
        return known.error();
    for (const Waiting &waiting : known.value()) {
        const Result<Done> ended = endWaiting(transaction, device, waiting.patch);
        if (!ended)
            return ended;
    }
    return Done{};
}

Result<Done> refreshPatches(Transaction &transaction)
{
    Database &database = transaction.database();
    const Result<std::vector<SoftwarePatch>> changed = patches().list(database,
        {u"devices <> COALESCE((SELECT c.devices FROM patch_counts c WHERE c.patch = patches.id), 0) "
         "OR (devices = 0 AND (decision = 'none' OR block IS NOT NULL))"_s,
            {}});
    if (!changed)
        return changed.error();
    for (const SoftwarePatch &before : changed.value()) {
        const Result<QVariant> number =
            database.value(u"SELECT devices FROM patch_counts WHERE patch = ?"_s, {before.id.text});
        if (!number)
            return number.error();
        SoftwarePatch after = before;
        after.devices = number.value().toLongLong();
        Result<Done> done = Done{};
        // what a pattern blocks is blocked again when it comes back
        if (after.devices == 0 && (after.decision == PatchDecision::None || !after.block.isEmpty())) {
            done = patches().remove(transaction, before.id);
            if (done)
                done = execute(database, u"DELETE FROM patch_counts WHERE patch = ?"_s, {before.id.text});
        } else {
            done = patches().refresh(transaction, after, before).map([](const SoftwarePatch &) { return Done{}; });
        }
        if (!done)
            return done;
    }
    return Done{};
}

Result<Page<PatchDevice>> patchDevices(
    Database &database, const Id<SoftwarePatch> &patch, const PatchDeviceParameters &parameters)
{
    const qint64 limit = parameters.limit.value_or(100);
    if (limit < 1 || limit > maximumPageSize)
        return decodeError(u"parameter.range"_s, u"limit"_s, u"1 to %1"_s.arg(maximumPageSize));
    const Result<QVariant> total = database.value(u"SELECT devices FROM patch_counts WHERE patch = ?"_s, {patch.text});
    // the cursor is the id of the last device: rows that go meanwhile move nothing
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT w.device, d.name, w.installed, w.since, d.simulated FROM patch_devices w "
                     "JOIN devices d ON d.id = w.device WHERE w.patch = ? AND w.device > ? ORDER BY w.device LIMIT ?"_s,
            {patch.text, parameters.cursor.isEmpty() ? u""_s : parameters.cursor, limit + 1});
    if (!total || !rows)
        return total ? rows.error() : total.error();
    Page<PatchDevice> page;
    page.total = total.value().toLongLong();
    while (rows.value()->next()) {
        if (qint64(page.items.size()) == limit) {
            page.nextCursor = page.items.back().device.text;
            break;
        }
        const QSqlQuery &row = *rows.value();
        page.items.push_back({{row.value(0).toString()}, row.value(1).toString(), row.value(2).toString(),
            QDateTime::fromMSecsSinceEpoch(row.value(3).toLongLong(), Qt::UTC), row.value(4).toInt() != 0});
    }
    rows.value()->finish();
    return page;
}

Result<QHash<QString, PatchDecision>> decisionsFor(Database &database, const Id<Device> &device)
{
    const Result<QSqlQuery *> rows = database.run(u"SELECT p.package, p.release, p.decision FROM patch_devices d "
                                                  "JOIN patches p ON p.id = d.patch WHERE d.device = ?"_s,
        {device.text});
    if (!rows)
        return rows.error();
    QHash<QString, PatchDecision> decisions;
    while (rows.value()->next())
        decisions.insert(updateKey(rows.value()->value(0).toString(), rows.value()->value(1).toString()),
            Coded<PatchDecision>::fromToken(rows.value()->value(2).toString()).value());
    rows.value()->finish();
    return decisions;
}

} // namespace belvedere::server
