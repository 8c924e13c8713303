// The command line of belvedere.
#pragma once

#include "base/result.h"

#include <optional>
#include <QStringList>

namespace belvedere {

struct ConsoleOptions {
    std::optional<int> demo; // devices of the demo site
    QString site; // address; empty: the last one, or ask
    QString user;
    QString passwordFile;
    QString screenshots; // directory; empty: none
    bool selfTest = false;
    bool help = false;
};

// Error "usage" with a sentence for a person.
Result<ConsoleOptions> parseConsoleOptions(const QStringList &arguments);
QString consoleUsage();
// The first line of a password file, without its line end.
Result<QString> readPassword(const QString &file);

} // namespace belvedere
