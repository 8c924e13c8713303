// Installs by device, and their sums by version, which are kept instead of counted.
#include "server/content/installs.h"

#include "api/agentprotocol.h"
#include "api/operations.h"
#include "server/store/entitytable.h"
#include "server/store/sections.h"
#include "server/store/statements.h"

#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int scanned = 200; // devices whose package lists are read at a time
constexpr qsizetype maximumRelease = 200; // characters; a longer version is cut

// Two columns of texts.
Result<QHash<QString, QString>> pairs(Database &database, const QString &sql, const QVariantList &values)
{
    const Result<QSqlQuery *> rows = database.run(sql, values);
    if (!rows)
        return rows.error();
    QHash<QString, QString> hash;
    while (rows.value()->next())
        hash.insert(rows.value()->value(0).toString(), rows.value()->value(1).toString());
    rows.value()->finish();
    return hash;
}

Result<Done> addTo(Transaction &transaction, const QString &application, const QString &release, int by)
{
    Result<Done> done = execute(transaction.database(),
        u"INSERT INTO install_counts (application, release, devices) VALUES (?, ?, ?) "
        "ON CONFLICT (application, release) "
        "DO UPDATE SET devices = install_counts.devices + excluded.devices"_s,
        {application, release, by});
    if (done && by < 0)
        done = execute(transaction.database(),
            u"DELETE FROM install_counts WHERE application = ? AND release = ? AND devices <= 0"_s,
            {application, release});
    return done;
}

// From one version to another; nothing: not there.
Result<Done> change(Transaction &transaction, const QString &application, const QString &device,
    const std::optional<QString> &before, const std::optional<QString> &after)
{
    if (before == after)
        return Done{};
    Result<Done> done = Done{};
    if (before) {
        done = execute(transaction.database(), u"DELETE FROM installs WHERE application = ? AND device = ?"_s,
            {application, device});
        if (done)
            done = addTo(transaction, application, *before, -1);
    }
    if (done && after) {
        done = execute(transaction.database(),
            u"INSERT INTO installs (application, device, release) VALUES (?, ?, ?)"_s, {application, device, *after});
        if (done)
            done = addTo(transaction, application, *after, 1);
    }
    return done;
}

QString releaseText(const QJsonValue &version)
{
    const QString text = version.toString().left(maximumRelease);
    return text.isEmpty() ? u""_s : text; // a null text would be stored as not known
}

Result<bool> reportsItself(Database &database, const QString &device)
{
    return database
        .value(u"SELECT COUNT(*) FROM device_sections WHERE device = ? AND source = ? AND section = ?"_s,
            {device, QString::fromLatin1(agentSource), QString::fromLatin1(section::packages)})
        .map([](const QVariant &count) { return count.toInt() > 0; });
}

} // namespace

Result<Done> noteInstalls(
    Transaction &transaction, const Device &device, const QString &source, const QJsonObject &packages)
{
    if (source != QLatin1StringView(agentSource)) {
        const Result<bool> ours = reportsItself(transaction.database(), device.id.text);
        if (!ours || ours.value())
            return ours ? Result<Done>(Done{}) : ours.error();
    }
    const Result<QHash<QString, QString>> wanted = pairs(transaction.database(),
        u"SELECT id, identifier FROM applications WHERE platform = ?"_s, {device.platform.token()});
    const Result<QHash<QString, QString>> known = pairs(
        transaction.database(), u"SELECT application, release FROM installs WHERE device = ?"_s, {device.id.text});
    if (!wanted || !known)
        return wanted ? known.error() : wanted.error();
    if (wanted.value().isEmpty() && known.value().isEmpty())
        return Done{};
    QHash<QString, QString> there; // name to version
    const QSet<QString> names(wanted.value().begin(), wanted.value().end());
    const QJsonArray items = packages.value("items"_L1).toArray();
    for (const QJsonValue item : items) {
        const QString name = item["name"_L1].toString();
        if (names.contains(name))
            there.insert(name, releaseText(item["version"_L1]));
    }
    QSet<QString> applications(known.value().keyBegin(), known.value().keyEnd());
    for (auto it = wanted.value().begin(); it != wanted.value().end(); ++it) {
        if (there.contains(it.value()))
            applications.insert(it.key());
    }
    for (const QString &application : applications) {
        const auto before = known.value().find(application);
        const auto after = there.find(wanted.value().value(application));
        const Result<Done> done = change(transaction, application, device.id.text,
            before == known.value().end() ? std::nullopt : std::optional(*before),
            after == there.end() ? std::nullopt : std::optional(*after));
        if (!done)
            return done;
    }
    return Done{};
}

