// Access of the collectors to files, programs, volumes and addresses.
#include "agent/facts/source.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QNetworkInterface>
#include <QProcess>
#include <QStorageInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

std::optional<ProgramOutput> runProgram(
    const QString &program, const QStringList &arguments, int limit, const QByteArray &input)
{
    if (!QFileInfo(program).isExecutable())
        return std::nullopt;
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(u"LC_ALL"_s, u"C"_s);
    environment.insert(u"PATH"_s, u"/usr/sbin:/usr/bin:/sbin:/bin"_s);
    process.setProcessEnvironment(environment);
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(program, arguments);
    QElapsedTimer timer;
    timer.start();
    if (!process.waitForStarted(limit))
        return std::nullopt;
    process.write(input);
    process.closeWriteChannel();
    QByteArray output;
    bool within = true;
    while (within && process.state() != QProcess::NotRunning) {
        const qint64 left = limit - timer.elapsed();
        within = left > 0 && output.size() <= maximumProgramOutput;
        if (within && !process.waitForReadyRead(int(left)) && process.state() != QProcess::NotRunning)
            process.waitForFinished(int(qMax(qint64(1), limit - timer.elapsed())));
        output += process.readAllStandardOutput();
    }
    output += process.readAllStandardOutput();
    if (process.state() != QProcess::NotRunning) {
        process.kill();
        process.waitForFinished(1'000);
        return std::nullopt;
    }
    if (process.exitStatus() != QProcess::NormalExit || output.size() > maximumProgramOutput)
        return std::nullopt;
    return ProgramOutput{process.exitCode(), output};
}

FactSource FactSource::thisComputer()
{
    FactSource source;
    source.volumeSize = [](const QString &mountPoint) -> std::optional<VolumeSize> {
        const QStorageInfo info(mountPoint);
        if (!info.isValid() || !info.isReady() || info.bytesTotal() <= 0)
            return std::nullopt;
        return VolumeSize{info.bytesTotal(), info.bytesAvailable()};
    };
    source.addresses = [](const QString &name) {
        QStringList list;
        const QList<QNetworkAddressEntry> entries = QNetworkInterface::interfaceFromName(name).addressEntries();
        for (const QNetworkAddressEntry &entry : entries) {
            QHostAddress address = entry.ip();
            if (address.isLoopback() || address.isLinkLocal())
                continue;
            address.setScopeId({});
            list.append(address.toString());
        }
        return list;
    };
    return source;
}

bool FactSource::exists(const QString &absolute) const { return QFileInfo::exists(path(absolute)); }

std::optional<QByteArray> FactSource::read(const QString &absolute, qsizetype maximum) const
{
    const QFileInfo info(path(absolute));
    QFile file(info.filePath());
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray bytes = file.read(maximum + 1); // files of /proc and /sys have no size to ask for
    if (bytes.size() > maximum || file.error() != QFileDevice::NoError)
        return std::nullopt;
    return bytes;
}

QString FactSource::readLine(const QString &absolute) const
{
    const QByteArray bytes = read(absolute, 4'096).value_or(QByteArray());
    return QString::fromUtf8(bytes.left(bytes.indexOf('\n') < 0 ? bytes.size() : bytes.indexOf('\n')))
        .remove(QChar(0))
        .trimmed()
        .left(256);
}

QStringList FactSource::names(const QString &directory) const
{
    return QDir(path(directory)).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

} // namespace belvedere
