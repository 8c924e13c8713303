// Payloads from targets, and the envelope around them.
#include "profiles/apple.h"

#include "profiles/placing.h"
#include "profiles/propertylist.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Drawn once; with the profile's id it makes the UUIDs of our payloads.
const QUuid &ourNamespace()
{
    static const QUuid uuid(0x5d0c6a4e, 0x2b1f, 0x4c57, 0x9a, 0x63, 0x71, 0x0e, 0x84, 0xd3, 0x2f, 0xb5);
    return uuid;
}

// The bytes between the lines of one PEM block.
QByteArray derOf(const QByteArray &pem)
{
    const qsizetype begin = pem.indexOf('\n', pem.indexOf("-----BEGIN"));
    const qsizetype end = pem.indexOf("-----END");
    return begin < 0 || end < begin ? QByteArray() : QByteArray::fromBase64(pem.mid(begin, end - begin));
}

QVariant payloadValue(const Placed &placed, const QString &profile)
{
    if (placed.isData) {
        const QByteArray bytes = QByteArray::fromBase64(placed.value.toString().toLatin1());
        return placed.target->format == "der"_L1 ? derOf(bytes) : bytes;
    }
    if (placed.target->format == "uuid"_L1)
        return stableUuid(profile + u'/' + placed.value.toString());
    return plistValue(placed.value);
}

QVariant insertedAt(const QVariant &into, const QStringList &path, const QVariant &value)
{
    if (path.isEmpty())
        return value;
    bool isIndex = false;
    const int index = path.first().toInt(&isIndex);
    if (isIndex) {
        QVariantList list = into.toList();
        while (list.size() <= index)
            list.append(QVariantMap());
        list[index] = insertedAt(list.at(index), path.mid(1), value);
        return list;
    }
    QVariantMap map = into.toMap();
    map.insert(path.first(), insertedAt(map.value(path.first()), path.mid(1), value));
    return map;
}

} // namespace

QString stableUuid(const QString &text)
{
    return QUuid::createUuidV5(ourNamespace(), text).toString(QUuid::WithoutBraces).toUpper();
}

Result<Rendering> renderApple(const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity)
{
    QMap<QString, QVariantMap> payloads; // by type and tag
    for (const Placed &placed : placedValues(type, settings)) {
        const QVariant value = payloadValue(placed, identity.profile);
        QVariantMap &payload = payloads[placed.target->in];
        payload = insertedAt(payload, placed.target->path, value).toMap();
    }
    if (payloads.isEmpty())
        return validationError({{u"settings"_s, u"nothing in them concerns this platform"_s}});
    const QString base = u"belvedere.profile."_s + identity.profile;
    QVariantList content;
    for (auto it = payloads.begin(); it != payloads.end(); ++it) {
        QVariantMap payload = it.value();
        payload.insert(u"PayloadType"_s, it.key().section(u'#', 0, 0));
        payload.insert(u"PayloadVersion"_s, qlonglong(1));
        payload.insert(u"PayloadIdentifier"_s, QString(base + u'.' + QString(it.key()).replace(u'#', u'.')));
        payload.insert(u"PayloadUUID"_s, stableUuid(identity.profile + u'/' + it.key()));
        payload.insert(u"PayloadDisplayName"_s, identity.name);
        content.append(payload);
    }
    QVariantMap root{{u"PayloadType"_s, u"Configuration"_s}, {u"PayloadVersion"_s, qlonglong(1)},
        {u"PayloadIdentifier"_s, base}, {u"PayloadUUID"_s, stableUuid(identity.profile)},
        {u"PayloadDisplayName"_s, identity.name}, {u"PayloadContent"_s, content}};
    if (type.platform == Platform::MacOs)
        root.insert(u"PayloadScope"_s, type.scope == "user"_L1 ? u"User"_s : u"System"_s);
    if (!identity.description.isEmpty())
        root.insert(u"PayloadDescription"_s, identity.description);
    if (!identity.organisation.isEmpty())
        root.insert(u"PayloadOrganization"_s, identity.organisation);
    Rendering rendering;
    rendering.texts.push_back(
        {type.key + u".mobileconfig"_s, u"application/x-apple-aspen-config"_s, propertyList(root)});
    return rendering;
}

} // namespace belvedere
