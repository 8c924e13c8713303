// Backup and restore from the command line.
#include "server/safekeeping.h"

#include "server/content/diskcontents.h"
#include "server/sitedirectory.h"
#include "server/store/backup.h"
#include "server/store/sitekey.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// Contents are files, or in the database; the key is a file.
Result<BackupContents> contentsOf(const Options &options, Database &database)
{
    BackupContents beside;
    beside.key = [key = SiteKey(options.data)](Database &site) {
        return key.inUse(site).map([](const Secret &secret) { return secret.bytes(); });
    };
    beside.putBackKey = [key = SiteKey(options.data)](const QByteArray &bytes) { return key.putBack(Secret(bytes)); };
    if (!options.database.isEmpty())
        return beside;
    Result<std::unique_ptr<DiskContents>> opened = DiskContents::open(options.data);
    if (!opened)
        return opened.error();
    constexpr qint64 piece = 1024 * 1024;
    const std::shared_ptr<DiskContents> contents = std::move(opened).value();
    beside.read = [contents, &database](
                      const QString &sha256, qint64 offset) { return contents->read(database, sha256, offset, piece); };
    beside.putBack = [contents](const QString &sha256, qint64 offset, const QByteArray &bytes) {
        return contents->putBack(sha256, offset, bytes);
    };
    return beside;
}

Result<BackupSummary> backUp(const Options &options, const QString &place)
{
    const Result<std::unique_ptr<Database>> database = Database::open(place, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    const Result<BackupContents> contents = contentsOf(options, *database.value());
    if (!contents)
        return contents.error();
    return writeBackup(*database.value(), options.file, QDateTime::currentDateTimeUtc(), contents.value());
}

Result<BackupSummary> restore(const Options &options, const QString &place)
{
    const Result<std::unique_ptr<Database>> database = Database::open(place, Database::Mode::ReadWrite);
    if (!database)
        return database.error();
    const Result<BackupContents> contents = contentsOf(options, *database.value());
    if (!contents)
        return contents.error();
    return restoreBackup(*database.value(), options.file, contents.value());
}

// Of a site that a restore began.
void removeFiles(const QString &database)
{
    for (const QString &ending : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(database + ending);
    QDir(DiskContents::folderOf(QFileInfo(database).absolutePath())).removeRecursively();
}

} // namespace

Result<QString> keepSafe(const Options &options)
{
    const bool isFile = options.database.isEmpty();
    const bool isBackup = options.command == Options::Command::Backup;
    QString place = options.database;
    if (isFile && isBackup)
        place = siteFile(options.data);
    if (!isBackup && !options.data.isEmpty()) {
        const Result<QString> file = prepareDirectory(options.data);
        if (!file)
            return file.error();
        if (isFile)
            place = file.value();
    }
    const bool isNewFile = isFile && !QFile::exists(place);
    const bool isNewKey = !isBackup && !options.data.isEmpty() && !QFile::exists(siteKeyFile(options.data));
    const Result<BackupSummary> done = isBackup ? backUp(options, place) : restore(options, place);
    if (!done && isNewFile && !isBackup)
        removeFiles(place);
    if (!done && isNewKey)
        QFile::remove(siteKeyFile(options.data));
    if (!done)
        return done.error();
    const QString what = isBackup ? u"%1 rows are in %2."_s : u"%1 rows of %2 are back."_s;
    return what.arg(done.value().rows).arg(options.file);
}

} // namespace belvedere::server
