// The command line of belvedere-cli: where to, as whom, and which command.
#pragma once

#include "base/result.h"

#include <QHash>
#include <QStringList>

namespace belvedere {

struct CliOptions {
    QString site;
    QString user;
    QString passwordFile;
    QString pin; // SHA-256 of the server's certificate; empty: the system's authorities decide
    bool json = false;
    bool help = false;
    QStringList words; // "devices", "list", and arguments that are no options
    QHash<QString, QString> values; // options of the command: "query" -> text
    QString value(const char *name) const { return values.value(QString::fromLatin1(name)); }
};

// Error "usage" with a sentence for a person.
Result<CliOptions> parseCliOptions(const QStringList &arguments);
QString cliUsage();
// Seconds of "12h", "7d", "4w"; nothing for any other text.
std::optional<qint64> ageSeconds(const QString &age);
ApiError usageError(const QString &text);

} // namespace belvedere
