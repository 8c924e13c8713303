// Files of Linux, by code for each type.
#include "profiles/linuxfiles.h"

#include "domain/json.h"
#include "profiles/linuxbrowser.h"
#include "profiles/linuxtypes.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

LinuxFiles browserFiles(const QJsonObject &settings, const QString &)
{
    const Result<BrowserSettings> read = fromJson<BrowserSettings>(settings);
    if (!read)
        return read.error();
    std::vector<RenderedText> files;
    for (const PolicyFile &file : browserPolicyFiles(read.value())) {
        if (!file.content.isEmpty())
            files.push_back({file.path, u"application/json"_s, file.content});
    }
    return files;
}

struct Renderer {
    QLatin1StringView type;
    LinuxFiles (*files)(const QJsonObject &settings, const QString &profile);
};
constexpr Renderer renderers[] = {{"browser"_L1, &browserFiles}, {"passcode"_L1, &passcodeFiles},
    {"screen_lock"_L1, &screenLockFiles}, {"login_banner"_L1, &bannerFiles}, {"certificate"_L1, &certificateFiles},
    {"time"_L1, &timeFiles}, {"system_update"_L1, &systemUpdateFiles}, {"packages"_L1, &packagesFiles},
    {"custom"_L1, &customFiles}};

} // namespace

Result<Rendering> renderLinuxFiles(
    const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity)
{
    for (const Renderer &renderer : renderers) {
        if (type.key != renderer.type)
            continue;
        LinuxFiles files = renderer.files(settings, identity.profile);
        if (!files)
            return files.error();
        Rendering rendering;
        rendering.texts = std::move(files).value();
        return rendering;
    }
    return validationError({{u"type"_s, u"nothing writes this type's files"_s}});
}

} // namespace belvedere
