// A check-in.
#include "server/agents/checkin.h"

#include "api/operations.h"
#include "base/digest.h"
#include "server/agents/commandresults.h"
#include "server/content/installs.h"
#include "server/content/licences.h"
#include "server/patches/pending.h"
#include "server/policy/queue.h"
#include "server/policy/reconcile.h"
#include "server/store/entitytable.h"
#include "server/store/identity.h"
#include "server/store/sections.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 awaySeconds = 3'600; // of silence, after which the time alone may have changed results

template<class E> Result<Done> readable(const QJsonObject &content, qsizetype maximum)
{
    return readItems<E>(content, maximum).map([](const QList<E> &) { return Done{}; });
}

// A section is stored only if it can be read, so that merging never meets what it does not understand.
Result<Done> checkSection(const QString &name, const QJsonObject &content)
{
    Device scratch;
    if (!sectionFields(name).empty())
        return readSection(name, content, scratch);
    if (name == QLatin1StringView(section::packages))
        return readable<Package>(content, maximumPackages);
    if (name == QLatin1StringView(section::interfaces))
        return readable<NetworkInterface>(content, maximumInterfaces);
    if (name == QLatin1StringView(section::users))
        return readable<DeviceUser>(content, maximumUsers);
    if (name == QLatin1StringView(section::items))
        return readable<InstalledItem>(content, maximumInstalledItems);
    if (name == QLatin1StringView(section::certificates))
        return readable<InstalledCertificate>(content, maximumCertificates);
    if (name == QLatin1StringView(section::updates))
        return readable<PendingUpdate>(content, maximumPendingUpdates);
    ApiError error = validationError({{name, u"no such section"_s}});
    error.code = u"section.unknown"_s;
    return error;
}

bool isKnownSection(const QString &name)
{
    const auto names = sectionNames();
    return std::any_of(names.begin(), names.end(), [&](const char *known) { return name == QLatin1StringView(known); });
}

ApiError unknownAgent()
{
    ApiError error;
    error.kind = ApiError::Kind::Unauthorized;
    error.code = u"agent.unknown"_s;
    error.detail = u"This device is not enrolled, or its record was removed."_s;
    return error;
}

// What the device sent whole is stored, what it sent a hash of is confirmed; answers what it shall send whole.
Result<QStringList> takeSections(
    Transaction &transaction, const Id<Device> &device, const Report &report, const QDateTime &asOf)
{
    const QString source = QString::fromLatin1(agentSource);
    for (auto it = report.sections.begin(); it != report.sections.end(); ++it) {
        const Result<Done> stored = storeSection(transaction, device, source, it.key(), it.value(), asOf);
        if (!stored)
            return stored.error();
    }
    QMap<QString, QString> confirmed;
    for (auto it = report.message.sections.begin(); it != report.message.sections.end(); ++it) {
        // a newer agent may have sections that this server does not know: asking for them would end in a refusal
        if (!report.message.changed.contains(it.key()) && isKnownSection(it.key()))
            confirmed.insert(it.key(), it.value());
    }
    return confirmed.isEmpty() ? Result<QStringList>(QStringList())
                               : confirmSections(transaction, device, source, confirmed, asOf);
}

// The network addresses are part of who the device is.
Result<Done> refreshIdentity(Transaction &transaction, const Device &device, const QList<StoredSection> &sections)
{
    Identity identity;
    identity.source = QString::fromLatin1(agentSource);
    identity.hardwareId = device.hardwareId;
    identity.serial = isPlaceholder(device.serial) ? QString() : device.serial;
    for (const StoredSection &stored : sections) {
        if (stored.source != identity.source)
            continue;
        if (stored.section == QLatin1StringView(section::system))
            identity.name = stored.content.value("name"_L1).toString();
        if (stored.section == QLatin1StringView(section::interfaces)) {
            const Result<QList<NetworkInterface>> interfaces =
                readItems<NetworkInterface>(stored.content, maximumInterfaces);
            for (const NetworkInterface &interface : interfaces ? interfaces.value() : QList<NetworkInterface>())
                identity.macs.append(interface.mac);
        }
    }
    identity.macs = canonicalSet(identity.macs);
    return noteSource(transaction, device.id, identity);
}

} // namespace

