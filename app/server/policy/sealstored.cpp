// Sealing of what was stored before secrets were sealed.
#include "api/policies.h"
#include "server/policy/currentset.h"
#include "server/policy/profilesecrets.h"
#include "server/policy/revisions.h"
#include "server/store/auditlog.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using Named = std::pair<QString, qint64>; // a profile and its revision

struct SealedRevision {
    QString formerHash;
    QString hash;
};

struct SealedSite {
    QHash<Named, SealedRevision> revisions; // those that were not before
    QHash<QString, QJsonObject> newest; // settings of the last revision of each profile that had such ones
};

// What holds a secret that can be read.
struct PlainSite {
    QSet<QString> profiles; // with such revisions
    std::vector<ConfigurationProfile> records;
    QStringList orders; // their parameters, each text once
    bool isEmpty() const { return profiles.isEmpty() && records.empty() && orders.isEmpty(); }
};

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject objectOf(const QVariant &text) { return QJsonDocument::fromJson(text.toString().toUtf8()).object(); }

// Rows of profiles alone, by the key of the table.
QString profileRevisions()
{
    const QString prefix = QString::fromLatin1(ConfigurationProfile::idPrefix);
    return u"id >= '%1-' AND id < '%1.'"_s.arg(prefix); // the character after the hyphen
}

QString profileOrders() { return u"kind = '%1'"_s.arg(Coded<CommandKind>(CommandKind::ProfileInstall).token()); }

// nullptr: nobody knows what of it is secret.
const ProfileType *typeOf(const QJsonObject &content)
{
    const auto platform = Coded<Platform>::fromToken(content.value("platform"_L1).toString());
    return catalogue().find(platform.value(), content.value("type"_L1).toString());
}

// An order tells the type without the platform: its profile does.
Result<const ProfileType *> typeOfOrder(Database &database, const QJsonObject &parameters)
{
    const Result<QVariant> content = database.value(u"SELECT content FROM revisions WHERE id = ? AND revision = ?"_s,
        {parameters.value("profile"_L1).toString(), parameters.value("version"_L1).toInteger()});
    return content.map([](const QVariant &text) { return typeOf(objectOf(text)); });
}

bool holdsPlain(const ProfileType *type, const QJsonObject &settings)
{
    return type && std::any_of(type->settings.begin(), type->settings.end(), [&settings](const Setting &setting) {
        return setting.secret && settings.contains(setting.key) && !isSealed(settings.value(setting.key));
    });
}

// At most starts there is nothing, and that is all that they do.
Result<PlainSite> findPlain(Database &database)
{
    PlainSite plain;
    Result<Done> read = database.each(
        u"SELECT id, content FROM revisions WHERE "_s + profileRevisions(), [&plain](const QSqlQuery &row) {
            const QJsonObject content = objectOf(row.value(1));
            if (holdsPlain(typeOf(content), content.value("settings"_L1).toObject()))
                plain.profiles.insert(row.value(0).toString());
            return Result<Done>(Done{});
        });
    if (!read)
        return read.error();
    static const Table<ConfigurationProfile> table;
    ConfigurationProfile profile;
    read = table.untyped().each(database, {}, {}, &profile, [&] {
        if (holdsPlain(catalogue().find(profile.platform.value(), profile.type), profile.settings))
            plain.records.push_back(profile);
    });
    if (!read)
        return read.error();
    // many devices get the same
    const Result<QStringList> orders =
        textsOf(database, u"SELECT DISTINCT parameters FROM commands WHERE "_s + profileOrders());
    if (!orders)
        return orders.error();
    for (const QString &order : orders.value()) {
        const QJsonObject parameters = objectOf(order);
        const Result<const ProfileType *> type = typeOfOrder(database, parameters);
        if (!type)
            return type.error();
        if (holdsPlain(type.value(), parameters.value("settings"_L1).toObject()))
            plain.orders.append(order);
    }
    return plain;
}

