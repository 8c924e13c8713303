// Migrations.
#include "server/store/migrations.h"

#include "base/digest.h"
#include "server/store/storedriver.h"

#include <QDir>
#include <QVariant>

using namespace Qt::StringLiterals;

static void initialiseResources() { Q_INIT_RESOURCE(migrations); }

namespace belvedere::server {

namespace {

Result<Done> applyUpTo(Database &database, int last)
{
    const QDir folder(u":/migrations"_s);
    const QStringList files = folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    const Result<QVariant> applied = database.value(u"SELECT COALESCE(MAX(number), 0) FROM migrations"_s);
    if (!applied)
        return applied.error();
    const bool isLaterBackup = last != std::numeric_limits<int>::max() && last > files.size();
    if (applied.value().toInt() > files.size() || isLaterBackup)
        return storeError(u"store.newer"_s, u"The database was made by a newer version of Belvedere."_s);
    for (int number = 1; number <= qMin(last, int(files.size())); ++number) {
        QFile file(folder.filePath(files[number - 1]));
        if (!file.open(QIODevice::ReadOnly))
            return storeError(u"store.failed"_s, file.errorString());
        const QByteArray text = file.readAll();
        const QString hash = sha256Hex(text);
        if (number <= applied.value().toInt()) {
            const Result<QVariant> known = database.value(u"SELECT hash FROM migrations WHERE number = ?"_s, {number});
            if (!known)
                return known.error();
            if (known.value().toString() != hash)
                return storeError(u"store.migration-changed"_s, u"%1 is not what was applied."_s.arg(file.fileName()));
            continue;
        }
        const Result<Done> done = database.script(database.driver().migration(QString::fromUtf8(text)));
        if (!done)
            return done.error();
        const Result<QSqlQuery *> noted =
            database.run(u"INSERT INTO migrations (number, hash) VALUES (?, ?)"_s, {number, hash});
        if (!noted)
            return noted.error();
    }
    return Done{};
}

} // namespace

Result<Done> applyMigrations(Database &database, int last)
{
    initialiseResources();
    const Result<Done> made = database.script(database.driver().migration(
        u"CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, hash TEXT NOT NULL) STRICT"_s));
    return made ? applyUpTo(database, last) : made;
}

Result<Done> migrate(Database &database)
{
    Result<Done> result = database.begin(Database::Begin::Schema);
    if (!result)
        return result;
    result = applyMigrations(database);
    if (result)
        result = database.commit();
    if (!result)
        database.rollback();
    return result;
}

} // namespace belvedere::server
