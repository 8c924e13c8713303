// From a profile to its platform's renderer.
#include "profiles/rendering.h"

#include "profiles/androidpolicy.h"
#include "profiles/apple.h"
#include "profiles/linuxfiles.h"
#include "profiles/settings.h"
#include "profiles/syncml.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// What was imported goes out byte for byte.
Rendering customRendering(const ProfileType &type, const QJsonObject &settings)
{
    struct Form {
        Platform platform;
        QLatin1StringView name;
        QLatin1StringView mediaType;
    };
    static constexpr Form forms[] = {{Platform::Windows, "custom.xml"_L1, "application/vnd.syncml.dm+xml"_L1},
        {Platform::Android, "custom.json"_L1, "application/json"_L1}};
    RenderedText text{u"custom.mobileconfig"_s, u"application/x-apple-aspen-config"_s,
        QByteArray::fromBase64(settings.value(u"content"_s).toString().toLatin1())};
    for (const Form &form : forms) {
        if (form.platform == type.platform) {
            text.name = form.name;
            text.mediaType = form.mediaType;
        }
    }
    Rendering rendering;
    rendering.texts.push_back(std::move(text));
    return rendering;
}

} // namespace

Result<Rendering> render(
    const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity, Masks masks)
{
    if (!type.unavailable.isEmpty())
        return validationError({{u"type"_s, type.unavailable}});
    const QList<FieldError> errors = validate(type, settings, masks);
    if (!errors.isEmpty())
        return validationError(errors);
    const QJsonObject counting = effective(type, settings);
    Result<Rendering> rendering = notFound(type.key);
    if (const Setting *content = type.find(u"content"); content && type.key == "custom"_L1) {
        rendering = customRendering(type, counting);
        rendering.value().holdsSecrets = content->secret;
        return rendering;
    }
    switch (type.platform) {
    case Platform::Ios:
    case Platform::MacOs:
        rendering = renderApple(type, counting, identity);
        break;
    case Platform::Android:
        rendering = renderAndroidPolicy(type, counting, identity);
        break;
    case Platform::Windows:
        rendering = renderSyncml(type, counting, identity);
        break;
    case Platform::Linux:
        rendering = renderLinuxFiles(type, counting, identity);
        break;
    default:
        break;
    }
    if (rendering)
        rendering.value().holdsSecrets = holdsSecrets(type, counting);
    return rendering;
}

} // namespace belvedere
