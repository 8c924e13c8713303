// SiteKey: what secrets in a site's database are sealed with; it lies in a file beside the database, never in it.
#pragma once

#include "base/secret.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// The key's file in a site's directory. Servers over one database have the same key, each in its own directory.
QString siteKeyFile(const QString &directory);

// Reads its file anew each time, so that a file that was put back serves at once. Any thread. Errors of all:
// "secret.key-missing", "secret.key-wrong" (the file holds another key than the one in use, or none),
// "secret.key-unreadable" (it is there and cannot be read).
class SiteKey {
public:
    SiteKey() = default; // of no directory: as if the file were missing
    explicit SiteKey(QString directory)
        : m_directory(std::move(directory))
    {
    }

    // Of everything that is sealed in the database; empty while nothing ever was.
    Result<Secret> inUse(Database &database) const;
    // The same, made where there is none yet. Also "secret.key-unwritable".
    Result<Secret> forSealing(Transaction &transaction) const;
    // Another one in place of a key that is lost: what was sealed with that stays unreadable. A file with something
    // else in it is kept under another name. Error "secret.key-good" while nothing is lost.
    Result<Done> replace(Transaction &transaction) const;
    // From a backup, never over another one. Also "secret.key-unwritable".
    Result<Done> putBack(const Secret &key) const;

private:
    Result<Secret> read() const; // empty: there is no file

    QString m_directory;
};

} // namespace belvedere::server
