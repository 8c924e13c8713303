// The kinds of items.
#include "server/policy/items.h"

#include "api/policies.h"
#include "profiles/settings.h"
#include "server/policy/contentitems.h"
#include "server/store/entitytable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

template<class E> Result<Revision> newestOf(Transaction &transaction, const QString &id)
{
    static const Table<E> table;
    const Result<E> stored = table.get(transaction.database(), Id<E>{id});
    return stored ? keepRevision(transaction, stored.value()) : stored.error();
}

// A revision leaves out what is not part of it.
template<class E> Result<E> recordOf(const Revision &revision)
{
    QJsonObject whole = revision.content;
    whole.insert("id"_L1, revision.id);
    whole.insert("revision"_L1, revision.revision);
    Result<E> record = fromJson<E>(whole);
    if (!record)
        return storeError(u"item.corrupt"_s,
            u"%1 in revision %2: %3"_s.arg(revision.id).arg(revision.revision).arg(record.error().detail));
    return record;
}

DeviceNeeds deviceNeeds(const ProfileNeeds &needs)
{
    // a person's own device is never managed as a whole
    static const QStringList ofCompanies{u"company-owned"_s, u"fully-managed"_s, u"dedicated"_s};
    const bool isCompanyOnly = std::any_of(
        ofCompanies.begin(), ofCompanies.end(), [&needs](const QString &need) { return needs.needs.contains(need); });
    return {needs.minimumOs, needs.needs.contains("supervised"_L1), isCompanyOnly};
}

Result<DeployableItem> profileItem(const Revision &revision)
{
    const Result<ConfigurationProfile> profile = recordOf<ConfigurationProfile>(revision);
    if (!profile)
        return profile.error();
    DeployableItem item;
    item.id = revision.id;
    item.kind = ItemKind::Profile;
    item.name = profile.value().name;
    item.revision = revision.revision;
    item.platform = profile.value().platform;
    // one whose place nobody knows excludes no other
    item.place = profile.value().place.isEmpty() ? revision.id : profile.value().place;
    ProfileParameters parameters;
    parameters.profile = revision.id;
    parameters.version = revision.revision;
    parameters.type = profile.value().type;
    parameters.settings = profile.value().settings;
    if (const ProfileType *type = catalogue().find(item.platform.value(), parameters.type)) {
        static_cast<DeviceNeeds &>(item) = deviceNeeds(needsOf(*type, parameters.settings));
        for (const SettingNeeds &part : settingNeeds(*type, parameters.settings)) {
            const DeviceNeeds needs = deviceNeeds(part.needs);
            if (needs != DeviceNeeds())
                item.settings.push_back({part.setting->key, part.setting->label, needs});
        }
    }
    item.installKind = CommandKind::ProfileInstall;
    item.install = toJson(parameters);
    item.removeKind = CommandKind::ProfileRemove;
    item.remove = {{u"profile"_s, revision.id}};
    return item;
}

Command profileRemoval(const QString &id) { return {{}, CommandKind::ProfileRemove, {{u"profile"_s, id}}}; }

constexpr ItemLoader loaders[] = {
    {ItemKind::Profile, &newestOf<ConfigurationProfile>, &profileItem, &profileRemoval},
    {ItemKind::Application, &newestApplicationItem, &applicationItem, &applicationRemoval},
    {ItemKind::File, &newestFile, &fileItem, &fileRemoval},
    {ItemKind::Certificate, &newestCertificate, &certificateItem, &certificateRemoval},
};

} // namespace

const ItemLoader *itemLoader(QStringView id)
{
    const ItemKind kind = itemKind(id);
    const auto *found = std::find_if(
        std::begin(loaders), std::end(loaders), [kind](const ItemLoader &loader) { return loader.kind == kind; });
    return found == std::end(loaders) ? nullptr : found;
}

Result<std::optional<DeployableItem>> loadItem(Database &database, const QString &id, qint64 revision)
{
    const ItemLoader *loader = itemLoader(id);
    const Result<std::optional<Revision>> kept = storedRevision(database, id, revision);
    if (!kept)
        return kept.error();
    if (!loader || !kept.value())
        return std::optional<DeployableItem>();
    return loader->item(*kept.value()).map([](const DeployableItem &item) { return std::optional(item); });
}

Result<Revision> newestRule(Transaction &transaction, const QString &id)
{
    return newestOf<ComplianceRule>(transaction, id);
}

Result<std::optional<ComplianceRule>> loadRule(Database &database, const QString &id, qint64 revision)
{
    const Result<std::optional<Revision>> kept = storedRevision(database, id, revision);
    if (!kept)
        return kept.error();
    if (!kept.value())
        return std::optional<ComplianceRule>();
    return recordOf<ComplianceRule>(*kept.value()).map([](const ComplianceRule &rule) { return std::optional(rule); });
}

bool provesInstalled(const QJsonObject &proof, const QString &item, qint64 revision)
{
    // older agents name the item by its kind, and a profile's revision its version
    const QString older = Coded<ItemKind>(itemKind(item)).token();
    const QJsonValue named = proof.contains("item"_L1) ? proof["item"_L1] : proof[older];
    const QJsonValue shown = proof.contains("revision"_L1) ? proof["revision"_L1] : proof["version"_L1];
    return !item.isEmpty() && named.toString() == item && shown.toInteger(-1) == revision;
}

bool provesRemoved(const QJsonObject &proof, const QString &item)
{
    return proof.value("removed"_L1).toString() == item;
}

} // namespace belvedere::server