Result<Id<Device>> authenticateDevice(Database &database, const QByteArray &authorization)
{
    const ApiError refused = unknownAgent();
    const qsizetype dot = authorization.indexOf('.');
    if (!authorization.startsWith("Bearer ") || dot < 0 || authorization.size() > 256)
        return refused;
    const QString device = QString::fromLatin1(authorization.sliced(7, qMax<qsizetype>(0, dot - 7)));
    const Result<QVariant> hash = database.value(u"SELECT hash FROM device_secrets WHERE device = ?"_s, {device});
    if (!hash)
        return hash.error();
    const QByteArray given = sha256Hex(authorization.sliced(dot + 1)).toLatin1();
    if (!equalInConstantTime(given, hash.value().toString().toLatin1()))
        return refused;
    return Id<Device>{device};
}

Result<Report> readReport(const CheckIn &message)
{
    Report report{message, {}};
    for (auto it = message.changed.begin(); it != message.changed.end(); ++it) {
        const Result<Done> good = checkSection(it.key(), it.value());
        if (!good)
            return good.error();
        report.sections.insert(it.key(), SectionContent(it.value()));
    }
    return report;
}

Result<CheckInAnswer> checkIn(
    Transaction &transaction, const Id<Device> &id, const Report &report, const Cadence &cadence, const SiteKey &key)
{
    const CheckIn &message = report.message;
    static const Table<Device> devices;
    const Result<Device> stored = devices.get(transaction.database(), id);
    if (!stored) // removed while the message waited
        return stored.error().kind == ApiError::Kind::NotFound ? unknownAgent() : stored.error();
    const QDateTime &now = transaction.now();
    const Result<QStringList> wanted = takeSections(transaction, id, report, measuredAt(message, now));
    if (!wanted)
        return wanted.error();
    Device device = stored.value();
    device.seen = now;
    device.agentVersion = message.agentVersion;
    // any other note is for a person to settle
    if (device.note.isEmpty() || device.note.startsWith("clock."_L1))
        device.note = clockNote(message, now);
    if (!message.changed.isEmpty()) {
        const Result<QList<StoredSection>> sections = mergedSections(transaction.database(), id);
        const Result<QString> name = reportedName(transaction.database(), id, QString::fromLatin1(agentSource));
        if (!sections || !name)
            return sections ? name.error() : sections.error();
        mergeSections(sections.value(), name.value(), now, device);
        const Result<Done> noted = refreshIdentity(transaction, device, sections.value());
        if (!noted)
            return noted.error();
    }
    if (const auto packages = message.changed.find(QString::fromLatin1(section::packages));
        packages != message.changed.end()) {
        const Result<Done> noted = noteInstalls(transaction, device, QString::fromLatin1(agentSource), *packages);
        if (!noted)
            return noted.error();
    }
    if (const auto updates = message.changed.find(QString::fromLatin1(section::updates));
        updates != message.changed.end()) {
        const Result<Done> noted = notePending(transaction, device, *updates);
        if (!noted)
            return noted.error();
    }
    if (device.name != stored.value().name) {
        const Result<Done> renamed = renameHolder(transaction, id.text, device.name);
        if (!renamed)
            return renamed.error();
    }
    if (!message.changed.isEmpty() || stored.value().seen.secsTo(now) >= awaySeconds) {
        const Result<Done> reconciled = reconcileNow(transaction, device);
        if (!reconciled)
            return reconciled.error();
    }
    const Result<Device> updated = device.name == stored.value().name
        ? devices.refresh(transaction, device, stored.value())
        : devices.update(transaction, device);
    if (!updated)
        return updated.error();
    const Result<Done> taken = takeResults(transaction, id, message);
    if (!taken)
        return taken.error();
    const Result<Done> current = reconcileBeforeDelivery(transaction, id);
    if (!current)
        return current.error();
    const Result<Delivery> delivery = deliverCommands(transaction, id, message, key);
    if (!delivery)
        return delivery.error();
    CheckInAnswer answer;
    answer.wanted = wanted.value();
    answer.commands = delivery.value().commands;
    answer.next = cadence.next(delivery.value().isBusy);
    answer.time = now;
    return answer;
}

} // namespace belvedere::server
