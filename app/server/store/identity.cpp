// Recognition of devices (order and clone rule as for the inventory agents in the field).
#include "server/store/identity.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Result<std::optional<Id<Device>>> deviceWhere(Database &database, const QString &condition, const QVariantList &values)
{
    return database
        .value(u"SELECT device FROM device_sources WHERE %1 ORDER BY seen DESC LIMIT 1"_s.arg(condition), values)
        .map([](const QVariant &id) { return id.isValid() ? std::optional(Id<Device>{id.toString()}) : std::nullopt; });
}

bool differs(const QString &stored, const QString &told)
{
    return !stored.isEmpty() && !told.isEmpty() && stored.compare(told, Qt::CaseInsensitive) != 0;
}

// Known by its own id, unless the hardware below has become another.
Result<Match> matchForeignId(Database &database, const Identity &identity)
{
    Match match;
    if (identity.foreignId.isEmpty())
        return match;
    const Result<QSqlQuery *> query =
        database.run(u"SELECT device, serial, hardware_id FROM device_sources WHERE source = ? AND foreign_id = ?"_s,
            {identity.source, identity.foreignId});
    if (!query)
        return query.error();
    while (query.value()->next()) {
        const QSqlQuery &row = *query.value();
        match.isClone =
            differs(row.value(1).toString(), identity.serial) || differs(row.value(2).toString(), identity.hardwareId);
        if (!match.isClone) {
            match.device = Id<Device>{row.value(0).toString()};
            break;
        }
    }
    query.value()->finish();
    return match;
}

} // namespace

Result<Match> matchDevice(Database &database, const Identity &identity)
{
    const Result<Match> known = matchForeignId(database, identity);
    if (!known || known.value().device)
        return known;
    Match match = known.value();
    const auto attempt = [&](bool possible, const QString &condition, const QVariantList &values) -> Result<Done> {
        if (!possible || match.device)
            return Done{};
        const Result<std::optional<Id<Device>>> found = deviceWhere(database, condition, values);
        if (!found)
            return found.error();
        match.device = found.value();
        return Done{};
    };
    const QString macs = identity.macs.join(u' ');
    const Result<Done> results[] = {
        attempt(!identity.hardwareId.isEmpty(), u"hardware_id = ?"_s, {identity.hardwareId}),
        attempt(!identity.serial.isEmpty(), u"serial = ?"_s, {identity.serial}),
        attempt(!macs.isEmpty() && !identity.name.isEmpty(), u"macs = ? AND name = ?"_s, {macs, identity.name})};
    for (const Result<Done> &result : results) {
        if (!result)
            return result.error();
    }
    if (match.device)
        match.isClone = false; // the hardware itself is known: the agent moved with a disk or was set up again
    return match;
}

Result<bool> isKnownSource(Database &database, const QString &source, const QString &foreignId)
{
    return database
        .value(u"SELECT 1 FROM device_sources WHERE source = ? AND foreign_id = ? LIMIT 1"_s, {source, foreignId})
        .map([](const QVariant &one) { return one.isValid(); });
}

Result<Done> noteSource(Transaction &transaction, const Id<Device> &device, const Identity &identity)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QVariant() : QVariant(text); };
    const Result<QSqlQuery *> stored = transaction.database().run(
        u"INSERT INTO device_sources (device, source, foreign_id, serial, hardware_id, macs, name, seen) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device, source) DO UPDATE SET foreign_id = excluded.foreign_id, "
        "serial = excluded.serial, hardware_id = excluded.hardware_id, macs = excluded.macs, name = excluded.name, "
        "seen = excluded.seen"_s,
        {device.text, identity.source, orNull(identity.foreignId), orNull(identity.serial), orNull(identity.hardwareId),
            identity.macs.isEmpty() ? u""_s : identity.macs.join(u' '), orNull(identity.name),
            transaction.now().toMSecsSinceEpoch()});
    return stored ? Result<Done>(Done{}) : stored.error();
}

Result<QString> reportedName(Database &database, const Id<Device> &device, const QString &source)
{
    return database.value(u"SELECT name FROM device_sources WHERE device = ? AND source = ?"_s, {device.text, source})
        .map([](const QVariant &name) { return name.toString(); });
}

bool isPlaceholder(const QString &serial)
{
    static const QStringList words{u""_s, u"0"_s, u"none"_s, u"default string"_s, u"to be filled by o.e.m."_s,
        u"system serial number"_s, u"not specified"_s, u"not applicable"_s, u"unknown"_s, u"n/a"_s, u"oem"_s,
        u"chassis serial number"_s, u"123456789"_s};
    const QString plain = serial.trimmed().toLower();
    return words.contains(plain) || plain.count(u'0') == plain.size() || plain.count(u'x') == plain.size();
}

} // namespace belvedere::server
