// applications …, releases …, files …, certificates …, licences … and seats …
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/records.h"
#include "cli/terminal.h"
#include "rest/uploader.h"

#include <QFile>
#include <QFileInfo>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Brings the file of --upload to the server, with a line of progress, and goes on with the id.
void withUpload(Runner &runner, const std::function<void(const QString &)> &then)
{
    const QString path = runner.options().value("upload");
    if (path.isEmpty()) {
        runner.fail(usageError(u"--upload names the file to send."_s));
        return;
    }
    auto *uploader = new Uploader(uploadCalls(runner.client()), &runner);
    QObject::connect(uploader, &Uploader::progressed, &runner, [uploader] {
        const QLocale locale;
        const QString verb = uploader->state() == Uploader::State::Hashing ? u"reading"_s : u"sending"_s;
        progress(u"%1: %2 %3 of %4"_s.arg(printable(uploader->fileName()), verb,
            locale.formattedDataSize(uploader->position()), locale.formattedDataSize(uploader->size())));
    });
    QObject::connect(uploader, &Uploader::tookUp, &runner, [uploader] {
        progress({});
        const QLocale locale;
        say(u"%1: going on with an earlier upload that had brought %2 of %3."_s.arg(printable(uploader->fileName()),
            locale.formattedDataSize(uploader->earlier()), locale.formattedDataSize(uploader->size())));
    });
    QObject::connect(uploader, &Uploader::stateChanged, &runner, [&runner, uploader, then](Uploader::State state) {
        if (state == Uploader::State::Waiting) {
            const bool isShared =
                uploader->error()->code == "upload.busy"_L1 && uploader->position() < uploader->size();
            progress(isShared ? u"waiting: this file is sent by another program or window, too"_s
                              : u"waiting for the server: %1"_s.arg(uploader->error()->detail));
        } else if (state == Uploader::State::Failed) {
            progress({});
            runner.fail(*uploader->error());
        } else if (state == Uploader::State::Finished) {
            progress({});
            then(uploader->upload().id.text);
        }
    });
    uploader->start(path);
}

template<class E> void showMade(Runner &runner, const E &made) { tell(runner, toJson(made), made.id.text); }

// One page that is all there is.
template<class Op, class Part> void listWhole(Runner &runner)
{
    const Result<ShowRecords> show = recordOutput(runner, fields<Part>());
    if (!show) {
        runner.fail(show.error());
        return;
    }
    Op operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [show = show.value()](const Page<Part> &page) {
        QList<QJsonObject> records;
        records.reserve(qsizetype(page.items.size()));
        for (const Part &part : page.items)
            records.append(toJson(part));
        show(records);
    });
}

void listDevices(Runner &runner)
{
    ListInstalledDevices operation;
    operation.id.text = runner.options().words.value(2);
    operation.parameters.release = runner.options().value("release");
    listParts<ListInstalledDevices, InstalledDevice>(runner, operation);
}

void addRelease(Runner &runner)
{
    const auto send = [&runner](const QString &upload) {
        const CliOptions &options = runner.options();
        AddRelease operation;
        operation.id.text = options.words.value(2);
        operation.body = {options.value("release"), options.value("url"), options.value("text"), upload};
        runner.send(operation, [&runner](const ApplicationRelease &made) { showMade(runner, made); });
    };
    if (runner.options().value("upload").isEmpty())
        send({});
    else
        withUpload(runner, send);
}

void createFile(Runner &runner)
{
    const CliOptions &options = runner.options();
    NewFile file;
    file.name = options.value("name").isEmpty() ? QFileInfo(options.value("upload")).fileName() : options.value("name");
    file.platform = Coded<Platform>::fromToken(options.value("platform"));
    file.path = options.value("path");
    file.mode = options.value("mode");
    // before anything is sent
    if (!file.platform.isKnown()) {
        runner.fail(usageError(u"--platform takes linux, windows or macos."_s));
        return;
    }
    const QList<FieldError> problems = targetProblems(file.platform.value(), file.path, file.mode);
    if (!problems.isEmpty()) {
        runner.fail(usageError(u"--%1: %2"_s.arg(problems.first().field, problems.first().message)));
        return;
    }
    withUpload(runner, [&runner, file](const QString &upload) {
        CreateFile operation;
        operation.body = file;
        operation.body.upload = upload;
        runner.send(operation, [&runner](const ManagedFile &made) { showMade(runner, made); });
    });
}

