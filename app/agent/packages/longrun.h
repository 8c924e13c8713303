// LongRun: programs that must not be ended half-way, such as dpkg: no pipe that could break, a session of their own.
#pragma once

#include <functional>
#include <optional>
#include <QByteArray>
#include <QMap>
#include <QStringList>

namespace belvedere {

struct LongRun {
    QString program; // absolute path
    QStringList arguments;
    QMap<QString, QString> environment; // beside PATH and LC_ALL=C.UTF-8
    int limit = 0; // milliseconds, after which it is ended; 0: never
};

struct LongOutput {
    int exitCode = 0;
    bool isTimedOut = false;
    QByteArray output; // standard output and errors, the last 256 KB
};

// Nothing when the program is missing, cannot be started or crashed. Blocks until it has ended.
using RunLong = std::function<std::optional<LongOutput>(const LongRun &run)>;

// `outputFile` takes what the program writes, so that it can go on when we are gone.
std::optional<LongOutput> runLong(const LongRun &run, const QString &outputFile);

} // namespace belvedere
