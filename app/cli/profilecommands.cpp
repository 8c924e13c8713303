// profiles render and profiles import.
#include "profiles/import.h"
#include "profiles/renderingfile.h"

#include "api/operations.h"
#include "cli/commands.h"
#include "cli/records.h"
#include "cli/terminal.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

void renderProfile(Runner &runner)
{
    GetProfileRendering operation;
    operation.id.text = runner.options().words.value(2);
    if (runner.options().values.contains(u"signed"_s))
        operation.parameters.isSigned = true;
    runner.send(operation, [&runner](const ProfileRendering &rendering) {
        const QByteArray bytes = runner.options().json
            ? QJsonDocument(toJson(rendering)).toJson(QJsonDocument::Indented)
            : asOneFile(rendering.files);
        const QString path = runner.options().value("out");
        if (path.isEmpty() || path == "-"_L1) {
            print(bytes);
        } else if (const Result<Done> written = writeRendering(path, bytes, rendering.secrets); !written) {
            runner.fail(written.error());
            return;
        }
        runner.end(ExitStatus::Success);
    });
}

void importFile(Runner &runner)
{
    const QString path = runner.options().words.value(2);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        runner.fail(usageError(u"%1: %2"_s.arg(path, file.errorString())));
        return;
    }
    const auto platform = Coded<Platform>::fromToken(runner.options().value("platform"));
    const Result<ImportedProfile> imported = importProfile(platform.value(), file.read(maximumImportBytes + 1));
    if (!imported) {
        const ApiError &error = imported.error();
        runner.fail(error.code == "import.platform"_L1
                ? usageError(u"--platform takes ios, macos, android or windows."_s)
                : usageError(path + u": "_s + error.fields.first().message));
        return;
    }
    const QString name = runner.options().value("name");
    Create<ConfigurationProfile> operation;
    operation.body.platform = platform;
    operation.body.type = imported.value().type;
    operation.body.settings = imported.value().settings;
    operation.body.name = !name.isEmpty() ? name
        : imported.value().name.isEmpty() ? QFileInfo(path).completeBaseName()
                                          : imported.value().name;
    runner.send(operation, [&runner](const ConfigurationProfile &made) { tell(runner, toJson(made), made.id.text); });
}

} // namespace

std::span<const CliCommand> profileCommands()
{
    static constexpr CliCommand list[] = {{"profiles render", 3, &renderProfile}, {"profiles import", 3, &importFile}};
    return list;
}

} // namespace belvedere
