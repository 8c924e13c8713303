// Reading of the times of facts.
#include "server/policy/facttimes.h"

#include "api/agentprotocol.h"
#include "server/store/sections.h"
#include "server/store/statements.h"

#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr size_t fewSilent = 10; // one device in so many, before everything is read at once

// By index in fields<Device>(): the section that reports the field, empty for what the server keeps.
const QStringList &reportingSections()
{
    static const QStringList list = [] {
        QStringList sections(qsizetype(fields<Device>().size()));
        for (const char *section : sectionNames()) {
            for (const char *name : sectionFields(QString::fromLatin1(section))) {
                const Field *field = findField(fields<Device>(), QString::fromLatin1(name));
                // an operator may have chosen the name, and the platform is settled at enrolment
                if (field->is(ReadOnly) && QLatin1StringView(name) != "platform"_L1)
                    sections[field - fields<Device>().data()] = QString::fromLatin1(section);
            }
        }
        return sections;
    }();
    return list;
}

using LanesBySection = QHash<QString, QList<size_t>>;

QSet<size_t> askedFields(std::span<const CompiledRule> rules)
{
    QSet<size_t> asked;
    for (const CompiledRule &rule : rules) {
        for (const Check::Leaf &leaf : rule.check() ? rule.check()->leaves() : std::span<const Check::Leaf>())
            asked.insert(leaf.field);
    }
    return asked;
}

// Most of what devices told is fresh, and then it does not matter when it was: a row that is not read leaves the time
// when the device was last seen, which is as fresh. Of devices that were not seen since `fresh`, every row counts.
Result<Done> readTimes(Database &database, const Snapshot &devices, const LanesBySection &lanesOf,
    const Lane<qint64> &seen, qint64 fresh, FactColumns &times)
{
    std::vector<quint32> silent;
    for (quint32 row = 0; row < devices.rowCount(); ++row) {
        if (seen.at(row) < fresh)
            silent.push_back(row);
    }
    const auto take = [&](quint32 row, const QString &section, qint64 asOf) {
        const auto lanes = lanesOf.constFind(section);
        if (lanes == lanesOf.constEnd())
            return;
        for (const size_t lane : *lanes)
            times.lanes[lane].set(row, asOf);
    };
    const bool isFew = silent.size() * fewSilent < devices.rowCount();
    QString sql = u"SELECT device, section, as_of FROM device_sections"_s;
    if (isFew)
        sql += u" WHERE as_of < "_s + QString::number(fresh);
    const Result<Done> read = database.each(sql, [&](const QSqlQuery &row) -> Result<Done> {
        if (const std::optional<quint32> device = devices.rowOf(row.value(0).toString()))
            take(*device, row.value(1).toString(), row.value(2).toLongLong());
        return Done{};
    });
    for (size_t i = 0; read && isFew && i < silent.size(); ++i) {
        const Result<QSqlQuery *> rows =
            database.run(u"SELECT section, as_of FROM device_sections WHERE device = ?"_s, {devices.id(silent[i])});
        if (!rows)
            return rows.error();
        while (rows.value()->next())
            take(silent[i], rows.value()->value(0).toString(), rows.value()->value(1).toLongLong());
        rows.value()->finish();
    }
    return read;
}

} // namespace

Result<FactTimes> factTimes(Database &database, const Device &device, const QDateTime &now)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT source, section, as_of FROM device_sections WHERE device = ?"_s, {device.id.text});
    if (!rows)
        return rows.error();
    QList<SectionTime> told;
    while (rows.value()->next())
        told.append({rows.value()->value(0).toString(), rows.value()->value(1).toString(),
            QDateTime::fromMSecsSinceEpoch(rows.value()->value(2).toLongLong(), Qt::UTC)});
    rows.value()->finish();
    return factTimes(database, device, now, told);
}

Result<FactTimes> factTimes(
    Database &database, const Device &device, const QDateTime &now, const QList<SectionTime> &told)
{
    QHash<QString, QDateTime> bySection;
    bool hasSeveral = false;
    for (const SectionTime &one : told) {
        hasSeveral = hasSeveral || one.source != told.first().source;
        bySection.insert(one.section, one.asOf);
    }
    QHash<QString, QDateTime> byField;
    if (hasSeveral) { // which one tells a field is seen from what they say alone
        const Result<QList<StoredSection>> sections = mergedSections(database, device.id);
        if (!sections)
            return sections.error();
        byField = fieldTimes(sections.value(), now);
    }
    const QStringList &sections = reportingSections();
    FactTimes times(fields<Device>().size(), now);
    for (size_t i = 0; i < times.size(); ++i) {
        const QString &section = sections[qsizetype(i)];
        if (!section.isEmpty())
            times[i] = hasSeveral ? byField.value(QString::fromLatin1(fields<Device>()[i].name), device.seen)
                                  : bySection.value(section, device.seen);
    }
    return times;
}

Result<FactColumns> factColumns(
    Database &database, const Snapshot &devices, std::span<const CompiledRule> rules, const QDateTime &now)
{
    const auto *seen = std::get_if<Lane<qint64>>(&devices.column(devices.columnOf(u"seen")).lane);
    FactColumns times;
    times.laneOf.assign(fields<Device>().size(), -1);
    LanesBySection lanesOf;
    QHash<size_t, QString> nameOf; // of the field, by lane
    for (const size_t field : askedFields(rules)) {
        const QString &section = reportingSections()[qsizetype(field)];
        if (section.isEmpty())
            continue;
        times.laneOf[field] = int(times.lanes.size());
        lanesOf[section].append(times.lanes.size());
        nameOf.insert(times.lanes.size(), QString::fromLatin1(fields<Device>()[field].name));
        times.lanes.push_back(seen->writer());
    }
    const qint64 fresh = RuleColumns::freshFrom(rules);
    if (times.lanes.empty() || fresh == std::numeric_limits<qint64>::min())
        return times;
    const Result<Done> told = readTimes(database, devices, lanesOf, *seen, fresh, times);
    if (!told)
        return told.error();
    const Result<QStringList> several =
        textsOf(database, u"SELECT device FROM device_sections GROUP BY device HAVING MIN(source) <> MAX(source)"_s);
    if (!several)
        return several.error();
    for (const QString &device : several.value()) {
        const std::optional<quint32> row = devices.rowOf(device);
        if (!row)
            continue;
        const Result<QList<StoredSection>> sections = mergedSections(database, Id<Device>{device});
        if (!sections)
            return sections.error();
        const QHash<QString, QDateTime> byField = fieldTimes(sections.value(), now);
        for (auto it = nameOf.begin(); it != nameOf.end(); ++it) {
            const QDateTime told = byField.value(*it);
            times.lanes[it.key()].set(*row, told.isValid() ? told.toMSecsSinceEpoch() : seen->at(*row));
        }
    }
    return times;
}

} // namespace belvedere::server
