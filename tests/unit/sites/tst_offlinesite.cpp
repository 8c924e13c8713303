// A site opens from what was kept before the server answers, catches up, and forgets when it must.
#include "api/operations.h"
#include "sites/site.h"
#include "support/fakesite.h"
#include "support/faketime.h"
#include "support/keptsecrets.h"

#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;
using State = Site::State;

class TestOfflineSite : public QObject {
    Q_OBJECT

    std::shared_ptr<FakeTime> m_time;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<KeptSecrets> m_secrets;
    std::unique_ptr<CacheFolder> m_folder;
    std::unique_ptr<FakeTransport> m_first; // carries the rules of the server from start to start
    std::unique_ptr<FakeSite> m_server;
    FakeTransport *m_transport = nullptr; // owned by m_site
    std::unique_ptr<Site> m_site;
    SiteRecord m_record;

    // The program starts again.
    void restart()
    {
        m_site.reset();
        m_folder.reset();
        m_folder = std::make_unique<CacheFolder>(m_dir->path(), *m_secrets);
        auto transport = std::make_unique<FakeTransport>();
        m_transport = transport.get();
        m_transport->handler = m_first->handler;
        m_transport->keepOpen = m_first->keepOpen;
        Site::Setup setup;
        setup.secrets = m_secrets.get();
        setup.cache = m_folder.get();
        setup.transport = std::move(transport);
        setup.environment = fakeEnvironment(m_time);
        m_site = std::make_unique<Site>(m_record, std::move(setup));
        connect(m_site.get(), &Site::recordChanged, this, [this](const SiteRecord &record) { m_record = record; });
    }
    void accept()
    {
        QTRY_VERIFY(m_transport->following());
        m_transport->following()->startStream("text/event-stream");
    }
    LiveList &devices() { return m_site->list<Device>(); }
    // A first day: signed in, three devices seen, and home.
    void firstDay(bool remember = true)
    {
        restart();
        m_site->signIn(m_server->email, m_server->password, remember);
        accept();
        const auto why = [this] {
            return m_site->error() ? m_site->error()->code + m_site->error()->detail : QString();
        };
        QTRY_VERIFY2(m_site->state() == State::Online, qPrintable(why()));
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_site.reset();
        m_folder.reset();
    }
    int files() const
    {
        int count = 0;
        for (QDirIterator i(m_dir->path(), QDir::Files, QDirIterator::Subdirectories); i.hasNext(); i.next())
            ++count;
        return count;
    }
    void settle()
    {
        m_folder.reset();
        m_folder = std::make_unique<CacheFolder>(m_dir->path(), *m_secrets);
    }

private Q_SLOTS:
    void init()
    {
        m_time = std::make_shared<FakeTime>();
        m_dir = std::make_unique<QTemporaryDir>();
        m_secrets = std::make_unique<KeptSecrets>();
        m_first = std::make_unique<FakeTransport>();
        m_server = std::make_unique<FakeSite>(*m_first);
        m_server->fillDevices(3);
        m_record = newSite(QUrl(u"https://mdm.example.org"_s), u"Head office"_s);
    }
    void cleanup()
    {
        m_site.reset();
        m_folder.reset();
    }

    void itOpensWithoutTheServer()
    {
        firstDay();
        const QDateTime then = m_time->now();
        m_time->advance(3h);
        m_server->down = true;
        restart();
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        QCOMPARE(m_site->identity()->name, u"Anna"_s);
        QVERIFY(m_site->allowed(Permission::DevicesRead));
        QTRY_COMPARE((devices(), m_time->advance(100ms), m_site->state()), State::Offline);
        QTRY_COMPARE(devices().state(), LiveList::State::Stale);
        QCOMPARE(devices().store().total(), 3);
        QVERIFY(devices().store().snapshot()->rowOf(u"dev-2"_s));
        QCOMPARE(m_site->asOf(), then);
        QVERIFY(!m_site->isOnline());
    }

    void itCatchesUpWithoutLoadingAgain()
    {
        firstDay();
        m_server->down = true;
        restart();
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        QTRY_COMPARE((devices(), m_time->advance(100ms), m_site->state()), State::Offline);
        QTRY_COMPARE(devices().state(), LiveList::State::Stale);
        const quint64 lineage = devices().store().snapshot()->lineage();
        m_server->putDevice(4, u"While away"_s);
        m_server->removeDevice(1);
        m_server->streams.clear();
        m_server->down = false;
        QTRY_VERIFY((m_time->advance(10s), !m_transport->open().isEmpty()));
        accept();
        QTRY_COMPARE((m_time->advance(100ms), m_site->state()), State::Online);
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        QVERIFY(devices().store().snapshot()->rowOf(u"dev-4"_s));
        QVERIFY(!devices().store().snapshot()->rowOf(u"dev-1"_s));
        QCOMPARE(devices().store().snapshot()->lineage(), lineage); // selection and scroll position stay
        QVERIFY(!m_server->streams.contains(QString()));
    }

    void withTheServerItOpensAtOnceAllTheSame()
    {
        firstDay();
        m_server->putDevice(4, u"Since yesterday"_s);
        m_server->streams.clear();
        restart();
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        devices();
        accept();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        QCOMPARE(devices().store().total(), 4);
        QVERIFY(!m_server->streams.contains(QString()));
    }

