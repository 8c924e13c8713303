// The network goes in every phase of a site's work with a real server: what is shown stays and is marked, and all of it
// is caught up once the network is back.
#include "api/operations.h"
#include "sites/site.h"
#include "support/keptsecrets.h"
#include "support/relay.h"
#include "support/serverprocess.h"

#include <QJsonObject>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;
using State = Site::State;

namespace {

constexpr int patience = 60'000; // ms; sanitizers and a busy machine are slow
constexpr int devicesInAll = 600;

} // namespace

class TestNetworkLoss : public QObject {
    Q_OBJECT

    ServerProcess m_server;
    QByteArray m_administrator;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<KeptSecrets> m_secrets;
    std::unique_ptr<Relay> m_network;
    std::unique_ptr<CacheFolder> m_folder;
    std::unique_ptr<Site> m_site;
    SiteRecord m_record;
    int m_persons = 0;

    void makeSite()
    {
        m_site.reset();
        m_folder.reset();
        m_folder = std::make_unique<CacheFolder>(m_dir->path(), *m_secrets);
        Site::Setup setup;
        setup.secrets = m_secrets.get();
        setup.cache = m_folder.get();
        m_site = std::make_unique<Site>(m_record, std::move(setup));
        connect(m_site.get(), &Site::recordChanged, this, [this](const SiteRecord &record) { m_record = record; });
    }
    void signIn()
    {
        m_site->signIn(
            QLatin1StringView(ServerProcess::adminEmail), QLatin1StringView(ServerProcess::adminPassword), true);
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Online, patience);
    }
    LiveList &devices() { return m_site->list<Device>(); }
    LiveList &persons() { return m_site->list<Person>(); }
    void loadAll()
    {
        QTRY_COMPARE_WITH_TIMEOUT(devices().state(), LiveList::State::Ready, patience);
        QTRY_COMPARE_WITH_TIMEOUT(persons().state(), LiveList::State::Ready, patience);
        QCOMPARE(devices().store().total(), devicesInAll);
    }
    // Somebody else makes a person, at the server itself.
    QString addPerson()
    {
        const HttpReply made = m_server.post(u"/api/v1/persons"_s, m_administrator,
            {{u"name"_s, u"Person %1"_s.arg(++m_persons)}, {u"email"_s, u"p%1@example.org"_s.arg(m_persons)}});
        return made.json().value("id"_L1).toString();
    }
    bool has(const QString &id) { return persons().store().snapshot()->rowOf(id).has_value(); }
    void heal()
    {
        m_network->heal();
        m_site->reconnect();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.start({u"--seed-demo"_s, QString::number(devicesInAll)}));
        m_administrator = m_server.administrator();
    }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_secrets = std::make_unique<KeptSecrets>();
        m_network = std::make_unique<Relay>(quint16(QUrl(m_server.url()).port()));
        m_record = newSite(QUrl(m_network->url()), u"Test"_s);
        makeSite();
    }
    void cleanup()
    {
        m_site.reset();
        m_folder.reset();
        m_network.reset();
    }
    void cleanupTestCase() { QCOMPARE(m_server.stop(), 0); }

    void beforeTheFirstRows()
    {
        signIn();
        m_network->cutAt("/devices/stream");
        devices();
        QTRY_VERIFY_WITH_TIMEOUT(devices().error(), patience);
        QCOMPARE(devices().store().total(), 0);
        QVERIFY(!devices().kept());
        heal();
        loadAll();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Online, patience);
    }

    void whileTheRestArrives()
    {
        signIn();
        m_network->cutAt("/devices/stream", 300'000);
        devices();
        QTRY_VERIFY_WITH_TIMEOUT(m_network->isCut(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(devices().error(), patience);
        QTRY_VERIFY(!devices().store().isBusy());
        const qint64 shown = devices().store().total();
        QVERIFY2(shown > 0 && shown < devicesInAll, QByteArray::number(shown).constData());
        QVERIFY(devices().state() != LiveList::State::Ready);
        QVERIFY(!devices().kept()); // a part is not kept
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Offline, patience);
        QCOMPARE(devices().store().total(), shown);
        heal();
        loadAll();
    }

    void duringADelta()
    {
        signIn();
        loadAll();
        const qint64 before = persons().store().total();
        m_network->cutAt("/persons/stream?since=");
        const QString id = addPerson();
        QTRY_COMPARE_WITH_TIMEOUT(persons().state(), LiveList::State::Stale, patience);
        QCOMPARE(persons().store().total(), before);
        QVERIFY(persons().asOf().isValid());
        const quint64 lineage = persons().store().snapshot()->lineage();
        heal();
        QTRY_COMPARE_WITH_TIMEOUT(persons().state(), LiveList::State::Ready, patience);
        QVERIFY(has(id));
        QCOMPARE(persons().store().snapshot()->lineage(), lineage);
        loadAll();
    }

    void whileFollowingEvents()
    {
        signIn();
        loadAll();
        m_network->cut();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Offline, patience);
        QCOMPARE(devices().state(), LiveList::State::Stale);
        QCOMPARE(devices().store().total(), devicesInAll);
        QVERIFY(!m_site->canWrite());
        const QString id = addPerson();
        heal();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Online, patience);
        QTRY_VERIFY_WITH_TIMEOUT(has(id), patience);
        loadAll();
    }

    void whileTheSessionIsRenewed()
    {
        signIn();
        loadAll();
        const QDateTime then = QDateTime::currentDateTimeUtc();
        makeSite(); // the next start of the program
        const QString id = addPerson();
        m_network->cutAt("/session/refresh");
        m_site->resume();
        QTRY_VERIFY_WITH_TIMEOUT(m_site->state() != State::SigningIn, patience);
        QVERIFY(m_site->identity());
        devices();
        persons();
        QTRY_COMPARE_WITH_TIMEOUT(devices().state(), LiveList::State::Stale, patience);
        QTRY_COMPARE_WITH_TIMEOUT(persons().state(), LiveList::State::Stale, patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Offline, patience);
        QCOMPARE(devices().store().total(), devicesInAll);
        QVERIFY(!has(id));
        QVERIFY(m_site->asOf() <= then);
        const quint64 lineage = devices().store().snapshot()->lineage();
        heal();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Online, patience);
        loadAll();
        QVERIFY(has(id));
        QCOMPARE(devices().store().snapshot()->lineage(), lineage);
    }

    // The next start finds the server gone altogether.
    void withoutAnyServer()
    {
        signIn();
        loadAll();
        makeSite();
        m_network->cut();
        m_site->resume();
        QTRY_VERIFY_WITH_TIMEOUT(m_site->state() != State::SigningIn, patience);
        devices();
        QTRY_COMPARE_WITH_TIMEOUT(devices().state(), LiveList::State::Stale, patience);
        QCOMPARE(devices().store().total(), devicesInAll);
        heal();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Online, patience);
        QTRY_COMPARE_WITH_TIMEOUT(devices().state(), LiveList::State::Ready, patience);
    }

    void anAccountThatWasDisabledLosesWhatIsKept()
    {
        const QString email = u"helper%1@example.org"_s.arg(++m_persons);
        m_server.account(m_administrator, email, u"helpdesk"_s);
        m_site->signIn(email, u"a password for tests"_s, true);
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::Online, patience);
        loadAll();
        const QString id = m_site->identity()->account.text;
        makeSite();
        m_folder->run([] {});
        const HttpReply account = m_server.get(u"/api/v1/accounts/"_s + id, m_administrator);
        const HttpReply done = m_server.patch(u"/api/v1/accounts/"_s + id, m_administrator, {{u"disabled"_s, true}},
            account.json().value("version"_L1).toInt());
        QCOMPARE(done.status, 200);
        m_site->resume();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), State::SignedOut, patience);
        m_site.reset();
        m_folder.reset();
        QVERIFY(QDir(m_dir->path()).isEmpty());
        QVERIFY(!m_secrets->contains(CacheFolder::keyName(m_record.id)));
    }
};

QTEST_GUILESS_MAIN(TestNetworkLoss)
#include "tst_network_loss.moc"
