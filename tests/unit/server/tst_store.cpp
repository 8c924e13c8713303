// The database file: schema and migrations, refusals at opening, rows of entities, removals and their forgetting.
#include "sitefile.h"
#include "support/places.h"

#include "api/operations.h"
#include "domain/sqlcolumns.h"
#include "server/store/cleanstop.h"
#include "server/store/entitytable.h"
#include "server/store/housekeeping.h"

#include <QFile>
#include <QJsonDocument>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

// As sqlColumns() would declare them.
QStringList postgresColumns(Database &database, const QString &table)
{
    QStringList columns;
    const Result<QSqlQuery *> query = database.run(
        u"SELECT column_name, upper(data_type), collation_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = ?"_s,
        {table});
    while (query && query.value()->next()) {
        const QSqlQuery &row = *query.value();
        const bool isText = row.value(1).toString() == "TEXT"_L1;
        columns.append(QString(row.value(0).toString() + u' ' + row.value(1).toString()
            + (isText ? u" COLLATE \"%1\""_s.arg(row.value(2).toString()) : QString())
            + (row.value(3).toString() == "NO"_L1 ? u" NOT NULL"_s : QString())));
    }
    columns.sort();
    return columns;
}

QStringList storedColumns(Database &database, const QString &table)
{
    if (database.dialect() == SqlDialect::Postgres)
        return postgresColumns(database, table);
    QStringList columns;
    const Result<QSqlQuery *> query = database.run(u"PRAGMA table_info(%1)"_s.arg(table));
    while (query && query.value()->next())
        columns.append(QString(query.value()->value(1).toString() + u' ' + query.value()->value(2).toString()
            + (query.value()->value(3).toBool() ? u" NOT NULL"_s : QString())));
    columns.sort();
    return columns;
}

template<class E> void compareColumns(Database &database)
{
    QStringList declared{u"n INTEGER"_s, u"line TEXT NOT NULL"_s, u"changed INTEGER NOT NULL"_s};
    if (database.dialect() == SqlDialect::Postgres)
        declared = {u"n BIGINT NOT NULL"_s, u"line TEXT COLLATE \"C\" NOT NULL"_s, u"changed BIGINT NOT NULL"_s};
    for (const Field &field : fields<E>()) {
        for (const SqlColumn &column : sqlColumns(field, database.dialect()))
            declared.append(
                QString(column.name + u' ' + column.type + (field.is(Required) ? u" NOT NULL"_s : QString())));
    }
    declared.sort();
    QCOMPARE(storedColumns(database, QString::fromLatin1(Resource<E>::path)), declared);
}

void compareAllColumns(Database &database)
{
    compareColumns<Device>(database);
    compareColumns<Person>(database);
    compareColumns<Account>(database);
    compareColumns<Enrolment>(database);
    compareColumns<AuditRecord>(database);
    compareColumns<ConfigurationProfile>(database);
    compareColumns<ComplianceRule>(database);
    compareColumns<RuleResult>(database);
    compareColumns<Waiver>(database);
    compareColumns<RuleStep>(database);
    compareColumns<BusinessPolicy>(database);
    compareColumns<PolicyVersion>(database);
    compareColumns<Deployment>(database);
    compareColumns<Action>(database);
    compareColumns<ActionRun>(database);
    compareColumns<Application>(database);
    compareColumns<ApplicationRelease>(database);
    compareColumns<ManagedFile>(database);
    compareColumns<Certificate>(database);
    compareColumns<LicencePool>(database);
    compareColumns<LicenceSeat>(database);
    compareColumns<SoftwarePatch>(database);
    compareColumns<PatchBlock>(database);
    compareColumns<OutsideTarget>(database);
}

Device laptop()
{
    Device device;
    device.name = u"BRU-LT-0231"_s;
    device.platform = Platform::Linux;
    device.osName = u"Debian GNU/Linux"_s;
    device.osVersion = Version(u"12.10"_s);
    device.tags = {u"brussels"_s, u"sales"_s};
    device.storageEncrypted = false;
    device.memory = qint64(16) << 30;
    device.seen = QDateTime(QDate(2026, 3, 1), QTime(8, 0, 0, 123), Qt::UTC);
    device.kernel = u"6.1.0"_s;
    return device;
}

} // namespace

#define ONLY_SQLITE                                                                                                    \
    if (m_site->isPostgres())                                                                                          \
        QSKIP("of SQLite's file");

class TestStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_site = std::make_unique<SiteFile>(); }

    void schemaIsWhatTheEntitiesDeclare()
    {
        QCOMPARE(resourcePermissions().size(), 25); // a new kind of record belongs in this list
        compareAllColumns(*m_site->database);
    }

    void everyTableIsStrict()
    {
        ONLY_SQLITE
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND "
                                "name NOT LIKE 'sqlite%' AND strict = 0"_s),
            0);
    }

    void siteOfTheFirstVersionIsBroughtUpToDate()
    {
        QFile kept(test::sourcePath(u"tests/unit/server/data/site-0.1.db.z"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QTemporaryDir dir;
        QFile file(dir.filePath(u"site.db"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(qUncompress(kept.readAll()));
        file.close();
        Result<std::unique_ptr<Database>> opened = Database::open(file.fileName(), Database::Mode::ReadWrite);
        OK(opened);
        Database &database = *opened.value();
        OK(migrate(database));
        OK(database.check());
        compareAllColumns(database);
        QCOMPARE(Table<Device>().list(database).value().size(), size_t(7));
        QCOMPARE(Table<Person>().list(database).value().size(), size_t(2));
        QCOMPARE(Table<ConfigurationProfile>().list(database).value().size(), size_t(3));
        QCOMPARE(Table<ComplianceRule>().list(database).value().size(), size_t(9));
        QCOMPARE(Table<RuleResult>().list(database).value().size(), size_t(38));
        QCOMPARE(Table<BusinessPolicy>().list(database).value().size(), size_t(4));
        QCOMPARE(Table<Deployment>().list(database).value().size(), size_t(1));
        QCOMPARE(Table<Action>().list(database).value().size(), size_t(1));
        QCOMPARE(Table<ActionRun>().list(database).value().size(), size_t(7));
        QCOMPARE(Table<AuditRecord>().list(database).value().size(), size_t(30));
    }

    void migratingTwiceChangesNothing()
    {
        const qint64 before = m_site->number(u"SELECT COUNT(*) FROM migrations"_s);
        QVERIFY(before >= 2);
        OK(migrate(*m_site->database));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM migrations"_s), before);
    }

    void newerDatabaseIsRefused()
    {
        OK(m_site->database->script(u"INSERT INTO migrations (number, hash) VALUES (999, 'x')"_s));
        QCOMPARE(code(migrate(*m_site->database)), u"store.newer"_s);
    }

    void changedMigrationIsRefusedAndNothingIsWritten()
    {
        OK(m_site->database->script(u"DELETE FROM migrations WHERE number > 1"_s));
        OK(m_site->database->script(u"UPDATE migrations SET hash = 'another' WHERE number = 1"_s));
        QCOMPARE(code(migrate(*m_site->database)), u"store.migration-changed"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM migrations"_s), 1);
    }

    void fileOfAnotherKindIsRefused()
    {
        const QString path = m_site->dir.filePath(u"garbage.db"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8'192, 'x'));
        file.close();
        const auto opened = Database::open(path, Database::Mode::ReadWrite);
        QCOMPARE(code(opened), u"store.corrupt"_s);
        QCOMPARE(opened.error().status(), 500);
    }

    void onlyAnUntouchedFileIsTrusted()
    {
        if (SiteFile::isPostgres())
            QSKIP("There is no file.");
        const QString file = m_site->path;
        QVERIFY(!takeCleanStop(file)); // nothing was noted
        m_site->database.reset();
        markCleanStop(file);
        QVERIFY(takeCleanStop(file));
        QVERIFY(!takeCleanStop(file)); // it counts once
        markCleanStop(file);
        QFile touched(file);
        QVERIFY(touched.open(QIODevice::ReadWrite));
        const QDateTime before = QFileInfo(file).lastModified();
        QVERIFY(touched.setFileTime(before.addMSecs(1), QFileDevice::FileModificationTime));
        QVERIFY(!takeCleanStop(file));
        markCleanStop(file);
        QVERIFY(touched.seek(touched.size()));
        QVERIFY(touched.write("x") == 1 && touched.flush());
        QVERIFY(touched.setFileTime(before.addMSecs(1), QFileDevice::FileModificationTime));
        QVERIFY(!takeCleanStop(file));
    }

    void damagedPagesAreFound()
    {
        ONLY_SQLITE
        OK(m_site->write([](Transaction &transaction) -> Result<Done> {
            static const Table<Device> table;
            for (int i = 0; i < 200; ++i) {
                const Result<Device> stored = table.insert(transaction, laptop());
                if (!stored)
                    return stored.error();
            }
            return Done{};
        }));
        OK(m_site->database->check());
        OK(m_site->database->script(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        m_site->database.reset();
        QFile file(m_site->path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (qint64 at = file.size() / 2; at < file.size() - 4'096; at += 512) {
            QVERIFY(file.seek(at));
            file.write(QByteArray(256, '\x5a'));
        }
        file.close();
        const auto opened = Database::open(m_site->path, Database::Mode::ReadWrite);
        QCOMPARE(opened ? code(opened.value()->check()) : code(opened), u"store.corrupt"_s);
    }

    void placeThatCannotHoldADatabaseIsRefused()
    {
        QCOMPARE(code(Database::open(m_site->dir.path(), Database::Mode::ReadWrite)), u"store.unreadable"_s);
        QCOMPARE(code(Database::open(u"/nowhere/at/all/site.db"_s, Database::Mode::ReadWrite)), u"store.unreadable"_s);
        QCOMPARE(
            code(Database::open(m_site->dir.filePath(u"none.db"_s), Database::Mode::ReadOnly)), u"store.unreadable"_s);
    }

    void readingConnectionCannotWrite()
    {
        const auto reader = m_site->open(Database::Mode::ReadOnly);
        QVERIFY(reader);
        QCOMPARE(code(reader->script(u"DELETE FROM devices"_s)), u"store.unreadable"_s);
    }

    void oneWritesAtATime()
    {
        const auto other = m_site->open();
        QVERIFY(other);
        OK(other->script(m_site->isPostgres() ? u"SET lock_timeout = 20"_s : u"PRAGMA busy_timeout = 20"_s));
        Result<WriteBatch> first = WriteBatch::begin(*m_site->database);
        OK(first);
        const Result<WriteBatch> second = WriteBatch::begin(*other);
        QCOMPARE(code(second), u"store.locked"_s);
        QCOMPARE(second.error().status(), 503);
        OK(first.value().run(m_site->now, [](Transaction &t) { return Table<Device>().insert(t, laptop()); }));
        OK(first.value().commit());
        Result<WriteBatch> third = WriteBatch::begin(*other);
        OK(third);
        QCOMPARE(third.value().before(), 1);
        OK(third.value().commit());
    }

    void failedJobLeavesNothingInItsBatch()
    {
        Result<WriteBatch> batch = WriteBatch::begin(*m_site->database);
        OK(batch);
        const auto insert = [](Transaction &t) { return Table<Device>().insert(t, laptop()); };
        OK(batch.value().run(m_site->now, insert));
        const Result<Device> failed = batch.value().run(m_site->now, [&](Transaction &t) -> Result<Device> {
            const Result<Device> made = insert(t);
            if (!made)
                return made;
            const Result<QSqlQuery *> wrong = t.database().run(u"INSERT INTO site (key, value) VALUES ('x', NULL)"_s);
            return wrong ? made : wrong.error();
        });
        QCOMPARE(code(failed), u"store.failed"_s);
        OK(batch.value().run(m_site->now, insert));
        OK(batch.value().commit());
        QCOMPARE(batch.value().token(), 2);
        QCOMPARE(batch.value().changes().size(), 2);
        QCOMPARE(m_site->number(u"SELECT token FROM change_counter"_s), 2);
        QCOMPARE(Table<Device>().list(*m_site->database).value().size(), size_t(2));
        QVERIFY(Table<Device>().get(*m_site->database, Id<Device>{u"dev-2"_s})); // numbers go on without a gap
    }

    void fullDatabaseLosesNothingAndGoesOn()
    {
        ONLY_SQLITE
        static const Table<Device> table;
        const auto insert = [](Transaction &transaction) { return table.insert(transaction, laptop()); };
        OK(m_site->write(insert));
        OK(m_site->database->run(u"PRAGMA max_page_count = %1"_s.arg(m_site->number(u"PRAGMA page_count"_s) + 4)));
        int stored = 1;
        QString refusal;
        for (int i = 0; i < 1'000 && refusal.isEmpty(); ++i) {
            const Result<Device> made = m_site->write(insert);
            if (made)
                ++stored;
            else
                refusal = made.error().code;
        }
        QCOMPARE(refusal, u"store.full"_s);
        QCOMPARE(storeError(refusal, {}).status(), 507);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), stored);
        OK(m_site->database->run(u"PRAGMA max_page_count = 100000"_s));
        OK(m_site->write(insert));
        OK(m_site->database->check());
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), stored + 1);
    }

    void everNewStatementsDoNotPileUp()
    {
        // the oldest are forgotten, and asked again they work as before
        for (int i = 0; i < 1'000; ++i)
            QCOMPARE(m_site->number(u"SELECT %1 + 0"_s.arg(i)), i);
        QCOMPARE(m_site->number(u"SELECT 0 + 0"_s), 0);
        QCOMPARE(code(m_site->database->value(u"SELEC 1"_s)), u"store.failed"_s);
        QCOMPARE(code(m_site->database->value(u"SELEC 1"_s)), u"store.failed"_s);
    }

    void sameValueInAUniqueColumnIsADuplicate()
    {
        const QString insert = u"INSERT INTO migrations (number, hash) VALUES (?, ?)"_s;
        QCOMPARE(code(m_site->database->run(insert, {1, u"x"_s})), u"store.duplicate"_s);
        QCOMPARE(code(m_site->database->run(insert, {7, QVariant()})), u"store.failed"_s); // another constraint
    }

    void rowComesBackAsItWasWritten()
    {
        const Result<Device> stored =
            m_site->write([](Transaction &transaction) { return Table<Device>().insert(transaction, laptop()); });
        OK(stored);
        QCOMPARE(stored.value().id.text, u"dev-1"_s);
        QCOMPARE(stored.value().version, 1);
        QCOMPARE(m_site->changes.size(), 1);
        QCOMPARE(m_site->changes[0].kind, u"device"_s);
        QCOMPARE(m_site->changes[0].id, u"dev-1"_s);
        QCOMPARE(m_site->changes[0].token, 1);
        const Result<Device> read = Table<Device>().get(*m_site->database, stored.value().id);
        OK(read);
        QCOMPARE(toJson(read.value()), toJson(stored.value()));
        QVERIFY(!read.value().firewallEnabled.has_value()); // not known stays not known
        const Result<QVariant> line = m_site->database->value(u"SELECT line FROM devices"_s);
        OK(line);
        const QJsonObject listForm = QJsonDocument::fromJson(line.value().toString().toUtf8()).object();
        QCOMPARE(listForm, toJson(fields<Device>(), &read.value(), true));
        QVERIFY(!listForm.contains(u"os.kernel"_s));
    }

    void updateRaisesVersionAndToken()
    {
        const Result<Device> changed = m_site->write([](Transaction &transaction) -> Result<Device> {
            const Table<Device> table;
            Result<Device> device = table.insert(transaction, laptop());
            device.value().name = u"Renamed"_s;
            return table.update(transaction, device.value());
        });
        OK(changed);
        QCOMPARE(changed.value().version, 2);
        QCOMPARE(m_site->changes.last().token, 2);
        QCOMPARE(m_site->number(u"SELECT changed FROM devices"_s), 2);
        QCOMPARE(
            m_site->number(u"SELECT COUNT(*) FROM devices WHERE name_f = 'renamed' AND line LIKE '%Renamed%'"_s), 1);
    }

    void refreshKeepsTheVersionAndTellsTheChange()
    {
        const Result<Device> stored = m_site->write([](Transaction &t) { return Table<Device>().insert(t, laptop()); });
        OK(stored);
        Device device = stored.value();
        device.storageFree = 5;
        OK(m_site->write([&](Transaction &t) { return Table<Device>().refresh(t, device); }));
        QCOMPARE(m_site->changes.last().token, 2);
        QCOMPARE(m_site->number(u"SELECT version FROM devices"_s), 1);
        QCOMPARE(m_site->number(u"SELECT storage_free FROM devices"_s), 5);
        QCOMPARE(m_site->number(u"SELECT changed FROM devices"_s), 2);
    }

    void numbersAreNeverGivenTwice()
    {
        const auto insert = [](Transaction &transaction) { return Table<Device>().insert(transaction, laptop()); };
        const auto first = m_site->write(insert);
        OK(first);
        OK(m_site->write([&](Transaction &t) { return Table<Device>().remove(t, first.value().id); }));
        const auto second = m_site->write(insert);
        OK(second);
        QCOMPARE(second.value().id.text, u"dev-2"_s);
        QCOMPARE(code(m_site->write([&](Transaction &t) { return Table<Device>().remove(t, first.value().id); })),
            u"not-found"_s);
    }

    void idOfAnotherKindIsNotFound()
    {
        OK(m_site->write([](Transaction &transaction) { return Table<Device>().insert(transaction, laptop()); }));
        for (const QString &id : {u"per-1"_s, u"dev-2"_s, u"dev-01"_s, u"dev-"_s, QString(), u"dev-1 "_s})
            QCOMPARE(code(Table<Device>().get(*m_site->database, Id<Device>{id})), u"not-found"_s);
    }

    void streamTellsWhatChangedAndWhatWent()
    {
        const Table<Device> table;
        for (int i = 0; i < 3; ++i)
            OK(m_site->write([&](Transaction &t) { return table.insert(t, laptop()); }));
        const QList<QByteArray> all = lines(0);
        QCOMPARE(all.size(), 4);
        QCOMPARE(all.last(), "{\"token\":\"3\",\"total\":3}");
        OK(m_site->write([&](Transaction &t) { return table.remove(t, Id<Device>{u"dev-2"_s}); }));
        OK(m_site->write([&](Transaction &t) { return table.insert(t, laptop()); }));
        const QList<QByteArray> since = lines(3);
        QCOMPARE(since.size(), 3);
        QVERIFY(since[0].contains("\"dev-4\""));
        QCOMPARE(since[1], "{\"id\":\"dev-2\",\"removed\":true}");
        QCOMPARE(since[2], "{\"token\":\"5\",\"total\":3}");
        QCOMPARE(lines(5).size(), 1); // nothing new: the token alone
        const auto future = allLines(table.untyped(), *m_site->database, 6);
        QCOMPARE(code(future), u"changes.expired"_s);
        QCOMPARE(future.error().status(), 410);
    }

    void linesComeInPiecesWhileRowsChange()
    {
        const Table<Device> table;
        for (int i = 0; i < 40; ++i)
            OK(m_site->write([&](Transaction &t) { return table.insert(t, laptop()); }));
        for (const qint64 since : {0, 5}) {
            LineCursor cursor{since};
            const Result<QByteArray> first = table.untyped().lines(*m_site->database, cursor, 500);
            OK(first);
            const qint64 token = cursor.token;
            const QString gone = since == 0 ? u"dev-30"_s : u"dev-31"_s;
            OK(m_site->write([&](Transaction &t) { return table.remove(t, Id<Device>{gone}); }));
            OK(m_site->write([&](Transaction &t) { return table.insert(t, laptop()); }));
            QByteArray rest;
            for (;;) {
                const Result<QByteArray> lines = table.untyped().lines(*m_site->database, cursor, 500);
                OK(lines);
                if (lines.value().isEmpty())
                    break;
                QVERIFY(lines.value().size() < 1'500);
                rest += lines.value();
            }
            QVERIFY(!rest.contains(QString(u'"' + gone + u'"').toLatin1())); // the next token tells of it
            const QByteArray last = "{\"token\":\"" + QByteArray::number(token) + "\",\"total\":40}\n";
            QVERIFY(rest.endsWith(last));
            const QList<QByteArray> after = lines(token);
            QVERIFY(after.contains(QString(u"{\"id\":\""_s + gone + u"\",\"removed\":true}"_s).toLatin1()));
        }
    }

    void oldRemovalsAreForgottenAndTheirTokensExpire()
    {
        removeThree();
        m_site->now = m_site->now.addDays(30).addSecs(1); // the first is more than 30 days old now, the last is not
        OK(m_site->write([](Transaction &t) { return trimRemovals(t); }));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM removals"_s), 2);
        QCOMPARE(code(allLines(Table<Device>().untyped(), *m_site->database, 3)), u"changes.expired"_s);
        QCOMPARE(lines(4).size(), 3); // two graves and the token
        QCOMPARE(lines(0).size(), 1); // from the start is always possible
    }

    void removalsBeyondANumberAreForgotten()
    {
        removeThree();
        OK(m_site->write([](Transaction &t) { return trimRemovals(t, {30, 3}); }));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM removals"_s), 3);
        OK(m_site->write([](Transaction &t) { return trimRemovals(t, {30, 1}); }));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM removals"_s), 1);
        QCOMPARE(m_site->number(u"SELECT oldest FROM change_counter"_s), 5);
        QCOMPARE(code(allLines(Table<Device>().untyped(), *m_site->database, 4)), u"changes.expired"_s);
        QCOMPARE(lines(5).size(), 2);
    }

private:
    // Three devices with the tokens 1 to 3, removed with 4 to 6; the clock goes on a day after the first.
    void removeThree()
    {
        const Table<Device> table;
        for (int i = 0; i < 3; ++i)
            OK(m_site->write([&](Transaction &t) { return table.insert(t, laptop()); }));
        for (const QString &id : {u"dev-1"_s, u"dev-2"_s, u"dev-3"_s}) {
            OK(m_site->write([&](Transaction &t) { return table.remove(t, Id<Device>{id}); }));
            if (id == "dev-1"_L1)
                m_site->now = m_site->now.addDays(1);
        }
        m_site->now = m_site->now.addDays(-1);
    }
    QList<QByteArray> lines(qint64 since) const
    {
        const Result<QByteArray> bytes = allLines(Table<Device>().untyped(), *m_site->database, since);
        return bytes ? bytes.value().chopped(1).split('\n') : QList<QByteArray>();
    }

    std::unique_ptr<SiteFile> m_site;
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