Result<Done> setInstall(Transaction &transaction, const Id<Application> &application, const QString &device,
    const std::optional<QString> &release)
{
    const Result<QVariant> before = transaction.database().value(
        u"SELECT release FROM installs WHERE application = ? AND device = ?"_s, {application.text, device});
    if (!before)
        return before.error();
    return change(transaction, application.text, device,
        before.value().isValid() ? std::optional(before.value().toString()) : std::nullopt, release);
}

Result<Done> forgetInstalls(Transaction &transaction, const QString &device)
{
    const Result<QHash<QString, QString>> known =
        pairs(transaction.database(), u"SELECT application, release FROM installs WHERE device = ?"_s, {device});
    if (!known)
        return known.error();
    for (auto it = known.value().begin(); it != known.value().end(); ++it) {
        const Result<Done> done = change(transaction, it.key(), device, it.value(), std::nullopt);
        if (!done)
            return done;
    }
    return Done{};
}

Result<Done> scanInstalls(Transaction &transaction, const Id<Application> &application)
{
    const Result<Done> removed = removeInstalls(transaction, application);
    if (!removed)
        return removed;
    return execute(transaction.database(), u"INSERT INTO install_scans (application, reached) VALUES (?, '')"_s,
        {application.text});
}

namespace {

struct PackageList {
    QString device;
    QString source;
    QString content;
};

// The lists of the next devices behind `reached`, all sources of each, of which one that cannot hold the name comes
// without its content.
Result<QList<PackageList>> listsBehind(Database &database, const QString &reached, const QString &quotedName)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT s.device, s.source, CASE WHEN %1 THEN c.content ELSE '' END "
                     "FROM device_sections s JOIN contents c ON c.hash = s.hash WHERE s.section = ? AND s.device IN "
                     "(SELECT DISTINCT device FROM device_sections WHERE section = ? AND device > ? "
                     "ORDER BY device LIMIT %2) ORDER BY s.device, s.source"_s.arg(database.contains("content"))
                         .arg(scanned),
            {quotedName, QString::fromLatin1(section::packages), QString::fromLatin1(section::packages), reached});
    if (!rows)
        return rows.error();
    QList<PackageList> lists;
    while (rows.value()->next())
        lists.append(
            {rows.value()->value(0).toString(), rows.value()->value(1).toString(), rows.value()->value(2).toString()});
    rows.value()->finish();
    return lists;
}

Result<Done> readOne(Transaction &transaction, const Application &application, const PackageList &list)
{
    static const Table<Device> devices;
    if (list.content.isEmpty())
        return Done{};
    const Result<Device> device = devices.get(transaction.database(), {list.device});
    if (!device || device.value().platform != application.platform)
        return Done{};
    if (list.source != QLatin1StringView(agentSource)) {
        const Result<bool> ours = reportsItself(transaction.database(), list.device);
        if (!ours || ours.value())
            return ours ? Result<Done>(Done{}) : ours.error();
    }
    const QJsonArray items = QJsonDocument::fromJson(list.content.toUtf8()).object().value("items"_L1).toArray();
    for (const QJsonValue item : items) {
        if (item["name"_L1].toString() == application.identifier)
            return setInstall(transaction, application.id, list.device, releaseText(item["version"_L1]));
    }
    return Done{};
}

} // namespace

Result<bool> readInstalls(Transaction &transaction)
{
    static const Table<Application> applications;
    Database &database = transaction.database();
    const Result<QHash<QString, QString>> scans =
        pairs(database, u"SELECT application, reached FROM install_scans ORDER BY application LIMIT 1"_s, {});
    if (!scans || scans.value().isEmpty())
        return scans ? Result<bool>(false) : scans.error();
    const QString id = scans.value().begin().key();
    const Result<Application> application = applications.get(database, {id});
    if (!application)
        return application.error();
    // as compact JSON has it
    const QByteArray quoted = QJsonDocument(QJsonArray{application.value().identifier}).toJson(QJsonDocument::Compact);
    const Result<QList<PackageList>> lists =
        listsBehind(database, scans.value().begin().value(), QString::fromUtf8(quoted.sliced(1).chopped(1)));
    if (!lists)
        return lists.error();
    for (const PackageList &list : lists.value()) {
        const Result<Done> read = readOne(transaction, application.value(), list);
        if (!read)
            return read.error();
    }
    if (lists.value().isEmpty())
        return execute(database, u"DELETE FROM install_scans WHERE application = ?"_s, {id}).map([](Done) {
            return true;
        });
    return execute(
        database, u"UPDATE install_scans SET reached = ? WHERE application = ?"_s, {lists.value().last().device, id})
        .map([](Done) { return true; });
}

