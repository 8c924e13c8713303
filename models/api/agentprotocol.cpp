// The declarations of the agent protocol's messages and sections.
#include "api/agentprotocol.h"

#include "base/digest.h"

#include <algorithm>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

template<> std::span<const Field> fields<EnrolRequest>()
{
    using P = Personal;
    using E = EnrolRequest;
    static const Field list[] = {field<&E::token>("token", QT_TRANSLATE_NOOP("Enrolment", "Token"), Required),
        field<&E::name>("name", QT_TRANSLATE_NOOP("Enrolment", "Name"), Required, P::Identity),
        field<&E::hardwareId>("hardware_id", QT_TRANSLATE_NOOP("Enrolment", "Hardware id"), 0, P::Identity),
        field<&E::serial>("serial", QT_TRANSLATE_NOOP("Enrolment", "Serial number"), 0, P::Identity),
        field<&E::macs>("macs", QT_TRANSLATE_NOOP("Enrolment", "MAC addresses"), 0, P::Identity),
        field<&E::platform>("platform", QT_TRANSLATE_NOOP("Enrolment", "Platform")),
        field<&E::agentVersion>("agent_version", QT_TRANSLATE_NOOP("Enrolment", "Agent")),
        field<&E::simulated>("simulated", QT_TRANSLATE_NOOP("Enrolment", "Simulated"))};
    return list;
}

template<> std::span<const Field> fields<EnrolAnswer>()
{
    static const Field list[] = {
        field<&EnrolAnswer::device>("device", QT_TRANSLATE_NOOP("Enrolment", "Device"), Required),
        field<&EnrolAnswer::secret>("secret", QT_TRANSLATE_NOOP("Enrolment", "Secret"), Required)};
    return list;
}

namespace {

bool isSectionName(QStringView name)
{
    return !name.isEmpty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_' || c == u'.' || c == u'-';
    });
}

bool isHash(QStringView text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'f') || (c >= u'0' && c <= u'9');
    });
}

Result<QDateTime> readTime(const QJsonObject &object, const QString &key, const QString &path)
{
    const QJsonValue value = object.value(key);
    if (value.isUndefined() || value.isNull())
        return decodeError(u"decode.missing"_s, path + u'.' + key, u"required, but missing"_s);
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return decodeError(u"decode.type"_s, path + u'.' + key, u"time like 2026-01-31T12:00:00+01:00 expected"_s);
    return time.toUTC();
}

Result<QString> readText(const QJsonObject &object, const QString &key, const QString &path)
{
    const QJsonValue value = object.value(key);
    if (value.isUndefined() || value.isNull())
        return QString();
    const QString text = value.toString();
    if (!value.isString() || text.size() > 256 || text.contains(QChar(0)))
        return decodeError(u"decode.type"_s, path + u'.' + key, u"text of at most 256 characters expected"_s);
    return text;
}

// The object under `key`, whose keys are section names; absent counts as empty.
Result<QJsonObject> readSectionMap(const QJsonObject &object, const QString &key, const QString &path)
{
    const QJsonValue value = object.value(key);
    const QString at = path + u'.' + key;
    if (value.isUndefined() || value.isNull())
        return QJsonObject();
    if (!value.isObject())
        return decodeError(u"decode.type"_s, at, u"object expected"_s);
    const QJsonObject map = value.toObject();
    if (map.size() > maximumSections)
        return decodeError(u"decode.too-many"_s, at, u"more than %1 sections"_s.arg(maximumSections));
    for (auto it = map.begin(); it != map.end(); ++it) {
        if (!isSectionName(it.key()))
            return decodeError(u"decode.type"_s, at, u"not a section name: "_s + it.key().left(80));
    }
    return map;
}

QString offsetTime(const QDateTime &time)
{
    return time.toOffsetFromUtc(time.offsetFromUtc()).toString(Qt::ISODateWithMs);
}

template<class E> QJsonArray toArray(const QList<E> &list)
{
    QJsonArray array;
    for (const E &item : list)
        array.append(toJson(item));
    return array;
}

} // namespace

