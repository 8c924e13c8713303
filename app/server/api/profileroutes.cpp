// Configuration profiles.
#include "domain/browsersettings.h"
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/policy/deployments.h"
#include "server/policy/versions.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QList<FieldError> problems(const ConfigurationProfile &profile)
{
    QList<FieldError> errors = textProblems(profile.name, {{u"description"_s, profile.description}});
    if (profile.platform.value() != Platform::Linux)
        errors.append({u"platform"_s, u"linux; other platforms take no profiles yet"_s});
    if (profile.type.value() != ProfileType::Browser) {
        errors.append({u"type"_s, u"browser; there are no other types yet"_s});
        return errors;
    }
    BrowserSettings settings;
    QList<FieldError> inside = readRequest(fields<BrowserSettings>(), &settings, profile.settings, false);
    if (inside.isEmpty())
        inside = validate(settings);
    for (const FieldError &error : inside)
        errors.append({QString(u"settings."_s + error.field), error.message});
    return errors;
}

Result<ConfigurationProfile> create(WriteCall &call, const Create<ConfigurationProfile> &operation)
{
    ConfigurationProfile profile = operation.body;
    const QList<FieldError> errors = problems(profile);
    if (!errors.isEmpty())
        return validationError(errors);
    profile.revision = 1;
    profile.created = call.now();
    profile.edited = call.now();
    const Result<ConfigurationProfile> made = createRecord(call, profile, "profile.created", profile.name);
    const Result<Revision> kept = made ? keepRevision(call.transaction, made.value()) : made.error();
    return kept ? made : kept.error();
}

Result<ConfigurationProfile> update(WriteCall &call, const Update<ConfigurationProfile> &operation)
{
    const Result<std::pair<ConfigurationProfile, ConfigurationProfile>> both = patched(call, operation);
    if (!both)
        return both.error();
    const ConfigurationProfile &before = both.value().first;
    ConfigurationProfile after = both.value().second;
    const QList<FieldError> errors = problems(after);
    if (!errors.isEmpty())
        return validationError(errors);
    if (toJson(before) == toJson(after))
        return before;
    if (after.settings != before.settings)
        ++after.revision;
    after.edited = call.now();
    const Result<ConfigurationProfile> changed = changeRecord(call, before, after, "profile.edited", after.name);
    if (!changed)
        return changed;
    // devices keep the revision that their policies name
    const Result<Revision> kept = keepRevision(call.transaction, changed.value());
    const Result<Done> counted = kept ? countOutdated(call.transaction, after.id.text) : kept.error();
    return counted ? changed : counted.error();
}

Result<None> remove(WriteCall &call, const Remove<ConfigurationProfile> &operation)
{
    static const Table<ConfigurationProfile> table;
    const Result<ConfigurationProfile> profile = table.get(call.database(), operation.id);
    if (!profile)
        return profile.error();
    Result<Done> may = call.info.match(profile.value().version);
    if (may)
        may = notUsed(call.database(), operation.id.text, u"profile.in-use"_s);
    if (may)
        may = forgetLeft(call.transaction, operation.id.text);
    return may ? removeRecord(call, operation.id, "profile.deleted", profile.value().name) : may.error();
}

} // namespace

void serveProfiles(Router &router)
{
    serveReading<ConfigurationProfile>(router);
    router.write<Create<ConfigurationProfile>>(create);
    router.write<Update<ConfigurationProfile>>(update);
    router.write<Remove<ConfigurationProfile>>(remove);
}

} // namespace belvedere::server