Result<Done> removeInstalls(Transaction &transaction, const Id<Application> &application)
{
    for (const char *table : {"installs", "install_counts", "install_scans"}) {
        const Result<Done> done = execute(transaction.database(),
            u"DELETE FROM %1 WHERE application = ?"_s.arg(QLatin1StringView(table)), {application.text});
        if (!done)
            return done;
    }
    return Done{};
}

Result<Done> refreshCounts(Transaction &transaction)
{
    static const Table<Application> table;
    const Result<std::vector<Application>> changed = table.list(transaction.database(),
        {u"devices <> (SELECT COALESCE(SUM(c.devices), 0) FROM install_counts c WHERE c.application = applications.id)"_s,
            {}});
    if (!changed)
        return changed.error();
    for (const Application &before : changed.value()) {
        const Result<QVariant> sum = transaction.database().value(
            u"SELECT COALESCE(SUM(devices), 0) FROM install_counts WHERE application = ?"_s, {before.id.text});
        if (!sum)
            return sum.error();
        Application after = before;
        after.devices = sum.value().toLongLong();
        const Result<Application> stored = table.refresh(transaction, after, before);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

Result<Page<InstalledVersion>> installedVersions(Database &database, const Id<Application> &application)
{
    constexpr int most = maximumPageSize;
    const Result<QVariant> total =
        database.value(u"SELECT COUNT(*) FROM install_counts WHERE application = ?"_s, {application.text});
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT release, devices FROM install_counts WHERE application = ? ORDER BY devices DESC, release LIMIT ?"_s,
        {application.text, most});
    if (!total || !rows)
        return total ? rows.error() : total.error();
    Page<InstalledVersion> page;
    page.total = total.value().toLongLong();
    while (rows.value()->next())
        page.items.push_back({rows.value()->value(0).toString(), rows.value()->value(1).toLongLong()});
    rows.value()->finish();
    return page;
}

Result<Page<InstalledDevice>> installedDevices(
    Database &database, const Id<Application> &application, const InstalledParameters &parameters)
{
    const qint64 limit = parameters.limit.value_or(100);
    if (limit < 1 || limit > maximumPageSize)
        return decodeError(u"parameter.range"_s, u"limit"_s, u"1 to %1"_s.arg(maximumPageSize));
    // the cursor is the id of the last device: rows that go meanwhile move nothing
    const QString which = parameters.release.isEmpty() ? QString() : u" AND release = ?"_s;
    QVariantList values{application.text};
    if (!parameters.release.isEmpty())
        values.append(parameters.release);
    const Result<QVariant> total = database.value(parameters.release.isEmpty()
            ? u"SELECT COALESCE(SUM(devices), 0) FROM install_counts WHERE application = ?"_s
            : u"SELECT COALESCE(SUM(devices), 0) FROM install_counts WHERE application = ? AND release = ?"_s,
        values);
    values << (parameters.cursor.isEmpty() ? u""_s : parameters.cursor) << limit + 1;
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT i.device, d.name, i.release, d.simulated FROM installs i JOIN devices d ON d.id = i.device "
        "WHERE application = ?%1 AND i.device > ? ORDER BY i.device LIMIT ?"_s.arg(which),
        values);
    if (!total || !rows)
        return total ? rows.error() : total.error();
    Page<InstalledDevice> page;
    page.total = total.value().toLongLong();
    while (rows.value()->next()) {
        if (qint64(page.items.size()) == limit) {
            page.nextCursor = page.items.back().device.text;
            break;
        }
        const QSqlQuery &row = *rows.value();
        page.items.push_back(
            {{row.value(0).toString()}, row.value(1).toString(), row.value(2).toString(), row.value(3).toInt() != 0});
    }
    rows.value()->finish();
    return page;
}

} // namespace belvedere::server
