// Backup: everything that a site stores, in one file that either database can be filled from again.
#pragma once

#include "server/store/database.h"

#include <QDateTime>

namespace belvedere::server {

// The file is text: a head, then for each table a line that names its columns and a line for each row, and at the end
// the numbers of rows and the SHA-256 of everything before. It holds hashes of passwords and of devices' secrets, and
// the key that opens the secrets of profiles; only its owner may read it.
struct BackupSummary {
    int migration = 0; // the newest that the site had
    qint64 rows = 0;
};

// What a site keeps beside its database. The contents that records name lie in the backup as the rows of one table,
// wherever the site keeps them. Null functions: they are in the database, and nothing is sealed.
struct BackupContents {
    // A piece of one from an offset on; empty behind the end. Any error ends the backup.
    std::function<Result<QByteArray>(const QString &sha256, qint64 offset)> read = {};
    // Puts a piece back; an empty one ends it.
    std::function<Result<Done>(const QString &sha256, qint64 offset, const QByteArray &bytes)> putBack = {};
    // The key that secrets in the database are sealed with, which lies beside it; empty: nothing is sealed. Its error
    // ends the backup: whoever restored it could not open them.
    std::function<Result<QByteArray>(Database &)> key = {};
    std::function<Result<Done>(const QByteArray &key)> putBackKey = {};
};

// One look at the whole site; whoever serves it goes on meanwhile. An existing file is replaced once the new one is
// complete. Errors besides those of the database: "backup.unwritable", "backup.no-site".
Result<BackupSummary> writeBackup(
    Database &database, const QString &file, const QDateTime &now, const BackupContents &contents = {});

// Fills an empty database, in one transaction, after the whole file was checked. Change numbers go on far above those
// of the backup, so that clients load everything anew. Errors: "backup.unreadable"; "backup.damaged", also for a file
// that was cut off; "store.newer"; "restore.not-empty".
Result<BackupSummary> restoreBackup(Database &database, const QString &path, const BackupContents &contents = {});

} // namespace belvedere::server
