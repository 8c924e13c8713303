// A site from signing in to signing out, over a server that restarts, forgets and refuses.
#include "api/operations.h"
#include "sites/site.h"
#include "support/fakesite.h"
#include "support/faketime.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;
using State = Site::State;

class TestSite : public QObject {
    Q_OBJECT

    std::shared_ptr<FakeTime> m_time;
    MemorySecretStore m_secrets;
    FakeTransport *m_transport = nullptr; // owned by m_site
    std::unique_ptr<FakeSite> m_server;
    std::unique_ptr<Site> m_site;
    SiteRecord m_record;

    void makeSite()
    {
        auto transport = std::make_unique<FakeTransport>();
        m_transport = transport.get();
        if (!m_server)
            m_server = std::make_unique<FakeSite>(*m_transport);
        m_site.reset();
        Site::Setup setup;
        setup.secrets = &m_secrets;
        setup.transport = std::move(transport);
        setup.environment = fakeEnvironment(m_time);
        m_site = std::make_unique<Site>(m_record, std::move(setup));
        connect(m_site.get(), &Site::recordChanged, this, [this](const SiteRecord &record) { m_record = record; });
    }
    void signIn(bool remember = false) { m_site->signIn(m_server->email, m_server->password, remember); }
    // Accepts the event stream that waits, as the server does.
    void accept()
    {
        QTRY_VERIFY(m_transport->following());
        m_transport->following()->startStream("text/event-stream");
    }
    void goOnline()
    {
        signIn();
        accept();
        QTRY_COMPARE(m_site->state(), State::Online);
    }
    LiveList &devices() { return m_site->list<Device>(); }

private Q_SLOTS:
    void init()
    {
        m_time = std::make_shared<FakeTime>();
        m_secrets.remove(m_record.id);
        m_record = newSite(QUrl(u"https://mdm.example.org"_s), u"Head office"_s);
        m_server.reset();
        makeSite();
        m_server->fillDevices(3);
    }
    void cleanup() { m_site.reset(); }

    void signingInGoesOnline()
    {
        const QSignalSpy states(m_site.get(), &Site::stateChanged);
        QCOMPARE(m_site->state(), State::SignedOut);
        QVERIFY(!m_site->allowed(Permission::DevicesRead));
        goOnline();
        QList<State> seen;
        for (const auto &state : states)
            seen.append(state.first().value<State>());
        QCOMPARE(seen, (QList<State>{State::SigningIn, State::Loading, State::Online}));
        QCOMPARE(m_site->identity()->name, u"Anna"_s);
        QVERIFY(m_site->allowed(Permission::DevicesWrite));
        QVERIFY(!m_site->allowed(Permission::AccountsWrite));
        QCOMPARE(m_record.email, m_server->email);
        QVERIFY(!m_secrets.contains(m_record.id));
    }

    void aWrongPasswordStaysOut()
    {
        m_site->signIn(m_server->email, u"wrong"_s, false);
        QTRY_COMPARE(m_site->state(), State::SignedOut);
        QCOMPARE(m_site->error()->code, u"auth.failed"_s);
    }

    void aListLoadsAndFollows()
    {
        QCOMPARE(devices().state(), LiveList::State::Empty); // not before somebody is signed in
        goOnline();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        QCOMPARE(devices().store().total(), 3);
        QCOMPARE(&devices(), &m_site->list<Device>());
        m_time->advance(1s);
        QTRY_VERIFY(!devices().store().isBusy());

        const QSignalSpy events(m_site.get(), &Site::eventArrived);
        m_server->putDevice(9, u"New"_s);
        m_server->removeDevice(1);
        QCOMPARE(events.count(), 2);
        const auto has = [this](const QString &id) { return devices().store().snapshot()->rowOf(id).has_value(); };
        QTRY_VERIFY((m_time->advance(100ms), has(u"dev-9"_s)));
        QVERIFY(!has(u"dev-1"_s));
        QCOMPARE(devices().store().total(), 3);
    }

    void aServerRestartHealsByItself()
    {
        goOnline();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_server->down = true;
        m_server->restart();
        QCOMPARE(m_site->state(), State::Offline);
        QCOMPARE(devices().state(), LiveList::State::Stale);
        QCOMPARE(devices().store().total(), 3);
        m_time->advance(1s);
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        m_server->putDevice(4, u"While away"_s);
        m_server->down = false;
        QTRY_VERIFY((m_time->advance(10s), !m_transport->open().isEmpty()));
        accept();
        QTRY_COMPARE(m_site->state(), State::Online);
        QTRY_COMPARE((m_time->advance(100ms), devices().store().total()), 4);
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
    }

    void forgottenChangesLoadEverything()
    {
        goOnline();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_server->putDevice(5, u"A"_s);
        m_server->putDevice(6, u"B"_s);
        m_server->forgetChanges();
        QTRY_COMPARE((m_time->advance(100ms), devices().store().total()), 5);
        QCOMPARE(m_server->streams.count(QString()), 2);
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
    }

