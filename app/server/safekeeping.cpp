// Backup and restore from the command line.
#include "server/safekeeping.h"

#include "server/sitedirectory.h"
#include "server/store/backup.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Result<BackupSummary> backUp(const Options &options, const QString &place)
{
    const Result<std::unique_ptr<Database>> database = Database::open(place, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    return writeBackup(*database.value(), options.file, QDateTime::currentDateTimeUtc());
}

Result<BackupSummary> restore(const Options &options, const QString &place)
{
    const Result<std::unique_ptr<Database>> database = Database::open(place, Database::Mode::ReadWrite);
    if (!database)
        return database.error();
    return restoreBackup(*database.value(), options.file);
}

void removeFiles(const QString &database)
{
    for (const QString &ending : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(database + ending);
}

} // namespace

Result<QString> keepSafe(const Options &options)
{
    const bool isFile = options.database.isEmpty();
    const bool isBackup = options.command == Options::Command::Backup;
    QString place = options.database;
    if (isFile && isBackup)
        place = siteFile(options.data);
    if (isFile && !isBackup) {
        const Result<QString> file = prepareDirectory(options.data);
        if (!file)
            return file.error();
        place = file.value();
    }
    const bool isNewFile = isFile && !QFile::exists(place);
    const Result<BackupSummary> done = isBackup ? backUp(options, place) : restore(options, place);
    if (!done && isNewFile && !isBackup)
        removeFiles(place);
    if (!done)
        return done.error();
    const QString what = isBackup ? u"%1 rows are in %2."_s : u"%1 rows of %2 are back."_s;
    return what.arg(done.value().rows).arg(options.file);
}

} // namespace belvedere::server
