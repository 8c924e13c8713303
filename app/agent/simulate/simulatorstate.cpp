// The file in which a simulated fleet keeps its identities.
#include "agent/simulate/simulator.h"
#include "domain/json.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char fleetFile[] = "/simulated.json";
constexpr qsizetype maximumFleet = 64 * 1024 * 1024; // bytes

} // namespace

Result<Done> Simulator::load()
{
    const auto bytes = m_state.read(QString::fromLatin1(fleetFile), maximumFleet);
    if (!bytes)
        return bytes.error();
    if (!bytes.value())
        return m_journal.open(m_state, [](const FleetJournal::Entry &) {});
    const Result<QJsonObject> object = parseObject(*bytes.value(), maximumFleet);
    if (!object)
        return object.error();
    if (object.value().value(u"server"_s).toString() != m_setup.server.url.toString(QUrl::FullyEncoded)
        || object.value().value(u"seed"_s).toInteger() != qint64(m_setup.seed))
        return conflict(
            u"state.other-fleet"_s, u"The state directory holds a simulated fleet of another server or seed."_s);
    const QJsonObject devices = object.value().value(u"devices"_s).toObject();
    for (auto it = devices.begin(); it != devices.end(); ++it) {
        const int index = it.key().toInt();
        const QJsonObject entry = it.value().toObject();
        if (index < 0 || size_t(index) >= m_devices.size())
            continue; // a smaller fleet than last time: the others stay silent
        SimulatedDevice &device = m_devices[size_t(index)];
        device.device = entry.value(u"device"_s).toString();
        device.secret = entry.value(u"secret"_s).toString();
        device.restarts = entry.value(u"restarts"_s).toInt();
        device.restartedAt = QDateTime::fromString(entry.value(u"restarted_at"_s).toString(), Qt::ISODateWithMs);
    }
    m_others = devices;
    QHash<QString, SimulatedDevice *> byId;
    for (SimulatedDevice &device : m_devices)
        byId.insert(device.device, &device);
    return m_journal.open(m_state, [&byId](const FleetJournal::Entry &entry) {
        if (SimulatedDevice *device = byId.value(entry.device))
            device->remember(entry);
    });
}

Result<Done> Simulator::save()
{
    QJsonObject devices = m_others;
    for (size_t i = 0; i < m_devices.size(); ++i) {
        const SimulatedDevice &device = m_devices[i];
        if (device.device.isEmpty())
            continue;
        QJsonObject entry{{u"device"_s, device.device}, {u"secret"_s, device.secret}};
        if (device.restarts > 0) {
            entry.insert(u"restarts"_s, device.restarts);
            entry.insert(u"restarted_at"_s, device.restartedAt.toUTC().toString(Qt::ISODateWithMs));
        }
        devices.insert(QString::number(i), entry);
    }
    m_unsaved = 0;
    const QJsonObject object{{u"server"_s, m_setup.server.url.toString(QUrl::FullyEncoded)},
        {u"seed"_s, qint64(m_setup.seed)}, {u"devices"_s, devices}};
    return m_state.write(QString::fromLatin1(fleetFile), QJsonDocument(object).toJson(QJsonDocument::Compact), 0600,
        RootDir::Replace::Allowed);
}

} // namespace belvedere
