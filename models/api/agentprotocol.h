// The agent protocol: the messages between a managed device and its server, and their bounds.
#pragma once

#include "base/result.h"
#include "domain/command.h"
#include "domain/device.h"
#include "domain/inventory.h"
#include "domain/json.h"
#include "domain/patch.h"

#include <QJsonArray>
#include <QMap>

namespace belvedere {

inline constexpr char enrolPath[] = "/agent/v1/enrol"; // POST EnrolRequest -> EnrolAnswer
inline constexpr char checkInPath[] = "/agent/v1/checkin"; // POST CheckIn -> CheckInAnswer, Bearer <device>.<secret>
// GET with the sha256 behind it -> the bytes; Bearer as above, Range for resuming. Only while an open command of the
// device names the hash.
inline constexpr char contentPath[] = "/agent/v1/content/";

inline constexpr qsizetype maximumAgentMessage = 4 * 1024 * 1024; // bytes, both ways
inline constexpr qsizetype maximumSections = 64;
inline constexpr qsizetype maximumResults = 256; // in one check-in
inline constexpr qsizetype maximumCommands = 256; // in one answer
inline constexpr qsizetype maximumPackages = 20'000;
inline constexpr qsizetype maximumInterfaces = 256;
inline constexpr qsizetype maximumUsers = 1'000;
inline constexpr qsizetype maximumInstalledItems = 1'000;
inline constexpr qint64 maximumContent = qint64(2) * 1024 * 1024 * 1024; // bytes of one application or file
inline constexpr qsizetype maximumCertificates = 500;
inline constexpr qsizetype maximumPendingUpdates = 5'000;
inline constexpr int maximumNext = 86'400; // seconds between check-ins

struct EnrolRequest {
    QString token;
    QString name;
    QString hardwareId; // DMI system UUID; empty when not known
    QString serial; // never a vendor's placeholder; empty when not known
    QStringList macs; // lower case, colons
    Coded<Platform> platform;
    QString agentVersion;
    bool simulated = false;
};

struct EnrolAnswer {
    QString device; // id
    QString secret; // 256 bit, base64url without padding
};

struct CheckIn {
    QDateTime asOf; // the device's clock, sent with its offset; UTC when read
    int utcOffset = 0; // seconds, of what was read: the device's own time is asOf.toOffsetFromUtc(utcOffset)
    QString bootId; // empty when not known
    QString agentVersion;
    QMap<QString, QString> sections; // name -> sectionHash(); every section that the device has
    QMap<QString, QJsonObject> changed; // whole sections
    QList<CommandResult> results; // sent again until this check-in is answered with 200
};

struct CheckInAnswer {
    QStringList wanted; // sections to send whole at the next check-in
    QList<Command> commands;
    int next = 300; // seconds to the next check-in, 1 to maximumNext
    QDateTime time; // the server's clock
};

// These go before the generic ones of domain/json.h: composite messages, bounded as above. A section name is
// [a-z0-9_.-]{1,64}, a hash 64 lower-case hex digits. Errors "decode.missing", "decode.type", "decode.too-many".
QJsonObject toJson(const CheckIn &message);
QJsonObject toJson(const CheckInAnswer &message);
template<> Result<CheckIn> fromJson<CheckIn>(const QJsonObject &object, const QString &path);
template<> Result<CheckInAnswer> fromJson<CheckInAnswer>(const QJsonObject &object, const QString &path);

// Sections. The first four are objects keyed by names of Device fields, the others {"items": [entity, ...]}.
namespace section {
inline constexpr char hardware[] = "hardware";
inline constexpr char system[] = "system";
inline constexpr char storage[] = "storage";
inline constexpr char security[] = "security";
inline constexpr char packages[] = "packages"; // Package
inline constexpr char interfaces[] = "interfaces"; // NetworkInterface
inline constexpr char users[] = "users"; // DeviceUser
inline constexpr char items[] = "items"; // InstalledItem: what policies brought, read back
inline constexpr char certificates[] = "certificates"; // InstalledCertificate
inline constexpr char updates[] = "updates"; // PendingUpdate
} // namespace section

std::span<const char *const> sectionNames();
// Names of the Device fields that the section `name` may hold; empty for the item sections and unknown ones.
std::span<const char *const> sectionFields(QStringView name);
// SHA-256 (hex) of the compact JSON with sorted keys; what is equal has the same hash on every device.
QString sectionHash(const QJsonObject &section);

// Reads a section of Device fields into `device`: its fields that are absent become not known. A key that is not
// the section's is an error "decode.unknown", so that an agent cannot set what is not its to tell.
Result<Done> readSection(QStringView section, const QJsonObject &object, Device &device);
// The fields of `device` that belong to the section and are known.
QJsonObject writeSection(QStringView section, const Device &device);

// The items of a section, in their order; "decode.too-many" above `maximum`.
template<class E> Result<QList<E>> readItems(const QJsonObject &section, qsizetype maximum);
template<class E> QJsonObject writeItems(const QList<E> &items)
{
    QJsonArray array;
    for (const E &item : items)
        array.append(toJson(item));
    return {{QStringLiteral("items"), array}};
}

// An array of at most `maximum` entities under `key`; absent counts as empty.
template<class E>
Result<QList<E>> readList(const QJsonObject &object, const QString &key, qsizetype maximum, const QString &path)
{
    const QJsonValue value = object.value(key);
    const QString at = path + u'.' + key;
    if (value.isUndefined() || value.isNull())
        return QList<E>();
    if (!value.isArray())
        return decodeError(QStringLiteral("decode.type"), at, QStringLiteral("list expected"));
    const QJsonArray array = value.toArray();
    if (array.size() > maximum)
        return decodeError(QStringLiteral("decode.too-many"), at, QStringLiteral("more than %1 entries").arg(maximum));
    QList<E> list;
    list.reserve(array.size());
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString itemPath = at + u'[' + QString::number(i) + u']';
        if (!array[i].isObject())
            return decodeError(QStringLiteral("decode.type"), itemPath, QStringLiteral("object expected"));
        Result<E> item = fromJson<E>(array[i].toObject(), itemPath);
        if (!item)
            return item.error();
        list.append(std::move(item).value());
    }
    return list;
}

template<class E> Result<QList<E>> readItems(const QJsonObject &section, qsizetype maximum)
{
    return readList<E>(section, QStringLiteral("items"), maximum, QStringLiteral("$"));
}

} // namespace belvedere
