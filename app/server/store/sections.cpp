// Storing and merging of reported sections.
#include "server/store/sections.h"

#include "api/agentprotocol.h"
#include "base/digest.h"

#include <algorithm>
#include <QHash>
#include <QJsonDocument>
#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 silentSeconds = 7 * 24 * 3600;

// Best source first.
QList<StoredSection> ranked(QList<StoredSection> sections, const QDateTime &now)
{
    const auto isLiveAgent = [&now](const StoredSection &section) {
        return section.source == QLatin1StringView(agentSource) && section.asOf.secsTo(now) < silentSeconds;
    };
    std::stable_sort(sections.begin(), sections.end(), [&](const StoredSection &a, const StoredSection &b) {
        if (isLiveAgent(a) != isLiveAgent(b))
            return isLiveAgent(a);
        return a.asOf > b.asOf;
    });
    return sections;
}

template<class E> QString itemKey(const E &item);
template<> QString itemKey(const Package &item) { return item.name + u'\n' + item.architecture; }
template<> QString itemKey(const NetworkInterface &item) { return item.mac.isEmpty() ? item.name : item.mac; }
template<> QString itemKey(const DeviceUser &item) { return item.login; }
template<> QString itemKey(const InstalledItem &item) { return item.item; }
template<> QString itemKey(const PendingUpdate &item) { return item.name + u'\n' + item.available; }
template<> QString itemKey(const InstalledCertificate &item)
{
    return item.sha256.isEmpty() ? QString(item.issuer + u'\n' + item.serial + u'\n' + item.subject) : item.sha256;
}

} // namespace

SectionContent::SectionContent(const QJsonObject &content)
{
    const QByteArray bytes = QJsonDocument(content).toJson(QJsonDocument::Compact);
    hash = sha256Hex(bytes); // as sectionHash() does
    text = QString::fromUtf8(bytes);
}

Result<Done> storeSection(Transaction &transaction, const Id<Device> &device, const QString &source,
    const QString &section, const SectionContent &content, const QDateTime &asOf)
{
    Database &database = transaction.database();
    const QString &hash = content.hash;
    const Result<QSqlQuery *> stored = database.run(
        u"INSERT INTO contents (hash, content) VALUES (?, ?) ON CONFLICT DO NOTHING"_s, {hash, content.text});
    if (!stored)
        return stored.error();
    const Result<QVariant> before =
        database.value(u"SELECT hash FROM device_sections WHERE device = ? AND source = ? AND section = ?"_s,
            {device.text, source, section});
    if (!before)
        return before.error();
    const Result<QSqlQuery *> placed = database.run(
        u"INSERT INTO device_sections (device, source, section, hash, as_of) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (device, source, section) DO UPDATE SET hash = excluded.hash, as_of = excluded.as_of"_s,
        {device.text, source, section, hash, asOf.toMSecsSinceEpoch()});
    if (!placed)
        return placed.error();
    const QString old = before.value().toString();
    if (old.isEmpty() || old == hash)
        return Done{};
    const Result<QSqlQuery *> cleaned = database.run(
        u"DELETE FROM contents WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM device_sections WHERE hash = ?)"_s,
        {old, old});
    return cleaned ? Result<Done>(Done{}) : cleaned.error();
}

Result<QStringList> confirmSections(Transaction &transaction, const Id<Device> &device, const QString &source,
    const QMap<QString, QString> &hashes, const QDateTime &asOf)
{
    Database &database = transaction.database();
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT section, hash FROM device_sections WHERE device = ? AND source = ?"_s, {device.text, source});
    if (!rows)
        return rows.error();
    QHash<QString, QString> stored;
    while (rows.value()->next())
        stored.insert(rows.value()->value(0).toString(), rows.value()->value(1).toString());
    rows.value()->finish();
    QStringList other;
    QStringList same;
    for (auto it = hashes.begin(); it != hashes.end(); ++it)
        (stored.value(it.key()) == it.value() ? same : other).append(it.key());
    const QVariant moment = asOf.toMSecsSinceEpoch();
    // nothing changed, which is what most check-ins tell: one statement for all
    if (same.size() == stored.size()) {
        const Result<QSqlQuery *> all = database.run(
            u"UPDATE device_sections SET as_of = ? WHERE device = ? AND source = ?"_s, {moment, device.text, source});
        return all ? Result<QStringList>(other) : all.error();
    }
    for (const QString &section : std::as_const(same)) {
        const Result<QSqlQuery *> one =
            database.run(u"UPDATE device_sections SET as_of = ? WHERE device = ? AND source = ? AND section = ?"_s,
                {moment, device.text, source, section});
        if (!one)
            return one.error();
    }
    return other;
}

namespace {

Result<QList<StoredSection>> readSections(Database &database, const Id<Device> &device, const QString &content)
{
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT s.source, s.section, s.hash, s.as_of, %1 FROM device_sections s "
        "JOIN contents c ON c.hash = s.hash WHERE s.device = ? ORDER BY s.source, s.section"_s.arg(content),
        {device.text});
    if (!rows)
        return rows.error();
    QList<StoredSection> sections;
    while (rows.value()->next()) {
        const QSqlQuery &row = *rows.value();
        sections.append({row.value(0).toString(), row.value(1).toString(), row.value(2).toString(),
            QDateTime::fromMSecsSinceEpoch(row.value(3).toLongLong(), Qt::UTC),
            QJsonDocument::fromJson(row.value(4).toString().toUtf8()).object()});
    }
    rows.value()->finish();
    return sections;
}

} // namespace

