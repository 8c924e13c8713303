// Backup and restore: consistent while changes are written, into either database, and nothing from a damaged file.
#include "sitefile.h"
#include "support/files.h"

#include "api/operations.h"
#include "audit/chain.h"
#include "server/demo/seed.h"
#include "server/jobs/executor.h"
#include "server/store/auditlog.h"
#include "server/store/backup.h"
#include "server/store/entitytable.h"

#include <algorithm>
#include <atomic>
#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <thread>

using namespace belvedere;
using namespace belvedere::server;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

// An empty database of either kind.
struct Empty {
    explicit Empty(bool isPostgres)
        : store(isPostgres ? std::make_unique<test::TestDatabase>(QString()) : nullptr)
        , place(store ? store->place() : dir.filePath(u"restored.db"_s))
    {
        Result<std::unique_ptr<Database>> opened = Database::open(place, Database::Mode::ReadWrite);
        if (opened)
            database = std::move(opened).value();
    }
    qint64 number(const QString &sql) const
    {
        const Result<QVariant> value = database->value(sql);
        return value ? value.value().toLongLong() : -1;
    }
    QTemporaryDir dir;
    std::unique_ptr<test::TestDatabase> store;
    QString place;
    std::unique_ptr<Database> database;
};

// A device and its record, in one change.
Result<Done> insertBoth(Transaction &transaction)
{
    Device device;
    device.name = u"ÖRE-LT \"1\"\n"_s;
    const Result<Device> made = Table<Device>().insert(transaction, device);
    return made ? appendAudit(transaction, {}, AuditNote{.action = "device.enrolled"}) : made.error();
}

// The backup's lines without those that a restore changes.
QList<QByteArray> comparable(const QString &path)
{
    QList<QByteArray> lines = fileBytes(path).split('\n');
    lines.removeIf([](const QByteArray &line) {
        return line.contains("sha256") || line.contains("belvedere-backup") || line.contains("\"command\"");
    });
    const qsizetype counter =
        lines.indexOf("{\"columns\":[\"oldest\",\"one\",\"token\"],\"table\":\"change_counter\"}");
    if (counter >= 0)
        lines.removeAt(counter + 1);
    std::sort(lines.begin(), lines.end());
    return lines;
}

} // namespace

