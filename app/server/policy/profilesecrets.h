// Secrets in the settings of profiles: sealed before they are stored, opened only for what goes to a device.
#pragma once

#include "domain/command.h"
#include "profiles/settings.h"
#include "server/store/sitekey.h"

namespace belvedere::server {

// Stored settings hold a secret as {"sealed": "<Base64>"}, which is the value of no setting, bound to its profile and
// its key in the settings. An edit that leaves a secret as it is leaves the sealed text as it is; any other secret is
// another text. So revisions are compared, and covered by their hashes, as they are stored.

bool isSealed(const QJsonValue &value);
// `before`: the settings as they are stored. Errors of SiteKey.
Result<QJsonObject> sealedSettings(Transaction &transaction, const SiteKey &key, const ProfileType &type,
    const QString &profile, QJsonObject settings, const QJsonObject &before = {});
// What was stored before secrets were sealed stays as it is. Also "secret.corrupt".
Result<QJsonObject> openedSettings(
    Database &database, const SiteKey &key, const QString &profile, QJsonObject settings);
// The order as the device takes it.
Result<Command> openedCommand(Database &database, const SiteKey &key, Command command);

// What is sealed, with the mask, also in settings of a type that this server does not know.
QJsonObject maskedSettings(QJsonObject settings);
// The content of a revision with a text for each secret, which differs where the secret does.
QJsonObject comparableContent(QJsonObject content);

// Seals what an earlier version, or the demo, has stored as it is: profiles, their revisions and the orders on their
// way. The hashes by which policies and their versions name these revisions follow. For every start: an older server,
// or one whose catalogue did not know the type or the secret, may have been at work since. Changes nothing, and makes
// no key, where all is sealed.
Result<Done> sealStoredSecrets(Transaction &transaction, const SiteKey &key);

} // namespace belvedere::server
