// What is kept of a site comes back to the same account with the same key, and to nobody else.
#include "domain/device.h"
#include "domain/person.h"
#include "sites/seal.h"
#include "sites/sitecache.h"
#include "support/keptsecrets.h"

#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestSiteCache : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<KeptSecrets> m_secrets;
    std::unique_ptr<CacheFolder> m_folder;
    std::unique_ptr<SiteCache> m_cache;
    SiteRecord m_record;
    const Identity m_anna{Id<Account>{u"acc-1"_s}, u"anna@example.org"_s, u"Anna"_s, Role::Helpdesk, false};
    const StopFlag m_stop = false;

    void makeFolder()
    {
        m_cache.reset();
        m_folder.reset(); // ends what is being written
        m_folder = std::make_unique<CacheFolder>(m_dir->path() + "/sites"_L1, *m_secrets);
    }
    // The next start of the program: whose lists are kept.
    std::optional<Identity> openAgain()
    {
        makeFolder();
        m_cache = std::make_unique<SiteCache>(*m_folder, m_record);
        std::optional<Identity> found;
        bool told = false;
        connect(m_cache.get(), &SiteCache::opened, this, [&found, &told](const std::optional<Identity> &identity) {
            found = identity;
            told = true;
        });
        m_cache->open();
        const bool isOpen = QTest::qWaitFor([&told] { return told; });
        disconnect(m_cache.get(), nullptr, this, nullptr);
        return isOpen ? found : std::nullopt;
    }
    static KeptSnapshot rows(const QByteArray &name, int count = 1)
    {
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        for (int i = 1; i <= count; ++i)
            reader.read("{\"id\":\"dev-" + QByteArray::number(i) + "\",\"name\":\"" + name + "\"}\n", builder);
        return {builder.finish(), u"7"_s, QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC)};
    }
    std::optional<KeptSnapshot> restored(const QString &list = u"device"_s)
    {
        return m_cache->restore(list, fields<Device>())(m_stop);
    }
    QStringList files() const
    {
        QStringList all;
        for (QDirIterator i(m_dir->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); i.hasNext();)
            all.append(i.next());
        all.sort();
        return all;
    }
    QString deviceFile() const { return m_folder->of(m_record.id) + "/device.sealed"_L1; }
    void keepSome()
    {
        openAgain();
        m_cache->keep(m_anna);
        m_cache->save(u"device"_s, rows("Amber"));
        makeFolder();
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_secrets = std::make_unique<KeptSecrets>();
        m_record = newSite(QUrl(u"https://mdm.example.org"_s), u"Head office"_s);
        makeFolder();
    }
    void cleanup()
    {
        m_cache.reset();
        m_folder.reset();
    }

    void theFirstTimeThereIsNothing()
    {
        QVERIFY(!openAgain());
        QCOMPARE(m_cache->state(), SiteCache::State::Open);
        QVERIFY(m_secrets->contains(CacheFolder::keyName(m_record.id)));
        QVERIFY(!restored());
        m_cache->save(u"device"_s, rows("Amber")); // nobody's yet
        makeFolder();
        QCOMPARE(files(), QStringList());
    }

    void whatIsKeptComesBack()
    {
        keepSome();
        QVERIFY(openAgain() == m_anna);
        const std::optional<KeptSnapshot> kept = restored();
        QVERIFY(kept);
        QCOMPARE(kept->token, u"7"_s);
        QCOMPARE(kept->asOf, rows({}).asOf);
        QCOMPARE(kept->snapshot->rowCount(), 1U);
        QVERIFY(!restored(u"person"_s));
    }

    void theLastOneCounts()
    {
        keepSome();
        openAgain();
        for (int i = 1; i <= 20; ++i)
            m_cache->save(u"device"_s, rows("Azure", i));
        openAgain();
        QCOMPARE(restored()->snapshot->rowCount(), 20U);
    }

    void nothingCanBeReadInTheFiles()
    {
        keepSome();
        QCOMPARE(files().size(), 2);
        for (const QString &path : files()) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            for (const char *word : {"Amber", "anna", "acc-1", "dev-1"})
                QVERIFY2(!bytes.contains(word), word);
            QVERIFY(!path.contains(m_record.id));
            const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
            QVERIFY(!(file.permissions() & others));
            QVERIFY(
                !(QFile::permissions(QFileInfo(path).absolutePath()) & (others | QFile::ExeGroup | QFile::ExeOther)));
        }
    }

    void anotherAccountFindsNothing()
    {
        keepSome();
        QVERIFY(openAgain());
        Identity bo = m_anna;
        bo.account.text = u"acc-2"_s;
        QSignalSpy opened(m_cache.get(), &SiteCache::opened);
        m_cache->keep(bo);
        QCOMPARE(m_cache->state(), SiteCache::State::Opening);
        QTRY_COMPARE(opened.count(), 1);
        QVERIFY(!opened.first().first().value<std::optional<Identity>>());
        m_cache->keep(bo);
        QVERIFY(!restored());
        QVERIFY(openAgain() == bo);
    }

    void aRoleIsRenewed()
    {
        keepSome();
        openAgain();
        Identity more = m_anna;
        more.role = Role::Administrator;
        m_cache->keep(more);
        QVERIFY(openAgain() == more);
        QVERIFY(restored());
    }

    void anotherKeyOpensNothing()
    {
        keepSome();
        m_secrets->write(CacheFolder::keyName(m_record.id), Secret(QByteArray(sealKeySize, 'k')));
        QVERIFY(!openAgain());
        m_cache->keep(m_anna);
        QVERIFY(!restored());
        QVERIFY(!QFile::exists(deviceFile())); // what cannot be trusted does not stay
    }

    void aLostKeyLeavesNothingBehind()
    {
        keepSome();
        m_secrets->remove(CacheFolder::keyName(m_record.id));
        QVERIFY(!openAgain());
        makeFolder();
        QCOMPARE(files(), QStringList());
    }

    void anotherAddressOpensNothing()
    {
        keepSome();
        m_record.address = u"https://elsewhere.example.org"_s;
        QVERIFY(!openAgain());
    }

    void aDamagedListIsDroppedAndTheRestStays()
    {
        keepSome();
        QFile file(deviceFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(file.size() - 40);
        file.write("?");
        file.close();
        QVERIFY(openAgain() == m_anna);
        QVERIFY(!restored());
        QVERIFY(!QFile::exists(deviceFile()));
    }

    void aListUnderAnotherNameIsNotTaken()
    {
        keepSome();
        QVERIFY(QFile::copy(deviceFile(), m_folder->of(m_record.id) + "/person.sealed"_L1));
        QVERIFY(openAgain());
        QVERIFY(!restored(u"person"_s));
        QVERIFY(restored());
    }

    void anotherSitesListIsNotTaken()
    {
        keepSome();
        const QString foreign = deviceFile();
        m_record.id = u"another"_s;
        keepSome();
        QVERIFY(QFile::remove(deviceFile()));
        QVERIFY(QFile::copy(foreign, deviceFile()));
        QVERIFY(openAgain() == m_anna);
        QVERIFY(!restored());
    }

    void erasingTakesKeyAndFiles()
    {
        keepSome();
        openAgain();
        m_cache->erase();
        QCOMPARE(m_cache->state(), SiteCache::State::Closed);
        QVERIFY(!m_secrets->contains(CacheFolder::keyName(m_record.id)));
        m_cache->save(u"device"_s, rows("Azure"));
        makeFolder();
        QCOMPARE(files(), QStringList());
    }

    void erasingComesBehindWhatIsBeingWritten()
    {
        keepSome();
        openAgain();
        m_cache->save(u"device"_s, rows("Azure", 20'000));
        m_folder->erase(m_record.id); // as the settings do
        QCOMPARE(m_cache->state(), SiteCache::State::Closed);
        makeFolder();
        QCOMPARE(files(), QStringList());
    }

    void withoutAKeychainNothingOutlivesTheSession()
    {
        m_secrets->lasts = false;
        openAgain();
        m_cache->keep(m_anna);
        m_cache->save(u"device"_s, rows("Amber"));
        m_cache = std::make_unique<SiteCache>(*m_folder, m_record); // another stay in the same session
        const QSignalSpy opened(m_cache.get(), &SiteCache::opened);
        m_cache->open();
        QTRY_COMPARE(opened.count(), 1);
        QVERIFY(restored());
        makeFolder();
        QCOMPARE(files(), QStringList());
    }

    // Whether there is a key cannot be told now; the next start may find it.
    void aLockedKeychainCostsNothing()
    {
        keepSome();
        const QStringList before = files();
        m_secrets->isLocked = true;
        m_secrets->lasts = false; // as a keychain says once it has refused
        QVERIFY(!openAgain());
        QCOMPARE(m_cache->state(), SiteCache::State::Closed);
        m_cache->keep(m_anna);
        m_cache->save(u"device"_s, rows("Azure"));
        makeFolder();
        QCOMPARE(files(), before);
        m_secrets->isLocked = false;
        m_secrets->lasts = true;
        QVERIFY(openAgain() == m_anna);
        QVERIFY(restored());
    }

    void withoutAKeychainListsAreKeptForTheSession()
    {
        m_secrets->isLocked = true;
        m_secrets->lasts = false;
        QVERIFY(!openAgain()); // nothing is kept yet
        QCOMPARE(m_cache->state(), SiteCache::State::Open);
        m_cache->keep(m_anna);
        m_cache->save(u"device"_s, rows("Azure"));
        QTRY_VERIFY(!files().isEmpty());
        makeFolder(); // the program ends
        QCOMPARE(files(), QStringList());
    }

    // A key that was read from the keychain is still there after the program.
    void aKeychainThatFailsLaterCostsNothing()
    {
        keepSome();
        QVERIFY(openAgain());
        m_secrets->lasts = false;
        makeFolder();
        m_secrets->lasts = true;
        QVERIFY(openAgain() == m_anna);
        QVERIFY(restored());
    }

    void foldersOfUnknownSitesGo()
    {
        keepSome();
        const SiteRecord first = m_record;
        m_record.id = u"another"_s;
        keepSome();
        m_folder->keepOnly({first.id});
        makeFolder();
        QVERIFY(QDir(m_folder->of(first.id)).exists());
        QVERIFY(!QDir(m_folder->of(u"another"_s)).exists());
    }

    void theSizeIsTold()
    {
        keepSome();
        qint64 size = -1;
        m_folder->measure(m_record.id, this, [&size](qint64 bytes) { size = bytes; });
        QTRY_VERIFY(size > 100);
        {
            QObject gone;
            m_folder->measure(m_record.id, &gone, [&size](qint64) { size = -2; });
        }
        m_folder->measure(u"another"_s, this, [&size](qint64 bytes) { size = bytes; });
        QTRY_COMPARE(size, 0);
    }
};

QTEST_GUILESS_MAIN(TestSiteCache)
#include "tst_sitecache.moc"