Result<QList<StoredSection>> storedSections(Database &database, const Id<Device> &device)
{
    return readSections(database, device, u"c.content"_s);
}

Result<QList<StoredSection>> mergedSections(Database &database, const Id<Device> &device)
{
    static const QString content =
        u"CASE WHEN s.section IN ('%1', '%2', '%3', '%4', '%5') THEN '' ELSE c.content END"_s.arg(
            QLatin1StringView(section::packages), QLatin1StringView(section::users), QLatin1StringView(section::items),
            QLatin1StringView(section::certificates), QLatin1StringView(section::updates));
    return readSections(database, device, content);
}

Result<QList<StoredSection>> listSections(Database &database, const Id<Device> &device)
{
    static const QString content = u"CASE WHEN s.section IN ('%1', '%2') THEN c.content ELSE '' END"_s.arg(
        QLatin1StringView(section::packages), QLatin1StringView(section::certificates));
    return readSections(database, device, content);
}

void mergeSections(
    const QList<StoredSection> &sections, const QString &lastReportedName, const QDateTime &now, Device &device)
{
    const QString chosenName = device.name == lastReportedName ? QString() : device.name;
    const Coded<Platform> enrolledAs = device.platform;
    const QList<StoredSection> order = ranked(sections, now);
    for (const char *name : sectionNames()) {
        const QLatin1StringView section(name);
        QJsonObject merged;
        for (const char *key : sectionFields(QString(section))) {
            const auto teller = std::find_if(order.begin(), order.end(), [&](const StoredSection &stored) {
                return stored.section == section && stored.content.contains(QLatin1StringView(key));
            });
            if (teller != order.end())
                merged.insert(QLatin1StringView(key), teller->content.value(QLatin1StringView(key)));
        }
        if (!sectionFields(QString(section)).empty()) {
            // what is stored has been read once; a part that no longer fits leaves the fields as they were
            Device copy = device;
            if (readSection(QString(section), merged, copy))
                device = copy;
        }
    }
    if (!chosenName.isEmpty())
        device.name = chosenName;
    if (device.platform.token().isEmpty()) // nobody has told yet
        device.platform = enrolledAs;
    QStringList sources;
    for (const StoredSection &stored : sections)
        sources.append(stored.source);
    device.sources = canonicalSet(sources);
}

QHash<QString, QDateTime> fieldTimes(const QList<StoredSection> &sections, const QDateTime &now)
{
    QHash<QString, QDateTime> times;
    for (const StoredSection &stored : ranked(sections, now)) {
        if (sectionFields(stored.section).empty())
            continue;
        for (auto it = stored.content.begin(); it != stored.content.end(); ++it) {
            if (!times.contains(it.key()))
                times.insert(it.key(), stored.asOf);
        }
    }
    return times;
}

std::vector<Fact> factsOf(const QList<StoredSection> &sections)
{
    std::vector<Fact> facts;
    for (const StoredSection &stored : sections) {
        if (sectionFields(stored.section).empty())
            continue;
        for (auto it = stored.content.begin(); it != stored.content.end(); ++it) {
            const QString text = it.value().isArray()
                ? QString::fromUtf8(QJsonDocument(it.value().toArray()).toJson(QJsonDocument::Compact))
                : it.value().toVariant().toString();
            facts.push_back({stored.source, it.key(), text, stored.asOf});
        }
    }
    return facts;
}

template<class E>
std::vector<E> itemsOf(const QList<StoredSection> &sections, const char *section, const QDateTime &now)
{
    std::vector<E> items;
    QSet<QString> seen;
    for (const StoredSection &stored : ranked(sections, now)) {
        if (stored.section != QLatin1StringView(section))
            continue;
        const Result<QList<E>> read = readItems<E>(stored.content, maximumPackages);
        if (!read)
            continue;
        QSet<QString> here;
        for (E item : read.value()) {
            const QString key = itemKey(item);
            if (seen.contains(key))
                continue;
            here.insert(key);
            item.source = stored.source;
            items.push_back(std::move(item));
        }
        seen += here;
    }
    return items;
}

template std::vector<Package> itemsOf<Package>(const QList<StoredSection> &, const char *, const QDateTime &);
template std::vector<NetworkInterface> itemsOf<NetworkInterface>(
    const QList<StoredSection> &, const char *, const QDateTime &);
template std::vector<DeviceUser> itemsOf<DeviceUser>(const QList<StoredSection> &, const char *, const QDateTime &);
template std::vector<InstalledItem> itemsOf<InstalledItem>(
    const QList<StoredSection> &, const char *, const QDateTime &);
template std::vector<InstalledCertificate> itemsOf<InstalledCertificate>(
    const QList<StoredSection> &, const char *, const QDateTime &);

template std::vector<PendingUpdate> itemsOf<PendingUpdate>(
    const QList<StoredSection> &, const char *, const QDateTime &);

} // namespace belvedere::server
