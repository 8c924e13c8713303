// Rendering of a stored profile: the exact text that goes out, with its secrets.
#include "server/api/profilerendering.h"
#include "profiles/rendering.h"
#include "server/api/records.h"
#include "server/policy/profilesecrets.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QJsonObject filesOf(const Rendering &rendering)
{
    QJsonObject files;
    for (const RenderedText &text : rendering.texts) {
        files.insert(text.name,
            QJsonObject{{u"media_type"_s, text.mediaType}, {u"mode"_s, QString::number(text.mode, 8)},
                {u"base64"_s, QString::fromLatin1(text.content.toBase64())}});
    }
    return files;
}

Result<Rendering> signedRendering(
    const WriteCall &call, const ConfigurationProfile &profile, Rendering rendering, const ProfileSigner *signer)
{
    if (!isApple(profile.platform.value()))
        return conflict(u"signing.platform"_s, u"Only profiles of Apple's platforms are signed."_s);
    if (!signer)
        return conflict(u"signing.off"_s,
            u"The server has no certificate for profiles: it was started without --signing-cert and --signing-key."_s);
    return signer->sign(std::move(rendering), call.now());
}

} // namespace

Result<ProfileRendering> renderProfile(
    WriteCall &call, const GetProfileRendering &operation, const SiteKey &key, const ProfileSigner *signer)
{
    static const Table<ConfigurationProfile> table;
    const Result<ConfigurationProfile> stored = table.get(call.database(), operation.id);
    if (!stored)
        return stored.error();
    const ConfigurationProfile &profile = stored.value();
    const ProfileType *type = catalogue().find(profile.platform.value(), profile.type);
    if (!type)
        return conflict(u"profile.type"_s, u"This version knows no such type of profile."_s);
    const Result<QJsonObject> settings = openedSettings(call.database(), key, profile.id.text, profile.settings);
    if (!settings)
        return settings.error();
    Result<Rendering> rendering =
        render(*type, settings.value(), {profile.id.text, profile.name, profile.description, {}, profile.revision});
    if (rendering && operation.parameters.isSigned.value_or(false))
        rendering = signedRendering(call, profile, std::move(rendering).value(), signer);
    if (!rendering)
        return rendering.error();
    if (rendering.value().holdsSecrets) {
        const Result<Done> audited = call.audit(
            recordNote("profile.rendered", Resource<ConfigurationProfile>::singular, profile.id.text, profile.name));
        if (!audited)
            return audited.error();
    }
    return ProfileRendering{
        profile.id.text, profile.revision, rendering.value().holdsSecrets, filesOf(rendering.value())};
}

} // namespace belvedere::server
