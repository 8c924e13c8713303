// The command line of belvedere-server.
#pragma once

#include "base/result.h"
#include "server/http/identity.h"

#include <optional>
#include <QStringList>

namespace belvedere::server {

struct Options {
    enum class Command { Serve, Backup, Restore };
    Command command = Command::Serve;
    QString file; // of Backup and Restore
    QString data; // directory
    QString database; // URL of PostgreSQL; empty: SQLite in the directory
    QString listen = QStringLiteral("127.0.0.1:0");
    std::optional<http::TlsFiles> tls;
    std::optional<http::TlsFiles> signing; // of Apple's configuration profiles
    QString bootstrapAdmin; // e-mail address; used only while there is no account
    QString bootstrapPasswordFile;
    bool newSecretsKey = false; // in place of one that is lost
    std::optional<int> seedDemo; // devices
    quint32 seed = 1;
    bool openApi = false; // print the API document and stop
    bool help = false;
};

// Errors "usage" with a sentence for a person.
Result<Options> parseOptions(const QStringList &arguments);
QString usage();

} // namespace belvedere::server
