// PostgresPlace: the address of a PostgreSQL database, read from its URL.
#pragma once

#include "base/result.h"

#include <QStringList>

namespace belvedere::server {

struct PostgresPlace {
    QString host; // a name, an address, or the directory of a socket; empty: the usual socket
    int port = 5'432;
    QString database;
    QString user; // empty: who runs the program
    QString password; // empty: from the password file of libpq
    QStringList options; // of libpq, each "name=value"
};

// "postgresql://…" or "postgres://…".
bool isPostgresUrl(const QString &place);
// postgresql://[user[:password]@][host][:port]/name[?option=value&…]; `host`, `port` and `user` may also stand among
// the options, where a socket's directory is easiest to write. Over a network the server's certificate is verified
// unless the URL names another sslmode. Error "usage".
Result<PostgresPlace> postgresPlace(const QString &url);

} // namespace belvedere::server
