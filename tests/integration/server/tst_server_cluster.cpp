// Two servers over one PostgreSQL: what is changed through one is seen through the other, and when one dies all goes
// on.
#include "agentprocess.h"

#include "api/operations.h"
#include "audit/chain.h"
#include "sites/site.h"
#include "support/balancer.h"
#include "support/loopbackserver.h"
#include "support/serverprocess.h"

#include <array>
#include <QDir>
#include <QSet>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int fleetSize = 100; // devices at each server

} // namespace

class TestServerCluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!TestDatabase::isPostgres())
            QSKIP("SQLite has one server");
    }
    void init()
    {
        m_first = std::make_unique<ServerProcess>();
        m_second = std::make_unique<ServerProcess>();
        m_second->shareDatabaseOf(*m_first);
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY2(m_first->start(), qPrintable(m_first->errors()));
        QVERIFY2(m_second->start(), qPrintable(m_second->errors()));
        m_balancer = std::make_unique<Balancer>(m_first->url());
        m_token = m_first->administrator();
        QVERIFY(!m_token.isEmpty());
    }
    void cleanup()
    {
        m_site.reset();
        for (AgentProcess &fleet : m_fleets)
            fleet.kill();
        m_second.reset();
        m_first.reset();
    }

    void bothStartAtOnceOnAnEmptyDatabase()
    {
        ServerProcess first;
        ServerProcess second;
        second.shareDatabaseOf(first);
        first.begin();
        second.begin();
        QVERIFY2(first.waitUntilReady(), qPrintable(first.errors()));
        QVERIFY2(second.waitUntilReady(), qPrintable(second.errors()));
        QCOMPARE(second.get(u"/api/v1/accounts"_s, first.administrator()).json()["total"_L1].toInt(), 1);
    }

    void sessionOfOneIsGoodAtTheOther()
    {
        QCOMPARE(m_second->get(u"/api/v1/devices?limit=1"_s, m_token).status, 200);
        const QJsonObject body{{u"name"_s, u"Anna"_s}};
        const QByteArray text = QJsonDocument(body).toJson();
        const HttpHeaders key{{"Idempotency-Key", "0123456789abcdef"}};
        const HttpReply made = m_first->ask("POST", u"/api/v1/persons"_s, m_token, text, key);
        QCOMPARE(made.status, 200);
        QCOMPARE(m_second->ask("POST", u"/api/v1/persons"_s, m_token, text, key).body, made.body); // and not again
        QCOMPARE(m_second->get(u"/api/v1/persons"_s, m_token).json()["total"_L1].toInt(), 1);
        const QString path = u"/api/v1/persons/"_s + made.json()["id"_L1].toString();
        QCOMPARE(m_second->patch(path, m_token, {{u"phone"_s, u"1"_s}}, 1).status, 200);
        QCOMPARE(m_first->patch(path, m_token, {{u"phone"_s, u"2"_s}}, 1).status, 412);
    }

    void streamHearsOfTheOthersChangesAndEndsWithItsSession()
    {
        EventReader events(*m_second, m_token);
        QCOMPARE(events.status(), 200);
        QCOMPARE(events.next().data["kind"_L1].toString(), u"start"_s);
        QCOMPARE(m_first->post(u"/api/v1/persons"_s, m_token, {{u"name"_s, u"Anna"_s}}).status, 200);
        EventReader::Event event = events.next();
        while (!event.id.isEmpty() && event.data["kind"_L1].toString() != "person"_L1)
            event = events.next();
        QCOMPARE(event.data["id"_L1].toString(), u"per-1"_s);
        // a token that the first one gave is good at the second at once
        const HttpReply made = m_first->post(u"/api/v1/persons"_s, m_token, {{u"name"_s, u"Bea"_s}});
        QCOMPARE(made.status, 200);
        const QByteArray lines = m_first->get(u"/api/v1/persons/stream"_s, m_token).body.trimmed();
        const QByteArray last =
            QJsonDocument::fromJson(lines.split('\n').last()).object()["token"_L1].toString().toLatin1();
        EventReader resumed(*m_second, m_token, last);
        QCOMPARE(resumed.status(), 200);

        QCOMPARE(m_first->post(u"/api/v1/session/end"_s, m_token, {}).status, 204);
        QVERIFY(events.waitClosed());
    }

    // Both look for what is to be told, and each piece is sent by one of them.
    void targetsAreToldOnce()
    {
        constexpr int pieces = 40;
        LoopbackServer receiver([](const RawRequest &, QTcpSocket *socket) { socket->write(httpJson("{}")); });
        const HttpReply made = m_first->post(u"/api/v1/targets"_s, m_token,
            {{u"name"_s, u"Chat"_s}, {u"kind"_s, u"webhook"_s}, {u"url"_s, receiver.url().toString()},
                {u"secret"_s, u"0123456789abcdef"_s}});
        QVERIFY2(made.status == 200, made.body.constData());
        // the key was made with the first secret
        QVERIFY(QFile::copy(
            QDir(m_first->data()).filePath(u"secrets.key"_s), QDir(m_second->data()).filePath(u"secrets.key"_s)));
        QVERIFY(m_first->database().rows(
            u"INSERT INTO deliveries (id, target, body, due, attempts, claimed) SELECT 'stp-' || n, '%1', "
            "'{\"id\":\"piece-' || n || '\"}', 0, 0, 0 FROM generate_series(1, %2) AS n"_s.arg(
                made.json()["id"_L1].toString(), QString::number(pieces))));
        const auto left = [this] {
            const std::optional<QVariant> count = m_first->database().value(u"SELECT COUNT(*) FROM deliveries"_s);
            return count ? count->toInt() : -1;
        };
        QTRY_COMPARE_WITH_TIMEOUT(left(), 0, ServerProcess::patience);
        QSet<QByteArray> told;
        for (const RawRequest &request : std::as_const(receiver.requests))
            told.insert(request.header("idempotency-key"));
        QCOMPARE(receiver.requests.size(), pieces);
        QCOMPARE(told.size(), pieces);
    }

    void databaseThatIsAwayIsWaitedFor()
    {
        const auto person = [this] { return m_first->post(u"/api/v1/persons"_s, m_token, {{u"name"_s, u"Anna"_s}}); };
        QCOMPARE(person().status, 200);
        QVERIFY(m_first->database().setReachable(false));
        for (int i = 0; i < 3; ++i) {
            const HttpReply read = m_first->get(u"/api/v1/persons"_s, m_token);
            QCOMPARE(read.status, 503);
            QCOMPARE(read.code(), u"store.unavailable"_s);
            QVERIFY(read.header("retry-after").toInt() > 0);
            const HttpReply refused = person();
            QCOMPARE(refused.status, 503);
            QVERIFY(refused.header("retry-after").toInt() > 0);
        }
        QVERIFY(m_first->database().setReachable(true));
        // every connection finds back by itself, and the macro asks again after a success
        bool isBack = false;
        QTRY_VERIFY_WITH_TIMEOUT(
            isBack || (isBack = m_first->get(u"/api/v1/persons"_s, m_token).status == 200), ServerProcess::patience);
        bool isMade = false;
        QTRY_VERIFY_WITH_TIMEOUT(isMade || (isMade = person().status == 200), ServerProcess::patience);
        const auto total = [this] { return m_second->get(u"/api/v1/persons"_s, m_token).json()["total"_L1].toInt(); };
        bool isThere = false;
        QTRY_VERIFY_WITH_TIMEOUT(isThere || (isThere = total() == 2), ServerProcess::patience);
    }

    void oneIsKilledAndEverythingGoesOn()
    {
        enrolFleets();
        attachConsole();
        LiveList &devices = m_site->list<Device>();
        devices.open();
        QTRY_COMPARE_WITH_TIMEOUT(rowsOf(devices), 2 * fleetSize, ServerProcess::patience);
        LiveList &persons = m_site->list<Person>();
        persons.open();
        QTRY_COMPARE_WITH_TIMEOUT(persons.state(), LiveList::State::Ready, ServerProcess::patience);
        QCOMPARE(m_first->post(u"/api/v1/persons"_s, m_token, {{u"name"_s, u"Anna"_s}}).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(rowsOf(persons), 1, ServerProcess::patience);

        const QString first = order(*m_first);
        const QString second = order(*m_second);
        startFleet(0, m_balancer->url(), 100'000);
        startFleet(1, m_second->url(), 100'000);
        QTRY_VERIFY_WITH_TIMEOUT(ended(first) > 5, ServerProcess::patience);
        m_first->kill();
        m_balancer->pointTo(m_second->url());
        const bool isUnderWay = ended(first) < 2 * fleetSize || ended(second) < 2 * fleetSize;
        QVERIFY2(isUnderWay, "no action was under way when the server was killed");

        const QString third = order(*m_second);
        QTRY_VERIFY_WITH_TIMEOUT(ended(third) > fleetSize, 2 * ServerProcess::patience);
        for (const QString &action : {first, second, third}) { // some devices are never there
            m_second->post(QString(u"/api/v1/actions/"_s + action + u"/cancel"_s), m_token, {});
            QTRY_COMPARE_WITH_TIMEOUT(ended(action), 2 * fleetSize, 2 * ServerProcess::patience);
        }
        for (AgentProcess &fleet : m_fleets)
            fleet.kill();

        QCOMPARE(m_site->state(), Site::State::Online);
        QCOMPARE(rowsOf(devices), 2 * fleetSize);
        QCOMPARE(m_second->post(u"/api/v1/persons"_s, m_token, {{u"name"_s, u"Bea"_s}}).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(rowsOf(persons), 2, ServerProcess::patience);
        noOrderWasStartedTwice();
        chainHolds();
    }

private:
    static int rowsOf(LiveList &list) { return int(list.store().snapshot()->rowCount()); }
    QString state(int fleet) const { return m_dir->filePath(u"fleet-%1"_s.arg(fleet)); }
    void startFleet(int fleet, const QString &server, int rounds, const QStringList &more = {})
    {
        m_fleets[size_t(fleet)].start(
            QStringList{u"--server"_s, server, u"--simulate"_s, QString::number(fleetSize), u"--seed"_s,
                QString::number(fleet + 1), u"--state"_s, state(fleet), u"--rounds"_s, QString::number(rounds)}
            + more);
    }
    void enrolFleets()
    {
        int fleet = 0;
        for (const ServerProcess *server : {m_first.get(), m_second.get()}) {
            const QString enrolment =
                server
                    ->post(u"/api/v1/enrolments"_s, m_token,
                        {{u"label"_s, u"test"_s}, {u"uses"_s, fleetSize},
                            {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}})
                    .json()["enrolment"_L1]
                    .toString();
            // the enrolment names the server that made it; the balancer stands in its place
            const QString address = fleet == 0 ? m_balancer->url() : server->url();
            startFleet(fleet++, address, 1, {u"--enrol"_s, enrolment.section(u'#', 1, 1)});
        }
        for (AgentProcess &enrolling : m_fleets)
            QTRY_VERIFY_WITH_TIMEOUT(enrolling.hasEnded(), AgentProcess::patience); // the balancer works meanwhile
    }
    // At the second server, which lives.
    void attachConsole()
    {
        const Result<QUrl> address = siteAddress(m_second->url());
        QVERIFY(address);
        Site::Setup setup;
        setup.secrets = &m_secrets;
        m_site = std::make_unique<Site>(newSite(address.value(), u"Test"_s), std::move(setup));
        m_site->signIn(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword), false);
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), Site::State::Online, ServerProcess::patience);
    }
    QString order(const ServerProcess &server) const
    {
        return server
            .post(u"/api/v1/actions"_s, m_token,
                {{u"kind"_s, u"message"_s}, {u"query"_s, u"enrolled>=2000-01-01"_s},
                    {u"parameters"_s, QJsonObject{{u"text"_s, u"Hello"_s}}}})
            .json()["request"_L1]
            .toString();
    }
    // Runs of the action that have ended, as the second server tells.
    int ended(const QString &action) const
    {
        const QJsonObject now = m_second->get(QString(u"/api/v1/actions/"_s + action), m_token).json();
        return now["devices"_L1].toInt() - now["waiting"_L1].toInt();
    }
    void noOrderWasStartedTwice() const
    {
        QMap<QString, int> starts; // by run, as the devices wrote it down before they told anybody
        for (int fleet = 0; fleet < 2; ++fleet) {
            for (const QJsonObject &line : jsonLines(QString(state(fleet) + u"/simulated-commands.jsonl"_s))) {
                const QJsonObject result = line["result"_L1].toObject();
                if (result["outcome"_L1].toString() == "started"_L1)
                    ++starts[result["command"_L1].toString().section(u'.', 0, 0)];
            }
        }
        QVERIFY(starts.size() > fleetSize);
        for (auto it = starts.begin(); it != starts.end(); ++it)
            QVERIFY2(it.value() == 1, qPrintable(it.key() + u" was started twice"_s));
    }
    void chainHolds() const
    {
        const auto kept = m_first->database().rows(u"SELECT line FROM audit_lines ORDER BY seq"_s);
        QVERIFY(kept);
        QList<QByteArray> lines;
        for (const QVariant &line : *kept)
            lines.append(line.toString().toUtf8());
        QVERIFY(lines.size() > 4 * fleetSize);
        QVERIFY(!verifyChain(lines).broken);
    }

    std::unique_ptr<ServerProcess> m_first; // is killed
    std::unique_ptr<ServerProcess> m_second;
    std::unique_ptr<Balancer> m_balancer; // in front of the first, then of the second
    std::unique_ptr<QTemporaryDir> m_dir;
    QByteArray m_token;
    std::array<AgentProcess, 2> m_fleets;
    MemorySecretStore m_secrets;
    std::unique_ptr<Site> m_site;
};

QTEST_GUILESS_MAIN(TestServerCluster)
#include "tst_server_cluster.moc"
