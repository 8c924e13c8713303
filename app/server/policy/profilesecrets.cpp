// Sealing and opening of settings.
#include "server/policy/profilesecrets.h"

#include "server/auth/sealed.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QByteArray placeOfSecret(const QString &profile, const QString &setting)
{
    return QString(u"profile secret\n"_s + profile + u'\n' + setting).toUtf8();
}

QJsonObject sealedValue(const QJsonValue &value, const Secret &key, const QByteArray &place)
{
    const QByteArray plain = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return {{u"sealed"_s, sealed(plain, key.bytes(), place)}};
}

Result<QJsonValue> openedValue(
    const QJsonValue &value, const Secret &key, const QString &profile, const QString &setting)
{
    const std::optional<QByteArray> plain =
        unsealed(value["sealed"_L1].toString(), key.bytes(), placeOfSecret(profile, setting));
    if (!plain)
        return storeError(
            u"secret.corrupt"_s, u"%1 of %2 cannot be opened: it is not what was stored."_s.arg(setting, profile));
    return QJsonDocument::fromJson(*plain).array().first();
}

} // namespace

bool isSealed(const QJsonValue &value) { return value.isObject(); }

Result<QJsonObject> sealedSettings(Transaction &transaction, const SiteKey &key, const ProfileType &type,
    const QString &profile, QJsonObject settings, const QJsonObject &before)
{
    std::optional<Secret> siteKey;
    for (const Setting &setting : type.settings) {
        const QJsonValue value = settings.value(setting.key);
        if (!setting.secret || value.isUndefined() || isSealed(value))
            continue;
        if (!siteKey) {
            Result<Secret> found = key.forSealing(transaction);
            if (!found)
                return found.error();
            siteKey = std::move(found).value();
        }
        const QJsonValue stored = before.value(setting.key);
        if (isSealed(stored)) {
            const Result<QJsonValue> old = openedValue(stored, *siteKey, profile, setting.key);
            if (old && old.value() == value) { // what nobody can open is another secret
                settings.insert(setting.key, stored);
                continue;
            }
        }
        settings.insert(setting.key, sealedValue(value, *siteKey, placeOfSecret(profile, setting.key)));
    }
    return settings;
}

Result<QJsonObject> openedSettings(Database &database, const SiteKey &key, const QString &profile, QJsonObject settings)
{
    std::optional<Secret> siteKey;
    for (auto it = settings.begin(); it != settings.end(); ++it) {
        if (!isSealed(*it))
            continue;
        if (!siteKey) {
            Result<Secret> found = key.inUse(database);
            if (!found)
                return found.error();
            siteKey = std::move(found).value();
        }
        const Result<QJsonValue> plain = openedValue(*it, *siteKey, profile, it.key());
        if (!plain)
            return plain.error();
        *it = plain.value();
    }
    return settings;
}

Result<Command> openedCommand(Database &database, const SiteKey &key, Command command)
{
    if (command.kind.value() != CommandKind::ProfileInstall)
        return command;
    const Result<QJsonObject> opened = openedSettings(database, key, command.parameters.value("profile"_L1).toString(),
        command.parameters.value("settings"_L1).toObject());
    if (!opened)
        return opened.error();
    command.parameters.insert("settings"_L1, opened.value());
    return command;
}

QJsonObject maskedSettings(QJsonObject settings)
{
    for (QJsonValueRef value : settings) {
        if (isSealed(value))
            value = QString::fromUtf16(secretMask);
    }
    return settings;
}

QJsonObject comparableContent(QJsonObject content)
{
    QJsonObject settings = content.value("settings"_L1).toObject();
    for (QJsonValueRef value : settings) {
        if (isSealed(value))
            value = value.toObject().value("sealed"_L1);
    }
    if (content.contains("settings"_L1))
        content.insert("settings"_L1, settings);
    return content;
}

} // namespace belvedere::server
