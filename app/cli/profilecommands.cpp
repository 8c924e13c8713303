// profiles render and profiles import.
#include "profiles/import.h"

#include "api/operations.h"
#include "cli/commands.h"
#include "cli/records.h"
#include "cli/terminal.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct File {
    QString name;
    QByteArray content;
};

QList<File> filesOf(const ProfileRendering &rendering)
{
    QList<File> files;
    for (auto it = rendering.files.begin(); it != rendering.files.end(); ++it)
        files.append({it.key(), QByteArray::fromBase64(it.value()["base64"_L1].toString().toLatin1())});
    return files;
}

// Several files follow each other, each behind a line with its name.
QByteArray asOne(const QList<File> &files)
{
    if (files.size() == 1)
        return files.first().content;
    QByteArray all;
    for (const File &file : files)
        all += "==> " + file.name.toUtf8() + '\n' + file.content;
    return all;
}

// The permissions stand before the first byte does.
Result<Done> write(const QString &path, const QByteArray &bytes, bool isSecret)
{
    QSaveFile file(path);
    const bool opened =
        file.open(QIODevice::WriteOnly) && (!isSecret || file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    if (!opened || file.write(bytes) != bytes.size() || !file.commit())
        return usageError(u"%1: %2"_s.arg(path, file.errorString()));
    return Done{};
}

void renderProfile(Runner &runner)
{
    GetProfileRendering operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const ProfileRendering &rendering) {
        const QByteArray bytes = runner.options().json
            ? QJsonDocument(toJson(rendering)).toJson(QJsonDocument::Indented)
            : asOne(filesOf(rendering));
        const QString path = runner.options().value("out");
        if (path.isEmpty() || path == "-"_L1) {
            print(bytes);
        } else if (const Result<Done> written = write(path, bytes, rendering.secrets); !written) {
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