class TestBackup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_site = std::make_unique<SiteFile>(); }

    void wholeSiteComesBackInEitherDatabase_data()
    {
        QTest::addColumn<bool>("intoPostgres");
        QTest::newRow("SQLite") << false;
        if (SiteFile::isPostgres())
            QTest::newRow("PostgreSQL") << true;
    }
    void wholeSiteComesBackInEitherDatabase()
    {
        QFETCH(bool, intoPostgres);
        fill();
        const Result<BackupSummary> written = writeBackup(*m_site->database, file(), m_site->now);
        OK(written);
        QVERIFY(written.value().rows > 200);
        QVERIFY(!(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther)));
        const Empty other(intoPostgres);
        const Result<BackupSummary> restored = restoreBackup(*other.database, file());
        OK(restored);
        QCOMPARE(restored.value().rows, written.value().rows);
        const QString again = m_site->dir.filePath(u"again"_s);
        OK(writeBackup(*other.database, again, m_site->now));
        QCOMPARE(comparable(again), comparable(file()));
        OK(other.database->check());
        OK(migrate(*other.database));
    }

    void restoredSiteGoesOn()
    {
        fill();
        OK(writeBackup(*m_site->database, file(), m_site->now));
        const qint64 token = m_site->number(u"SELECT token FROM change_counter"_s);
        const Empty other(SiteFile::isPostgres());
        OK(restoreBackup(*other.database, file()));
        // what a client of the lost site knows is expired, whatever came after the backup
        QCOMPARE(code(allLines(Table<Device>().untyped(), *other.database, token + 1'000'000)), u"changes.expired"_s);
        Result<WriteBatch> batch = WriteBatch::begin(*other.database);
        OK(batch);
        OK(batch.value().run(m_site->now, &insertBoth));
        OK(batch.value().run(m_site->now, [](Transaction &t) {
            return t.database().run(
                u"INSERT INTO sessions (account, access_hash, refresh_hash, created, access_expires, refresh_expires) "
                "VALUES ('acc-1', 'new', 'new', 0, 0, 0)"_s);
        }));
        OK(batch.value().commit());
        chainHolds(*other.database);
    }

    void backupIsOfOneMomentWhileChangesAreWritten()
    {
        auto started = Executor::start(
            m_site->path, {}, [this] { return m_site->now; }, [](const QList<Change> &) {});
        OK(started);
        Executor &executor = *started.value();
        std::atomic<bool> isOver = false;
        std::atomic<int> done = 0;
        {
            const std::jthread writer([&] {
                while (!isOver)
                    done += executor.writeAndWait(&insertBoth) ? 1 : 0;
            });
            for (int i = 0; i < 5; ++i) {
                const int before = done;
                QTRY_VERIFY(done > before + 5);
                const auto reader = m_site->open(Database::Mode::ReadOnly);
                OK(writeBackup(*reader, file(), m_site->now));
                const Empty other(SiteFile::isPostgres());
                OK(restoreBackup(*other.database, file()));
                const qint64 devices = other.number(u"SELECT COUNT(*) FROM devices"_s);
                QVERIFY(devices >= before + 5);
                QCOMPARE(other.number(u"SELECT COUNT(*) FROM audit_lines"_s), devices);
                QCOMPARE(other.number(u"SELECT MAX(changed) FROM audit"_s), 2 * devices);
                chainHolds(*other.database);
            }
            isOver = true;
        }
    }

    void fileThatIsNotWholeIsRefusedAndNothingIsWritten_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("cut at the end") << 0;
        QTest::newRow("cut in the middle") << 1;
        QTest::newRow("last line gone") << 2;
        QTest::newRow("one byte changed") << 3;
        QTest::newRow("empty") << 4;
        QTest::newRow("something else") << 5;
    }
    void fileThatIsNotWholeIsRefusedAndNothingIsWritten()
    {
        QFETCH(int, what);
        OK(m_site->write(&insertBoth));
        OK(writeBackup(*m_site->database, file(), m_site->now));
        QByteArray bytes = fileBytes(file());
        const QByteArray wrong[] = {bytes.chopped(1), bytes.first(bytes.size() / 2),
            bytes.first(bytes.lastIndexOf('\n', -2) + 1), QByteArray(bytes).replace("ÖRE", "ÖRA"), {}, "{}\n"};
        QVERIFY(wrong[what] != bytes);
        QVERIFY(writeBytes(file(), wrong[what]));
        const Empty other(SiteFile::isPostgres());
        QCOMPARE(code(restoreBackup(*other.database, file())), u"backup.damaged"_s);
        // still empty: the whole file is taken
        QVERIFY(writeBytes(file(), bytes));
        OK(restoreBackup(*other.database, file()));
        QCOMPARE(other.number(u"SELECT COUNT(*) FROM devices"_s), 1);
    }

    // The digest has no key: a file may be made by hand.
    void rowsThatDoNotAddUpAreRefused_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("a row gone") << 0;
        QTest::newRow("a table gone") << 1;
        QTest::newRow("an end in the middle") << 2;
        QTest::newRow("a truth for a number") << 3;
        QTest::newRow("a fraction") << 4;
    }
    void rowsThatDoNotAddUpAreRefused()
    {
        QFETCH(const int, what);
        OK(m_site->write(&insertBoth));
        OK(writeBackup(*m_site->database, file(), m_site->now));
        QByteArrayList lines = fileBytes(file()).chopped(1).split('\n');
        const auto placeOf = [&lines](const QByteArray &start) {
            return std::find_if(lines.begin(), lines.end(), [&start](const QByteArray &l) { return l.contains(start); })
                - lines.begin();
        };
        const qsizetype table = placeOf("\"table\":\"change_counter\"");
        QVERIFY(table + 2 < lines.size());
        const qsizetype number = lines[table + 1].lastIndexOf('[') + 1; // its one row begins with a number
        const qsizetype comma = lines[table + 1].indexOf(',', number);
        if (what == 0)
            lines.removeAt(table + 1);
        else if (what == 1)
            lines.remove(table, 2);
        else if (what == 2)
            lines.insert(table, lines.last());
        else
            lines[table + 1].replace(number, comma - number, what == 3 ? "true" : "1.5");
        QJsonObject end = QJsonDocument::fromJson(lines.takeLast()).object();
        const QByteArray rest = lines.join('\n') + '\n';
        end["sha256"_L1] = QString::fromLatin1(QCryptographicHash::hash(rest, QCryptographicHash::Sha256).toHex());
        QVERIFY(writeBytes(file(), rest + QJsonDocument(end).toJson(QJsonDocument::Compact) + '\n'));
        const Empty other(SiteFile::isPostgres());
        QCOMPARE(code(restoreBackup(*other.database, file())), u"backup.damaged"_s);
    }

    // Whoever was signed out after the backup stays out.
    void everybodySignsInAnew()
    {
        OK(m_site->write(&insertBoth));
        OK(m_site->database->run(
            u"INSERT INTO sessions (account, access_hash, refresh_hash, created, access_expires, refresh_expires) "
            "VALUES ('acc-1', 'old', 'old', 0, 0, 0)"_s));
        OK(writeBackup(*m_site->database, file(), m_site->now));
        const Empty other(SiteFile::isPostgres());
        OK(restoreBackup(*other.database, file()));
        QCOMPARE(other.number(u"SELECT COUNT(*) FROM sessions"_s), 0);
    }

    void siteThatIsThereIsNotOverwritten()
    {
        OK(m_site->write(&insertBoth));
        OK(writeBackup(*m_site->database, file(), m_site->now));
        OK(m_site->write(&insertBoth));
        QCOMPARE(code(restoreBackup(*m_site->database, file())), u"restore.not-empty"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), 2);
    }

    void backupOfALaterProgramIsRefused()
    {
        OK(m_site->database->script(u"INSERT INTO migrations (number, hash) VALUES (999, 'x')"_s));
        OK(writeBackup(*m_site->database, file(), m_site->now));
        const Empty other(SiteFile::isPostgres());
        QCOMPARE(code(restoreBackup(*other.database, file())), u"store.newer"_s);
        OK(migrate(*other.database)); // and nothing is there
    }

    void databaseWithoutASiteHasNoBackup()
    {
        const Empty other(SiteFile::isPostgres());
        QCOMPARE(code(writeBackup(*other.database, file(), m_site->now)), u"backup.no-site"_s);
        QVERIFY(!QFile::exists(file()));
    }

    void placeThatCannotBeWrittenIsTold()
    {
        QCOMPARE(code(writeBackup(*m_site->database, u"/nowhere/backup"_s, m_site->now)), u"backup.unwritable"_s);
        const Empty other(SiteFile::isPostgres());
        QCOMPARE(code(restoreBackup(*other.database, u"/nowhere/backup"_s)), u"backup.unreadable"_s);
    }

private:
    void fill()
    {
        auto started = Executor::start(
            m_site->path, {}, [this] { return m_site->now; }, [](const QList<Change> &) {});
        OK(started);
        OK(seedDemo(*started.value(), 30, 1));
        OK(m_site->write(&insertBoth));
    }
    static void chainHolds(Database &database)
    {
        const Result<QSqlQuery *> rows = database.run(u"SELECT line FROM audit_lines ORDER BY seq"_s);
        OK(rows);
        QList<QByteArray> lines;
        while (rows.value()->next())
            lines.append(rows.value()->value(0).toString().toUtf8());
        QVERIFY(!lines.isEmpty());
        QVERIFY(!verifyChain(lines).broken);
    }
    QString file() const { return m_site->dir.filePath(u"backup"_s); }

    std::unique_ptr<SiteFile> m_site;
};

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