QJsonObject toJson(const CheckIn &message)
{
    QJsonObject sections;
    for (auto it = message.sections.begin(); it != message.sections.end(); ++it)
        sections.insert(it.key(), it.value());
    QJsonObject changed;
    for (auto it = message.changed.begin(); it != message.changed.end(); ++it)
        changed.insert(it.key(), it.value());
    QJsonObject object{{u"as_of"_s, offsetTime(message.asOf)}, {u"agent_version"_s, message.agentVersion},
        {u"sections"_s, sections}, {u"changed"_s, changed}, {u"results"_s, toArray(message.results)}};
    if (!message.bootId.isEmpty())
        object.insert(u"boot_id"_s, message.bootId);
    return object;
}

template<> Result<CheckIn> fromJson<CheckIn>(const QJsonObject &object, const QString &path)
{
    CheckIn message;
    const auto asOf = readTime(object, u"as_of"_s, path);
    if (!asOf)
        return asOf.error();
    message.asOf = asOf.value();
    message.utcOffset = QDateTime::fromString(object.value("as_of"_L1).toString(), Qt::ISODateWithMs).offsetFromUtc();
    const auto bootId = readText(object, u"boot_id"_s, path);
    if (!bootId)
        return bootId.error();
    message.bootId = bootId.value();
    const auto agentVersion = readText(object, u"agent_version"_s, path);
    if (!agentVersion)
        return agentVersion.error();
    message.agentVersion = agentVersion.value();
    const auto sections = readSectionMap(object, u"sections"_s, path);
    if (!sections)
        return sections.error();
    for (auto it = sections.value().begin(); it != sections.value().end(); ++it) {
        if (!isHash(it.value().toString()))
            return decodeError(u"decode.type"_s, path + u".sections."_s + it.key(), u"SHA-256 in hex expected"_s);
        message.sections.insert(it.key(), it.value().toString());
    }
    const auto changed = readSectionMap(object, u"changed"_s, path);
    if (!changed)
        return changed.error();
    for (auto it = changed.value().begin(); it != changed.value().end(); ++it) {
        if (!it.value().isObject())
            return decodeError(u"decode.type"_s, path + u".changed."_s + it.key(), u"object expected"_s);
        message.changed.insert(it.key(), it.value().toObject());
    }
    auto results = readList<CommandResult>(object, u"results"_s, maximumResults, path);
    if (!results)
        return results.error();
    message.results = std::move(results).value();
    return message;
}

QJsonObject toJson(const CheckInAnswer &message)
{
    return {{u"wanted"_s, QJsonArray::fromStringList(message.wanted)}, {u"commands"_s, toArray(message.commands)},
        {u"next"_s, message.next}, {u"time"_s, offsetTime(message.time)}};
}

template<> Result<CheckInAnswer> fromJson<CheckInAnswer>(const QJsonObject &object, const QString &path)
{
    CheckInAnswer message;
    const auto time = readTime(object, u"time"_s, path);
    if (!time)
        return time.error();
    message.time = time.value();
    const QJsonValue next = object.value(u"next"_s);
    message.next = next.toInt(0);
    if (message.next < 1 || message.next > maximumNext)
        return decodeError(u"decode.type"_s, path + u".next"_s, u"1 to %1 seconds expected"_s.arg(maximumNext));
    const QJsonValue wanted = object.value(u"wanted"_s);
    if (!wanted.isUndefined() && !wanted.isArray())
        return decodeError(u"decode.type"_s, path + u".wanted"_s, u"list expected"_s);
    const QJsonArray names = wanted.toArray();
    if (names.size() > maximumSections)
        return decodeError(u"decode.too-many"_s, path + u".wanted"_s, u"more than %1 sections"_s.arg(maximumSections));
    for (const QJsonValue name : names) {
        if (!isSectionName(name.toString()))
            return decodeError(u"decode.type"_s, path + u".wanted"_s, u"section names expected"_s);
        message.wanted.append(name.toString());
    }
    auto commands = readList<Command>(object, u"commands"_s, maximumCommands, path);
    if (!commands)
        return commands.error();
    message.commands = std::move(commands).value();
    for (const Command &command : message.commands) {
        if (command.id.size() > maximumCommandId)
            return decodeError(u"decode.type"_s, path + u".commands"_s, u"command id too long"_s);
    }
    return message;
}