    void aKeptSessionResumes()
    {
        signIn(true);
        accept();
        QTRY_COMPARE(m_site->state(), State::Online);
        QVERIFY(m_secrets.contains(m_record.id));
        QVERIFY(m_record.remember);

        auto transport = std::make_unique<FakeTransport>();
        FakeTransport *next = transport.get();
        next->handler = m_transport->handler;
        next->keepOpen = m_transport->keepOpen;
        Site::Setup setup;
        setup.secrets = &m_secrets;
        setup.transport = std::move(transport);
        setup.environment = fakeEnvironment(m_time);
        m_site = std::make_unique<Site>(m_record, std::move(setup));
        m_transport = next;
        m_site->resume();
        QCOMPARE(m_site->state(), State::SigningIn);
        accept();
        QTRY_COMPARE(m_site->state(), State::Online);
        QCOMPARE(m_server->refreshes, 1);
        QCOMPARE(m_site->identity()->email, m_server->email);
        bool isGood = false;
        m_secrets.read(m_record.id, this, [this, &isGood](const Result<Secret> &token) {
            isGood = token && m_server->isRefreshToken(QString::fromLatin1(token.value().bytes()));
        });
        QTRY_VERIFY(isGood); // the new token, not the used one
    }

    void nothingKeptStaysOut()
    {
        m_site->resume();
        QTRY_COMPARE(m_site->state(), State::SignedOut);
        QVERIFY(!m_site->error());
    }

    void anEndedSessionAsksToSignInAgain()
    {
        signIn(true);
        accept();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_server->endSessions();
        m_server->restart();
        QTRY_COMPARE((m_time->advance(1s), m_site->state()), State::SignedOut);
        QCOMPARE(m_site->error()->kind, ApiError::Kind::Unauthorized);
        QVERIFY(!m_secrets.contains(m_record.id));
        QCOMPARE(devices().store().total(), 3); // still to be seen
        QVERIFY(!m_site->allowed(Permission::DevicesRead));
        goOnline();
        QTRY_COMPARE((m_time->advance(100ms), devices().state()), LiveList::State::Ready);
    }

    void anotherAccountSeesNothingOfTheFirst()
    {
        goOnline();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_server->endSessions();
        m_server->restart();
        QTRY_COMPARE((m_time->advance(1s), m_site->state()), State::SignedOut);
        m_server->account = u"acc-2"_s;
        m_server->down = false;
        std::optional<LiveList::State> state; // when the other account was first known
        const QObject here;
        connect(m_site.get(), &Site::identityChanged, &here, [this, &state] {
            if (const auto &who = m_site->identity(); !state && who && who->account.text == "acc-2"_L1)
                state = devices().state();
        });
        signIn();
        QTRY_VERIFY(state);
        QCOMPARE(*state, LiveList::State::Empty);
        QTRY_VERIFY(m_server->streams.size() >= 2 && m_server->streams.last().isEmpty());
    }

    void signingOutForgetsEverything()
    {
        signIn(true);
        accept();
        QTRY_COMPARE(devices().state(), LiveList::State::Ready);
        m_site->signOut();
        QCOMPARE(m_site->state(), State::SignedOut);
        QVERIFY(!m_secrets.contains(m_record.id));
        QVERIFY(!m_record.remember);
        QTRY_COMPARE(devices().store().total(), 0);
        QTRY_VERIFY(!m_site->identity());
        QVERIFY(!m_server->isRefreshToken(u"refresh-1"_s)); // the server was told
        m_time->advance(60s);
        QVERIFY(m_transport->open().isEmpty());
    }

    void aForbiddenListFailsAlone()
    {
        goOnline();
        LiveList &accounts = m_site->list<Account>();
        QTRY_COMPARE(accounts.state(), LiveList::State::Failed);
        QCOMPARE(accounts.error()->kind, ApiError::Kind::Forbidden);
        QTRY_COMPARE(m_site->state(), State::Online);
    }

    void changingThePassword()
    {
        m_server->passwordChangeDue = true;
        goOnline();
        QVERIFY(m_site->identity()->passwordChangeDue);
        QList<bool> outcomes;
        m_site->changePassword(u"wrong"_s, u"better horse"_s).then(this, [&outcomes](const Result<Done> &done) {
            outcomes.append(bool(done));
        });
        QTRY_COMPARE(outcomes, QList{false});
        QVERIFY(m_site->identity()->passwordChangeDue);
        m_site->changePassword(m_server->password, u"better horse"_s).then(this, [&outcomes](const Result<Done> &done) {
            outcomes.append(bool(done));
        });
        QTRY_COMPARE(outcomes, (QList{false, true}));
        QTRY_VERIFY(!m_site->identity()->passwordChangeDue);
        QCOMPARE(m_server->password, u"better horse"_s);
    }

    void trustIsRemembered()
    {
        m_transport->problem = TlsFacts{
            u"mdm.example.org"_s, 443, u"tls.unknown"_s, {CertificateFacts{{}, {}, {}, {}, QString(64, u'b')}}, {}, {}};
        const auto handler = m_transport->handler;
        m_transport->handler = [](const WireRequest &) { return brokenReply(ApiError::Kind::Tls, u"tls.unknown"_s); };
        signIn();
        QTRY_COMPARE(m_site->state(), State::SignedOut);
        QCOMPARE(m_site->error()->code, u"tls.unknown"_s);
        QVERIFY(m_site->tlsProblem()->isAcceptable());
        m_site->trust(m_site->tlsProblem()->decision());
        QCOMPARE(m_record.pin, QString(64, u'b'));
        QCOMPARE(m_transport->trust->sha256, QString(64, u'b'));
        m_transport->handler = handler;
        goOnline();
    }

    void theSiteGoesInFlight()
    {
        devices();
        signIn(true);
        accept();
        m_site.reset();
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
    }
};

QTEST_GUILESS_MAIN(TestSite)
#include "tst_site.moc"
