// FactSource: where the collectors look, so that tests can show them another computer.
#pragma once

#include <functional>
#include <optional>
#include <QByteArray>
#include <QString>
#include <QStringList>

namespace belvedere {

struct ProgramOutput {
    int exitCode = 0;
    QByteArray standardOutput; // at most maximumProgramOutput bytes
};

inline constexpr qsizetype maximumProgramOutput = 16 * 1024 * 1024;

// Runs a program by its absolute path, no shell, LC_ALL=C; nothing when it is missing, crashed, took longer than
// the limit (milliseconds) or wrote too much. `input` goes to its standard input. Blocks at most the limit.
using RunProgram = std::function<std::optional<ProgramOutput>(
    const QString &program, const QStringList &arguments, int limit, const QByteArray &input)>;
std::optional<ProgramOutput> runProgram(
    const QString &program, const QStringList &arguments, int limit, const QByteArray &input = {});

// Size of a mounted file system in bytes; free is what an ordinary user may still write.
struct VolumeSize {
    qint64 total = 0;
    qint64 free = 0;
};

struct FactSource {
    QString root; // "" for this computer; a fixture tree otherwise
    RunProgram run = runProgram;
    std::function<std::optional<VolumeSize>(const QString &mountPoint)> volumeSize;
    std::function<QStringList(const QString &interface)> addresses; // without loopback and link-local ones

    static FactSource thisComputer();

    QString path(const QString &absolute) const { return root + absolute; }
    bool exists(const QString &absolute) const;
    // At most `maximum` bytes; nothing when it is absent, unreadable or larger. Does not trim.
    std::optional<QByteArray> read(const QString &absolute, qsizetype maximum = 1024 * 1024) const;
    QString readLine(const QString &absolute) const; // trimmed first line, empty when not known
    QStringList names(const QString &directory) const; // sorted entries, without . and ..
};

} // namespace belvedere