std::span<const char *const> sectionNames()
{
    static constexpr const char *names[] = {section::hardware, section::system, section::storage, section::security,
        section::packages, section::interfaces, section::users, section::items, section::certificates,
        section::updates};
    return names;
}

std::span<const char *const> sectionFields(QStringView name)
{
    static constexpr const char *hardware[] = {
        "manufacturer", "model", "serial", "form", "hardware.id", "processor", "processor.cores", "memory"};
    static constexpr const char *system[] = {"name", "platform", "os.name", "os.version", "os.build", "os.kernel",
        "boot.id", "booted", "agent.packages", "agent.commands"};
    static constexpr const char *storage[] = {"storage.total", "storage.free", "storage.encrypted"};
    static constexpr const char *security[] = {"firewall.enabled", "updates.security", "updates.all", "updates.checked",
        "os.update_available_since", "os.security_patch_level", "device.supervised", "passcode.present",
        "passcode.compliant", "passcode.policy_min_length", "passcode.policy_simple_blocked",
        "passcode.policy_max_failed", "passcode.grace", "screen.lock_timeout", "device.compromised", "device.integrity",
        "apps.unknown_sources", "apps.verify_enabled", "debug.usb_enabled", "debug.developer_mode",
        "backup.encryption_forced", "backup.cloud_enabled", "data.open_managed_to_unmanaged",
        "data.open_unmanaged_to_managed", "lockscreen.notifications", "lockscreen.control_center", "av.status",
        "av.signature_current", "av.signature_age", "boot.secure", "system.integrity_protection", "mdm.removable",
        "certs.next_expiry", "facts.absent"};
    if (name == QLatin1StringView(section::hardware))
        return hardware;
    if (name == QLatin1StringView(section::system))
        return system;
    if (name == QLatin1StringView(section::storage))
        return storage;
    if (name == QLatin1StringView(section::security))
        return security;
    return {};
}

QString sectionHash(const QJsonObject &section)
{
    return sha256Hex(QJsonDocument(section).toJson(QJsonDocument::Compact)); // QJsonObject keeps its keys sorted
}

Result<Done> readSection(QStringView section, const QJsonObject &object, Device &device)
{
    const auto allowed = sectionFields(section);
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto known = [&it](const char *name) { return it.key() == QLatin1StringView(name); };
        if (std::none_of(allowed.begin(), allowed.end(), known))
            return decodeError(u"decode.unknown"_s, u"$."_s + it.key().left(80), u"not a field of this section"_s);
    }
    for (const char *name : allowed) {
        const Field *field = findField(fields<Device>(), QString::fromLatin1(name));
        const QString at = u"$."_s + QLatin1StringView(name);
        const Result<Cell> cell = cellFromJson(object.value(QLatin1StringView(name)), *field);
        if (!cell)
            return decodeError(cell.error().code, at, cell.error().fields.first().message);
        if (!isKnown(cell.value()) && field->is(Required))
            continue; // the server keeps what it has: a device without a name cannot be shown
        if (!field->set(&device, cell.value()))
            return decodeError(u"decode.type"_s, at, u"value of another kind"_s);
    }
    return Done{};
}

QJsonObject writeSection(QStringView section, const Device &device)
{
    QJsonObject object;
    for (const char *name : sectionFields(section)) {
        const Cell cell = findField(fields<Device>(), QString::fromLatin1(name))->get(&device);
        if (isKnown(cell))
            object.insert(QLatin1StringView(name), cellToJson(cell));
    }
    return object;
}

} // namespace belvedere