// Oldest first, so that a secret that stayed the same has one text in all of them.
Result<Done> sealRevisions(Transaction &transaction, const SiteKey &key, const QString &profile, SealedSite &site)
{
    Database &database = transaction.database();
    const Result<QStringList> numbers =
        textsOf(database, u"SELECT revision FROM revisions WHERE id = ? ORDER BY revision"_s, {profile});
    if (!numbers)
        return numbers.error();
    for (const QString &number : numbers.value()) {
        const Named named{profile, number.toLongLong()};
        const Result<std::optional<Revision>> kept = storedRevision(database, named.first, named.second);
        if (!kept && kept.error().code != "item.corrupt"_L1)
            return kept.error();
        const ProfileType *type = kept && kept.value() ? typeOf(kept.value()->content) : nullptr;
        if (!type)
            continue;
        QJsonObject content = kept.value()->content;
        const QJsonObject plain = content.value("settings"_L1).toObject();
        const Result<QJsonObject> settings =
            sealedSettings(transaction, key, *type, profile, plain, site.newest.value(profile));
        if (!settings)
            return settings.error();
        site.newest.insert(profile, settings.value());
        if (settings.value() == plain)
            continue;
        content.insert("settings"_L1, settings.value());
        const SealedRevision sealed{kept.value()->hash, contentHash(content)};
        const Result<Done> stored =
            execute(database, u"UPDATE revisions SET content = ?, hash = ? WHERE id = ? AND revision = ?"_s,
                {compact(content), sealed.hash, named.first, named.second});
        if (!stored)
            return stored;
        site.revisions.insert(named, sealed);
    }
    return Done{};
}

Result<Done> sealProfiles(Transaction &transaction, const SiteKey &key, const PlainSite &plain, const SealedSite &site)
{
    static const Table<ConfigurationProfile> table;
    for (const ConfigurationProfile &before : plain.records) {
        const ProfileType &type = *catalogue().find(before.platform.value(), before.type);
        const Result<QJsonObject> settings =
            sealedSettings(transaction, key, type, before.id.text, before.settings, site.newest.value(before.id.text));
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

// Orders on their way to devices; answers how many.
Result<qint64> sealOrders(Transaction &transaction, const SiteKey &key, const PlainSite &plain)
{
    Database &database = transaction.database();
    qint64 count = 0;
    for (const QString &order : plain.orders) {
        QJsonObject parameters = objectOf(order);
        const Result<const ProfileType *> type = typeOfOrder(database, parameters);
        if (!type)
            return type.error();
        const Result<QJsonObject> settings = sealedSettings(transaction, key, *type.value(),
            parameters.value("profile"_L1).toString(), parameters.value("settings"_L1).toObject());
        if (!settings)
            return settings.error();
        parameters.insert("settings"_L1, settings.value());
        const Result<QSqlQuery *> stored =
            database.run(u"UPDATE commands SET parameters = ? WHERE parameters = ? AND "_s + profileOrders(),
                {compact(parameters), order});
        if (!stored)
            return stored.error();
        count += stored.value()->numRowsAffected();
    }
    return count;
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

Result<Done> sealStoredSecrets(Transaction &transaction, const SiteKey &key)
{
    Database &database = transaction.database();
    const Result<PlainSite> plain = findPlain(database);
    if (!plain)
        return plain.error();
    if (plain.value().isEmpty())
        return Done{};
    // what is overwritten must not stay behind in the file
    Result<Done> done = database.isShared() ? Done{} : database.script(u"PRAGMA secure_delete = ON"_s);
    SealedSite site;
    for (const QString &profile : plain.value().profiles) {
        if (done)
            done = sealRevisions(transaction, key, profile, site);
    }
    if (done)
        done = sealProfiles(transaction, key, plain.value(), site);
    const Result<qint64> orders = done ? sealOrders(transaction, key, plain.value()) : done.error();
    if (!orders)
        return orders.error();
    if (!site.revisions.isEmpty()) {
        done = nameInVersions(transaction, site);
        if (done)
            done = nameInPolicies(transaction, site);
    }
    if (!done)
        return done;
    if (plain.value().records.empty() && site.revisions.isEmpty() && orders.value() == 0)
        return Done{}; // what is damaged stays as it is
    AuditNote note{.action = "secrets.sealed"};
    note.changes = {{u"profiles"_s, QJsonValue::Null, qint64(plain.value().records.size())},
        {u"revisions"_s, QJsonValue::Null, qint64(site.revisions.size())},
        {u"orders"_s, QJsonValue::Null, orders.value()}};
    return appendAudit(transaction, {}, note);
}

} // namespace belvedere::server