void replaceFile(Runner &runner)
{
    Get<ManagedFile> read;
    read.id.text = runner.options().words.value(2);
    runner.send(read, [&runner](const ManagedFile &file) {
        withUpload(runner, [&runner, file](const QString &upload) {
            ReplaceFile operation;
            operation.id = file.id;
            operation.body = {upload, file.version};
            runner.send(operation, [&runner](const ManagedFile &changed) { showMade(runner, changed); });
        });
    });
}

Result<QByteArray> contentOf(const QString &path, qint64 most)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return usageError(u"--upload names the file with the certificate."_s);
    const QByteArray bytes = file.read(most + 1);
    if (bytes.isEmpty() || bytes.size() > most)
        return usageError(u"%1: a certificate has 1 to %2 bytes."_s.arg(path).arg(most));
    return bytes;
}

void createCertificate(Runner &runner)
{
    const CliOptions &options = runner.options();
    const Result<QByteArray> content = contentOf(options.value("upload"), maximumCertificateFile);
    if (!content) {
        runner.fail(content.error());
        return;
    }
    CreateCertificate operation;
    operation.body.name = options.value("name");
    operation.body.content = content.value().contains("-----BEGIN ") ? QString::fromUtf8(content.value())
                                                                     : QString::fromLatin1(content.value().toBase64());
    if (const QString secret = options.value("secret-file"); !secret.isEmpty()) {
        QFile file(secret);
        if (!file.open(QIODevice::ReadOnly)) {
            runner.fail(usageError(u"%1: %2"_s.arg(secret, file.errorString())));
            return;
        }
        operation.body.password = QString::fromUtf8(file.readLine(4'096)).remove(u'\n').remove(u'\r');
    }
    runner.send(operation, [&runner](const Certificate &made) { showMade(runner, made); });
}

void assignLicence(Runner &runner)
{
    AssignLicence operation;
    operation.id.text = runner.options().words.value(2);
    operation.body = {runner.options().value("device"), runner.options().value("person")};
    if (operation.body.device.isEmpty() == operation.body.person.isEmpty()) {
        runner.fail(usageError(u"Either --device or --person says who gets the seat."_s));
        return;
    }
    runner.send(operation, [&runner](const LicenceSeat &seat) { showMade(runner, seat); });
}

void withdrawLicence(Runner &runner)
{
    WithdrawLicence operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Done &) { runner.end(ExitStatus::Success); });
}

} // namespace

std::span<const CliCommand> contentCommands()
{
    static constexpr CliCommand list[] = {
        {"applications list", 2, &listRecords<Application>},
        {"applications show", 3, &showRecord<Application>},
        {"applications create", 2, &createRecord<Application>},
        {"applications versions", 3, &listWhole<ListInstalledVersions, InstalledVersion>},
        {"applications devices", 3, &listDevices},
        {"applications release", 3, &addRelease},
        {"releases list", 2, &listRecords<ApplicationRelease>},
        {"files list", 2, &listRecords<ManagedFile>},
        {"files show", 3, &showRecord<ManagedFile>},
        {"files create", 2, &createFile},
        {"files replace", 3, &replaceFile},
        {"files revisions", 3, &listWhole<ListFileRevisions, FileRevision>},
        {"certificates list", 2, &listRecords<Certificate>},
        {"certificates show", 3, &showRecord<Certificate>},
        {"certificates create", 2, &createCertificate},
        {"licences list", 2, &listRecords<LicencePool>},
        {"licences show", 3, &showRecord<LicencePool>},
        {"licences create", 2, &createRecord<LicencePool>},
        {"licences assign", 3, &assignLicence},
        {"licences withdraw", 3, &withdrawLicence},
        {"seats list", 2, &listRecords<LicenceSeat>},
    };
    return list;
}

} // namespace belvedere