    void changesAreKeptWhileItRuns()
    {
        firstDay();
        restart();
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        devices();
        accept();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_server->putDevice(4, u"New"_s);
        devices().touch();
        QTRY_COMPARE((m_time->advance(100ms), devices().store().total()), 4);
        m_time->advance(120s);
        // the program crashes: nothing is written at its end
        settle();
        SiteCache cache(*m_folder, m_record);
        const QSignalSpy opened(&cache, &SiteCache::opened);
        cache.open();
        QTRY_COMPARE(opened.count(), 1);
        const StopFlag stop = false;
        const auto kept = cache.restore(u"device"_s, fields<Device>())(stop);
        QVERIFY(kept);
        QCOMPARE(kept->snapshot->rowCount(), 4U);
    }

    void anotherHistoryIsNoticed()
    {
        firstDay();
        // a server restored from a copy has counted on from less
        m_server->removeDevice(1);
        m_server->removeDevice(2);
        m_server->streams.clear();
        restart();
        const auto handler = m_first->handler;
        m_transport->handler = [this, handler](const WireRequest &request) {
            const bool isDelta = request.url.query().startsWith("since="_L1);
            if (!isDelta)
                return handler(request);
            m_server->streams.append(u"delta"_s);
            return linesReply("{\"token\":\"200\",\"total\":1}\n");
        };
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        devices();
        accept();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        QCOMPARE(devices().store().total(), 1);
        QCOMPARE(m_server->streams, (QStringList{u"delta"_s, QString()}));
    }

    void withoutKeptListsAndServerNobodyIsIn()
    {
        firstDay();
        m_folder = std::make_unique<CacheFolder>(m_dir->path(), *m_secrets);
        m_folder->erase(m_record.id);
        m_server->down = true;
        restart();
        m_site->resume();
        QTRY_COMPARE((m_time->advance(1s), m_site->state()), State::SignedOut);
        QCOMPARE(m_site->error()->kind, ApiError::Kind::Transport);
        QVERIFY(!m_site->identity());
        m_server->down = false;
        m_site->resume(); // the session is still there
        accept();
        QTRY_COMPARE(m_site->state(), State::Online);
    }

    void aRevokedSessionErasesWhatIsKept()
    {
        firstDay();
        QVERIFY(files() > 0);
        m_server->endSessions();
        restart();
        m_site->resume();
        QTRY_COMPARE((m_time->advance(1s), m_site->state()), State::SignedOut);
        QCOMPARE(m_site->error()->kind, ApiError::Kind::Unauthorized);
        settle();
        QCOMPARE(files(), 0);
        QVERIFY(!m_secrets->contains(CacheFolder::keyName(m_record.id)));
    }

    void signingOutKeepsOrErases_data()
    {
        QTest::addColumn<bool>("erased");
        QTest::addRow("kept") << false;
        QTest::addRow("erased") << true;
    }
    void signingOutKeepsOrErases()
    {
        QFETCH(bool, erased);
        firstDay();
        restart();
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        devices();
        accept();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_site->signOut(erased ? Site::Kept::Erased : Site::Kept::Stays);
        QTRY_VERIFY(!m_site->identity());
        settle();
        QCOMPARE(files() == 0, erased);
        // nothing is shown before somebody has signed in
        restart();
        m_site->resume();
        QTRY_COMPARE(m_site->state(), State::SignedOut);
        QVERIFY(!m_site->identity());
        // then it is there at once
        m_server->streams.clear();
        m_site->signIn(m_server->email, m_server->password, true);
        accept();
        devices();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        QCOMPARE(devices().store().total(), 3);
        QCOMPARE(m_server->streams.contains(QString()), erased);
    }

    void anotherAccountSeesNothingOfIt()
    {
        firstDay();
        m_server->account = u"acc-2"_s;
        m_server->streams.clear();
        restart();
        m_site->signIn(m_server->email, m_server->password, true);
        accept();
        devices();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        QVERIFY(m_server->streams.contains(QString()));
        QVERIFY(!m_server->streams.contains(u"103"_s));
    }

    // The kept session turns out to be somebody else's.
    void theServerSaysWhoThisIs()
    {
        firstDay();
        m_server->account = u"acc-2"_s;
        m_server->removeDevice(1);
        restart();
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        devices();
        accept();
        QTRY_COMPARE(m_site->identity()->account.text, u"acc-2"_s);
        QTRY_COMPARE((m_time->advance(100ms), devices().state()), LiveList::State::Ready);
        QCOMPARE(devices().store().total(), 2);
        QVERIFY(m_server->streams.contains(QString()));
    }

    void whoDoesNotStaySignedInLeavesNothing()
    {
        firstDay(false);
        QCOMPARE(files(), 0);
        QVERIFY(!m_secrets->contains(CacheFolder::keyName(m_record.id)));
    }

    void aListThatIsForbiddenNowIsForgotten()
    {
        firstDay();
        restart();
        const auto handler = m_first->handler;
        m_transport->handler = [handler](const WireRequest &request) {
            return request.url.path().endsWith("/devices/stream"_L1) ? problemReply(403, u"forbidden"_s)
                                                                     : handler(request);
        };
        m_site->resume();
        QTRY_VERIFY(m_site->state() != State::SigningIn);
        devices();
        accept();
        QTRY_VERIFY(devices().error());
        m_site.reset();
        settle();
        QCOMPARE(files(), 1); // who was here
    }
};

QTEST_GUILESS_MAIN(TestOfflineSite)
#include "tst_offlinesite.moc"
