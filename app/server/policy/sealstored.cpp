// Sealing of what was stored before secrets were sealed.
#include "api/policies.h"
#include "server/policy/currentset.h"
#include "server/policy/profilesecrets.h"
#include "server/policy/revisions.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using Named = std::pair<QString, qint64>; // a profile and its revision

struct SealedRevision {
    QJsonObject settings;
    QString formerHash;
    QString hash;
};

struct SealedSite {
    QHash<Named, SealedRevision> revisions; // those that were not before
    QHash<QString, QJsonObject> newest; // settings of the last revision of each profile
};

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

const ProfileType *typeOf(const QJsonObject &content)
{
    const auto platform = Coded<Platform>::fromToken(content.value("platform"_L1).toString());
    return catalogue().find(platform.value(), content.value("type"_L1).toString());
}

Result<QList<Named>> profileRevisions(Database &database)
{
    const Result<QSqlQuery *> rows = database.run(u"SELECT id, revision FROM revisions ORDER BY id, revision"_s);
    if (!rows)
        return rows.error();
    QList<Named> found;
    while (rows.value()->next()) {
        const QString id = rows.value()->value(0).toString();
        if (idNumber(id, ConfigurationProfile::idPrefix))
            found.append({id, rows.value()->value(1).toLongLong()});
    }
    rows.value()->finish();
    return found;
}

// Oldest first, so that a secret that stayed the same has one text in all of them.
Result<Done> sealRevisions(Transaction &transaction, const SiteKey &key, SealedSite &site)
{
    Database &database = transaction.database();
    const Result<QList<Named>> all = profileRevisions(database);
    if (!all)
        return all.error();
    for (const Named &named : all.value()) {
        const Result<std::optional<Revision>> kept = storedRevision(database, named.first, named.second);
        if (!kept && kept.error().code != "item.corrupt"_L1)
            return kept.error();
        const ProfileType *type = kept && kept.value() ? typeOf(kept.value()->content) : nullptr;
        if (!type)
            continue; // nobody knows what of it is secret
        QJsonObject content = kept.value()->content;
        const QJsonObject plain = content.value("settings"_L1).toObject();
        const Result<QJsonObject> settings =
            sealedSettings(transaction, key, *type, named.first, plain, site.newest.value(named.first));
        if (!settings)
            return settings.error();
        site.newest.insert(named.first, settings.value());
        if (settings.value() == plain)
            continue;
        content.insert("settings"_L1, settings.value());
        const SealedRevision sealed{settings.value(), kept.value()->hash, contentHash(content)};
        const Result<Done> stored =
            execute(database, u"UPDATE revisions SET content = ?, hash = ? WHERE id = ? AND revision = ?"_s,
                {compact(content), sealed.hash, named.first, named.second});
        if (!stored)
            return stored;
        site.revisions.insert(named, sealed);
    }
    return Done{};
}

