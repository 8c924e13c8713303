// Files of Linux, by code for each type.
#include "profiles/linuxfiles.h"

#include "domain/json.h"
#include "profiles/linuxbrowser.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Files = Result<std::vector<RenderedText>>;

Files browserFiles(const QJsonObject &settings)
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
    Files (*files)(const QJsonObject &settings);
};
constexpr Renderer renderers[] = {{"browser"_L1, &browserFiles}};

} // namespace

Result<Rendering> renderLinuxFiles(
    const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity)
{
    Q_UNUSED(identity)
    for (const Renderer &renderer : renderers) {
        if (type.key != renderer.type)
            continue;
        Files files = renderer.files(settings);
        if (!files)
            return files.error();
        Rendering rendering;
        rendering.texts = std::move(files).value();
        return rendering;
    }
    return validationError({{u"type"_s, u"nothing writes this type's files"_s}});
}

} // namespace belvedere
