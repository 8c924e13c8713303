// Configuration profiles.
#include "profiles/settings.h"
#include "server/api/policyparts.h"
#include "server/api/profilerendering.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/profilesecrets.h"
#include "server/policy/versions.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const Table<ConfigurationProfile> &table()
{
    static const Table<ConfigurationProfile> profiles;
    return profiles;
}

// nullptr: stored by a version that knew the type; such a profile can be read and removed.
const ProfileType *typeOf(const ConfigurationProfile &profile)
{
    return catalogue().find(profile.platform.value(), profile.type);
}

// As it is answered and audited: no secret leaves the server but in a rendering.
ConfigurationProfile shown(ConfigurationProfile profile)
{
    const ProfileType *type = typeOf(profile);
    profile.settings = type ? withoutSecrets(*type, profile.settings) : maskedSettings(profile.settings);
    return profile;
}

Result<Done> check(const ConfigurationProfile &profile)
{
    QList<FieldError> errors = textProblems(profile.name, {{u"description"_s, profile.description}});
    const ProfileType *type = typeOf(profile);
    if (type && type->unavailable.isEmpty()) {
        errors += validate(*type, profile.settings);
        return errors.isEmpty() ? Result<Done>(Done{}) : validationError(errors);
    }
    const QString why = type ? type->unavailable : u"the platform has no such type of profile"_s;
    errors.append({u"type"_s, why});
    ApiError error = validationError(errors);
    error.code = u"profile.type"_s;
    return error;
}

Result<Done> audit(
    WriteCall &call, AuditActionName action, const ConfigurationProfile &before, const ConfigurationProfile &after)
{
    AuditNote note = recordNote(action, Resource<ConfigurationProfile>::singular, after.id.text, after.name);
    const ConfigurationProfile hiddenBefore = shown(before);
    const ConfigurationProfile hiddenAfter = shown(after);
    note.changes = auditChanges(fields<ConfigurationProfile>(), &hiddenBefore, &hiddenAfter);
    return call.audit(note);
}

// The place may go by the id, and secrets are bound to it, which a new profile has only once it is stored.
Result<ConfigurationProfile> insert(WriteCall &call, const ConfigurationProfile &profile, const SiteKey &key)
{
    Result<ConfigurationProfile> made = table().insert(call.transaction, shown(profile));
    if (!made)
        return made;
    const ConfigurationProfile before = made.value();
    const ProfileType &type = *typeOf(before);
    const Result<QJsonObject> settings = sealedSettings(call.transaction, key, type, before.id.text, profile.settings);
    if (!settings)
        return settings.error();
    made.value().settings = settings.value();
    made.value().place = placeOf(type, profile.settings, before.id.text);
    return table().refresh(call.transaction, made.value(), before);
}

Result<ConfigurationProfile> create(WriteCall &call, const Create<ConfigurationProfile> &operation, const SiteKey &key)
{
    ConfigurationProfile profile = operation.body;
    const Result<Done> good = check(profile);
    if (!good)
        return good.error();
    profile.revision = 1;
    profile.created = call.now();
    profile.edited = call.now();
    const Result<ConfigurationProfile> made = insert(call, profile, key);
    if (!made)
        return made;
    const Result<Done> noted = audit(call, "profile.created", {}, made.value());
    const Result<Revision> kept = noted ? keepRevision(call.transaction, made.value()) : noted.error();
    return kept ? Result<ConfigurationProfile>(shown(made.value())) : kept.error();
}

bool holdsMask(const QJsonObject &settings)
{
    return std::any_of(settings.begin(), settings.end(),
        [](const QJsonValue &value) { return value == QJsonValue(QString::fromUtf16(secretMask)); });
}

// Settings are checked as they are and kept as they are sealed; whoever leaves a secret alone changes nothing of it,
// and whoever gives all of them anew needs none that is stored: so a profile is mended whose secrets cannot be opened.
Result<ConfigurationProfile> update(WriteCall &call, const Update<ConfigurationProfile> &operation, const SiteKey &key)
{
    const Result<std::pair<ConfigurationProfile, ConfigurationProfile>> both = patched(call, operation);
    if (!both)
        return both.error();
    const ConfigurationProfile &before = both.value().first;
    ConfigurationProfile after = both.value().second;
    const Result<QJsonObject> opened = openedSettings(call.database(), key, before.id.text, before.settings);
    const bool isGivenAnew = after.settings != before.settings && !holdsMask(after.settings);
    if (!opened && !(isGivenAnew && opened.error().code.startsWith("secret."_L1)))
        return opened.error();
    if (after.settings == before.settings)
        after.settings = opened.value();
    else if (const ProfileType *type = typeOf(after); opened && type && typeOf(before) == type)
        after.settings = withKeptSecrets(*type, after.settings, opened.value());
    const Result<Done> good = check(after);
    if (!good)
        return good.error();
    const ProfileType &type = *typeOf(after);
    after.place = placeOf(type, after.settings, after.id.text);
    const Result<QJsonObject> settings =
        sealedSettings(call.transaction, key, type, after.id.text, after.settings, before.settings);
    if (!settings)
        return settings.error();
    after.settings = settings.value();
    if (toJson(before) == toJson(after))
        return shown(before);
    if (after.settings != before.settings || after.type != before.type || after.platform != before.platform)
        ++after.revision;
    after.edited = call.now();
    const Result<ConfigurationProfile> changed = table().update(call.transaction, after);
    if (!changed)
        return changed;
    // devices keep the revision that their policies name
    const Result<Done> noted = audit(call, "profile.edited", before, changed.value());
    const Result<Revision> kept = noted ? keepRevision(call.transaction, changed.value()) : noted.error();
    const Result<Done> counted = kept ? countOutdated(call.transaction, after.id.text) : kept.error();
    return counted ? Result<ConfigurationProfile>(shown(changed.value())) : counted.error();
}

Result<None> remove(WriteCall &call, const Remove<ConfigurationProfile> &operation)
{
    const Result<ConfigurationProfile> profile = takeOut(call, operation.id, u"profile.in-use"_s);
    return profile ? removeRecord(call, operation.id, "profile.deleted", profile.value().name) : profile.error();
}

} // namespace

void serveProfiles(Router &router, const Site &site)
{
    // list forms hold no settings
    router.read<List<ConfigurationProfile>>([](ReadCall &call, const List<ConfigurationProfile> &operation) {
        return listPage(call.database, table(), operation.parameters, call.now, call.info.actor.reader());
    });
    serveStream<ConfigurationProfile>(router, [](ReadCall &call, qint64 since) {
        return linesFromTable(call.database, table().untyped(), since, call.info.actor.reader());
    });
    router.read<Get<ConfigurationProfile>>([](ReadCall &call, const Get<ConfigurationProfile> &operation) {
        return table().get(call.database, operation.id, call.info.actor.reader()).map(shown);
    });
    router.write<Create<ConfigurationProfile>>([&site](WriteCall &call, const Create<ConfigurationProfile> &operation) {
        return create(call, operation, site.key);
    });
    router.write<Update<ConfigurationProfile>>([&site](WriteCall &call, const Update<ConfigurationProfile> &operation) {
        return update(call, operation, site.key);
    });
    router.write<Remove<ConfigurationProfile>>(remove);
    router.write<GetProfileRendering>([&site](WriteCall &call, const GetProfileRendering &operation) {
        return renderProfile(call, operation, site.key, site.signer ? &*site.signer : nullptr);
    });
}

} // namespace belvedere::server