Result<Done> sealProfiles(Transaction &transaction, const SiteKey &key, const SealedSite &site)
{
    static const Table<ConfigurationProfile> table;
    const Result<std::vector<ConfigurationProfile>> profiles = table.list(transaction.database());
    if (!profiles)
        return profiles.error();
    for (const ConfigurationProfile &before : profiles.value()) {
        const ProfileType *type = catalogue().find(before.platform.value(), before.type);
        if (!type)
            continue;
        const Result<QJsonObject> settings =
            sealedSettings(transaction, key, *type, before.id.text, before.settings, site.newest.value(before.id.text));
        if (!settings)
            return settings.error();
        ConfigurationProfile after = before;
        after.settings = settings.value();
        const Result<ConfigurationProfile> stored = table.refresh(transaction, after, before);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

// Orders on their way to devices.
Result<Done> sealCommands(Transaction &transaction, const SealedSite &site)
{
    Database &database = transaction.database();
    QList<std::pair<QString, QString>> changed;
    const Result<Done> read = database.each(u"SELECT id, parameters FROM commands WHERE kind = '%1'"_s.arg(
                                                Coded<CommandKind>(CommandKind::ProfileInstall).token()),
        [&](const QSqlQuery &row) -> Result<Done> {
            QJsonObject parameters = QJsonDocument::fromJson(row.value(1).toString().toUtf8()).object();
            const auto sealed = site.revisions.constFind(
                {parameters.value("profile"_L1).toString(), parameters.value("version"_L1).toInteger()});
            if (sealed != site.revisions.constEnd()) {
                parameters.insert("settings"_L1, sealed->settings);
                changed.append({row.value(0).toString(), compact(parameters)});
            }
            return Done{};
        });
    if (!read)
        return read;
    for (const auto &[id, parameters] : changed) {
        const Result<Done> stored =
            execute(database, u"UPDATE commands SET parameters = ? WHERE id = ?"_s, {parameters, id});
        if (!stored)
            return stored;
    }
    return Done{};
}

// The hash by which the revision is named now.
QString renamed(const SealedSite &site, const QString &item, qint64 revision, const QString &hash)
{
    const auto sealed = site.revisions.constFind({item, revision});
    return sealed != site.revisions.constEnd() && sealed->formerHash == hash ? sealed->hash : hash;
}

// What did not fit its hash before does not fit it after.
Result<Done> nameInVersions(Transaction &transaction, const SealedSite &site)
{
    static const Table<PolicyVersion> table;
    const Result<std::vector<PolicyVersion>> versions = table.list(transaction.database());
    if (!versions)
        return versions.error();
    for (const PolicyVersion &before : versions.value()) {
        QJsonArray items;
        for (const QJsonValue item : before.content.value("items"_L1).toArray()) {
            QJsonObject named = item.toObject();
            const QString hash = renamed(site, named.value("item"_L1).toString(),
                named.value("revision"_L1).toInteger(), named.value("hash"_L1).toString());
            if (!hash.isEmpty())
                named.insert("hash"_L1, hash);
            items.append(named);
        }
        PolicyVersion after = before;
        if (after.content.contains("items"_L1))
            after.content.insert("items"_L1, items);
        if (after.content == before.content || contentHash(before.content) != before.hash)
            continue;
        after.hash = contentHash(after.content);
        const Result<PolicyVersion> stored = table.refresh(transaction, after, before);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

Result<Done> nameInPolicies(Transaction &transaction, const SealedSite &site)
{
    static const Table<BusinessPolicy> table;
    const Result<std::vector<BusinessPolicy>> policies = table.list(transaction.database());
    if (!policies)
        return policies.error();
    for (const BusinessPolicy &before : policies.value()) {
        BusinessPolicy after = before;
        for (PolicyItem &item : after.items)
            item.hash = renamed(site, item.item, item.revision, item.hash);
        if (contentHash(policyContent(before)) != before.hash)
            continue;
        after.hash = contentHash(policyContent(after));
        const Result<BusinessPolicy> stored = table.refresh(transaction, after, before);
        if (!stored)
            return stored.error();
    }
    return policiesChanged(transaction);
}

} // namespace

Result<Done> sealStoredSecrets(Transaction &transaction, const SiteKey &key, bool again)
{
    Database &database = transaction.database();
    const Result<QVariant> before = database.value(u"SELECT value FROM settings WHERE name = 'secrets.sealed'"_s);
    if (!before)
        return before.error();
    if (before.value().isValid() && !again)
        return Done{};
    // what is overwritten must not stay behind in the file
    Result<Done> done = database.isShared() ? Done{} : database.script(u"PRAGMA secure_delete = ON"_s);
    SealedSite site;
    if (done)
        done = sealRevisions(transaction, key, site);
    if (done)
        done = sealProfiles(transaction, key, site);
    if (done && !site.revisions.isEmpty()) {
        done = sealCommands(transaction, site);
        if (done)
            done = nameInVersions(transaction, site);
        if (done)
            done = nameInPolicies(transaction, site);
    }
    if (!done)
        return done;
    return execute(
        database, u"INSERT INTO settings (name, value) VALUES ('secrets.sealed', '1') ON CONFLICT DO NOTHING"_s);
}

} // namespace belvedere::server
