// Running of programs that take their time.
#include "agent/packages/longrun.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype keptOutput = 256 * 1024; // bytes
constexpr int patience = 10'000; // ms between being asked to end and being ended

QByteArray lastBytes(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    if (file.size() > keptOutput)
        file.seek(file.size() - keptOutput);
    return file.read(keptOutput);
}

} // namespace

std::optional<LongOutput> runLong(const LongRun &run, const QString &outputFile)
{
    if (!QFileInfo(run.program).isExecutable())
        return std::nullopt;
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"PATH"_s, u"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"_s);
    for (auto it = run.environment.begin(); it != run.environment.end(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardOutputFile(outputFile, QIODevice::Truncate);
    process.setStandardInputFile(QProcess::nullDevice());
#ifdef Q_OS_UNIX
    process.setChildProcessModifier([] { ::setsid(); }); // what ends our group does not end it
#endif
    process.start(run.program, run.arguments);
    if (!process.waitForStarted(30'000))
        return std::nullopt;
    LongOutput output;
    if (!process.waitForFinished(run.limit > 0 ? run.limit : -1) && process.state() != QProcess::NotRunning) {
        output.isTimedOut = true;
        process.terminate();
        if (!process.waitForFinished(patience)) {
            process.kill();
            process.waitForFinished(1'000);
        }
    } else if (process.exitStatus() != QProcess::NormalExit) {
        return std::nullopt;
    }
    output.exitCode = process.exitCode();
    output.output = lastBytes(outputFile);
    return output;
}

} // namespace belvedere
