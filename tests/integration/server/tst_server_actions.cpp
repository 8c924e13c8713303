// Actions between the real server and real agents: what is ordered is carried out once, whoever is killed meanwhile.
#include "agentprocess.h"
#include "support/serverprocess.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int fleetSize = 60;
constexpr int kills = 3;
const QString everyDevice = u"enrolled>=2000-01-01"_s;

// A site of its own with a fleet and one computer, for each test.
struct Place {
    ServerProcess server;
    QByteArray token;
    AgentProcess fleet;
    AgentProcess computer;
    QTemporaryDir dir;

    QString fleetState() const { return dir.filePath(u"fleet"_s); }
    QString root() const { return dir.filePath(u"root"_s); }
    QStringList fleetLine(int rounds) const
    {
        return {u"--server"_s, server.url(), u"--simulate"_s, QString::number(fleetSize), u"--state"_s, fleetState(),
            u"--rounds"_s, QString::number(rounds)};
    }
    QStringList computerLine() const { return {u"--root"_s, root()}; }
    QString enrolment(int uses) const
    {
        return server
            .post(u"/api/v1/enrolments"_s, token,
                {{u"label"_s, u"test"_s}, {u"uses"_s, uses},
                    {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}})
            .json()["enrolment"_L1]
            .toString();
    }
    bool enrolAll()
    {
        token = server.administrator();
        QDir().mkpath(root());
        computer.start(computerLine() + QStringList{u"--once"_s, u"--enrol"_s, enrolment(1)});
        fleet.start(fleetLine(1) + QStringList{u"--enrol"_s, enrolment(fleetSize)});
        return computer.waitForEnd() == 0 && fleet.waitForEnd() == 0;
    }
    QString order(const QString &kind, const QJsonObject &parameters = {}) const
    {
        return server
            .post(u"/api/v1/actions"_s, token,
                {{u"kind"_s, kind}, {u"query"_s, everyDevice}, {u"parameters"_s, parameters}})
            .json()["request"_L1]
            .toString();
    }
    QJsonObject action(const QString &id) const
    {
        return server.get(QString(u"/api/v1/actions/"_s + id), token).json();
    }
    QJsonArray items(const QString &resource, const QString &query) const
    {
        return server.get(QString(u"/api/v1/"_s + resource + u"?limit=1000&query="_s + query), token)
            .json()["items"_L1]
            .toArray();
    }
    bool waitFor(const QString &id, int least, int milliseconds = ServerProcess::patience) const // runs that ended
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < milliseconds) {
            const QJsonObject now = action(id);
            if (!now.isEmpty() && now["devices"_L1].toInt() - now["waiting"_L1].toInt() >= least)
                return true;
        }
        return false;
    }
};

} // namespace

class TestServerActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneComputerAnswersTruthfully()
    {
        Place place;
        QVERIFY2(place.server.start(), qPrintable(place.server.errors()));
        QVERIFY(place.enrolAll());
        const QString message = place.order(u"message"_s, {{u"title"_s, u"Hi"_s}, {u"text"_s, u"Hello there"_s}});
        const QString lock = place.order(u"lock"_s);
        const QString restart = place.order(u"restart"_s);
        place.computer.start(place.computerLine() + QStringList{u"--once"_s});
        QCOMPARE(place.computer.waitForEnd(), 0);
        const QJsonObject said = realRun(place, message);
        QCOMPARE(said["state"_L1].toString(), u"done"_s);
        const QJsonObject proof = place.server.get(QString(u"/api/v1/runs/"_s + said["id"_L1].toString()), place.token)
                                      .json()["proof"_L1]
                                      .toObject();
        const QList<QJsonObject> shown = jsonLines(QString(place.root() + u"/var/lib/belvedere/messages.jsonl"_s));
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0]["text"_L1].toString(), u"Hello there"_s);
        QCOMPARE(shown[0]["id"_L1], proof["shown"_L1]);
        for (const QString &action : {lock, restart}) { // nobody gave it --allow-power
            QCOMPARE(realRun(place, action)["state"_L1].toString(), u"failed"_s);
            QCOMPARE(realRun(place, action)["code"_L1].toString(), u"power.not-allowed"_s);
        }
    }

    void serverIsKilledInTheMiddle()
    {
        Place place;
        QVERIFY2(place.server.start(), qPrintable(place.server.errors()));
        QVERIFY(place.enrolAll());
        const QString port = place.server.url().section(u':', -1);
        const EventReader watching(place.server, place.token); // the computer calls every five seconds
        place.computer.start(place.computerLine());
        place.fleet.start(place.fleetLine(100'000));
        QStringList actions;
        int interrupted = 0;
        for (int i = 0; i < kills; ++i) {
            actions.append(place.order(u"message"_s, {{u"text"_s, QString::number(i)}}));
            QVERIFY(place.waitFor(actions.last(), 1));
            place.server.kill();
            QVERIFY2(place.server.start({u"--listen"_s, u"127.0.0.1:"_s + port}), qPrintable(place.server.errors()));
            interrupted += place.action(actions.last())["waiting"_L1].toInt() > 1 ? 1 : 0;
        }
        QVERIFY2(interrupted > 0, "no action was under way when the server was killed");
        place.fleet.kill(); // by now they may wait minutes between two tries
        place.computer.kill();
        place.fleet.start(place.fleetLine(100'000));
        place.computer.start(place.computerLine());
        finish(place, actions);
    }

    void agentsAreKilledInTheMiddle()
    {
        Place place;
        QVERIFY2(place.server.start(), qPrintable(place.server.errors()));
        QVERIFY(place.enrolAll());
        QStringList actions;
        int interrupted = 0;
        for (int i = 0; i < kills; ++i) {
            actions.append(place.order(u"message"_s, {{u"text"_s, QString::number(i)}}));
            place.fleet.start(place.fleetLine(100'000));
            QVERIFY(place.waitFor(actions.last(), 1));
            place.fleet.kill();
            interrupted += place.action(actions.last())["waiting"_L1].toInt() > 1 ? 1 : 0;
        }
        place.computer.start(place.computerLine()); // it fetches all of them, and is killed at its first one
        QTRY_VERIFY_WITH_TIMEOUT(!journal(place).isEmpty(), AgentProcess::patience);
        place.computer.kill();
        QVERIFY2(interrupted > 0, "no action was under way when the fleet was killed");
        place.computer.start(place.computerLine() + QStringList{u"--once"_s});
        place.fleet.start(place.fleetLine(100'000));
        QCOMPARE(place.computer.waitForEnd(), 0);
        finish(place, actions);
    }

    void removedDeviceEndsItsRuns()
    {
        ServerProcess server;
        QVERIFY2(server.start(), qPrintable(server.errors()));
        const QByteArray token = server.administrator();
        const QString device = enrolRaw(server, token);
        const QString action = orderSync(server, token);
        const QJsonObject removal{{u"devices"_s, QJsonArray{device}}};
        QCOMPARE(server.post(u"/api/v1/devices/remove"_s, token, removal).status, 200);
        QCOMPARE(server.get(action, token).json()["state"_L1].toString(), u"finished"_s);
        const QJsonObject run = server.get(u"/api/v1/runs/run-1"_s, token).json();
        QCOMPARE(run["state"_L1].toString(), u"failed"_s);
        QCOMPARE(run["code"_L1].toString(), u"device.removed"_s);
    }

    void serverExpiresWhatWasNotFetchedWhileItWasAway()
    {
        ServerProcess server;
        QVERIFY2(server.start(), qPrintable(server.errors()));
        const QByteArray token = server.administrator();
        enrolRaw(server, token);
        const QString action = orderSync(server, token);
        QCOMPARE(server.stop(), 0);
        QVERIFY(server.database().rows(u"UPDATE commands SET expires = 1"_s)); // as if a week had passed
        QVERIFY2(server.start(), qPrintable(server.errors()));
        QTRY_COMPARE_WITH_TIMEOUT(
            server.get(action, token).json()["state"_L1].toString(), u"finished"_s, ServerProcess::patience);
        QCOMPARE(server.get(u"/api/v1/runs/run-1"_s, token).json()["state"_L1].toString(), u"expired"_s);
    }

    void helpdeskActsAndAuditorsMayNot()
    {
        ServerProcess server;
        QVERIFY2(server.start(), qPrintable(server.errors()));
        const QByteArray administrator = server.administrator();
        const QByteArray helpdesk = server.account(administrator, u"helpdesk@example.org"_s, u"helpdesk"_s);
        const QByteArray auditor = server.account(administrator, u"auditor@example.org"_s, u"auditor"_s);
        const QJsonObject order{{u"kind"_s, u"sync"_s}, {u"query"_s, everyDevice}};
        QCOMPARE(server.post(u"/api/v1/actions/preview"_s, helpdesk, order).status, 200);
        const HttpReply ordered = server.post(u"/api/v1/actions"_s, helpdesk, order);
        QCOMPARE(ordered.status, 200);
        const QString path = u"/api/v1/actions/"_s + ordered.json()["request"_L1].toString();
        QCOMPARE(server.get(path, auditor).status, 200); // reading is theirs
        for (const QString &refused :
            {u"/api/v1/actions"_s, u"/api/v1/actions/preview"_s, QString(path + u"/cancel"_s)}) {
            const HttpReply reply = server.post(refused, auditor, order);
            QCOMPARE(reply.status, 403);
            QCOMPARE(reply.code(), u"forbidden"_s);
        }
        const QJsonArray denied =
            server.get(u"/api/v1/audit?query=action:permission.denied"_s, administrator).json()["items"_L1].toArray();
        QStringList operations;
        for (const QJsonValue record : denied) {
            QCOMPARE(record["actor.role"_L1].toString(), u"auditor"_s);
            operations.append(record["target.id"_L1].toString());
        }
        operations.sort();
        QCOMPARE(operations, (QStringList{u"cancelAction"_s, u"previewAction"_s, u"runAction"_s}));
    }

    void repeatedRequestOrdersOnce()
    {
        ServerProcess server;
        QVERIFY2(server.start(), qPrintable(server.errors()));
        const QByteArray token = server.administrator();
        const QByteArray body = "{\"kind\":\"sync\",\"query\":\"enrolled>=2000-01-01\"}";
        const HttpHeaders key{{"Idempotency-Key", "0123456789abcdef"}};
        const HttpReply first = server.ask("POST", u"/api/v1/actions"_s, token, body, key);
        QCOMPARE(first.status, 200);
        QCOMPARE(server.ask("POST", u"/api/v1/actions"_s, token, body, key).body, first.body);
        QCOMPARE(server.get(u"/api/v1/actions"_s, token).json()["total"_L1].toInt(), 1);
    }

private:
    // A device that speaks the protocol, and goes away again; its id.
    static QString enrolRaw(const ServerProcess &server, const QByteArray &token)
    {
        const QString expires = QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate);
        const QJsonObject grant = server
                                      .post(u"/api/v1/enrolments"_s, token,
                                          {{u"label"_s, u"test"_s}, {u"uses"_s, 1}, {u"expires"_s, expires}})
                                      .json();
        return server
            .post(u"/agent/v1/enrol"_s, {},
                {{u"token"_s, grant["token"_L1]}, {u"name"_s, u"raw"_s}, {u"platform"_s, u"linux"_s},
                    {u"agent_version"_s, u"1"_s}})
            .json()["device"_L1]
            .toString();
    }
    // Path of the action.
    static QString orderSync(const ServerProcess &server, const QByteArray &token)
    {
        const QJsonObject order{{u"kind"_s, u"sync"_s}, {u"query"_s, everyDevice}};
        return u"/api/v1/actions/"_s + server.post(u"/api/v1/actions"_s, token, order).json()["request"_L1].toString();
    }
    static QJsonObject realRun(const Place &place, const QString &action)
    {
        return place.items(u"runs"_s, QString(u"action%3D"_s + action + u" simulated:no"_s)).first().toObject();
    }
    static QJsonArray journal(const Place &place)
    {
        return jsonFile(QString(place.root() + u"/var/lib/belvedere-agent/journal.json"_s))["entries"_L1].toArray();
    }

    // Takes back what nobody fetched, waits until whoever fetched an order has told how it ended, stops the agents, and
    // holds every account of it against the others.
    void finish(Place &place, const QStringList &actions)
    {
        for (const QString &action : actions)
            place.server.post(QString(u"/api/v1/actions/"_s + action + u"/cancel"_s), place.token, {});
        const auto isSettled = [&place] {
            return place.items(u"runs"_s, u"state%3Ddelivered"_s).isEmpty()
                && place.items(u"runs"_s, u"state%3Dstarted"_s).isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), ServerProcess::patience);
        place.fleet.kill();
        place.computer.kill();
        // command -> how it ended, as the devices wrote it down before they told anybody
        QMap<QString, QString> ends;
        QMap<QString, int> starts; // by run
        for (const QJsonObject &line : jsonLines(QString(place.fleetState() + u"/simulated-commands.jsonl"_s))) {
            const QJsonObject result = line["result"_L1].toObject();
            const QString run = result["command"_L1].toString().section(u'.', 0, 0);
            if (result["outcome"_L1].toString() == "started"_L1)
                ++starts[run];
            else if (!result.isEmpty())
                ends[run] = result["outcome"_L1].toString();
        }
        QStringList said; // by the computer, as far as it could tell
        for (const QJsonValue entry : journal(place)) {
            const QJsonObject result = entry["result"_L1].toObject();
            if (result["outcome"_L1].toString() == "done"_L1)
                said.append(result["command"_L1].toString());
            const QString run = result["command"_L1].toString().section(u'.', 0, 0);
            ++starts[run];
            ends[run] = result["outcome"_L1].toString();
        }
        QStringList shown;
        for (const QJsonObject &line : jsonLines(QString(place.root() + u"/var/lib/belvedere/messages.jsonl"_s)))
            shown.append(line["id"_L1].toString());
        shown.sort();
        said.sort();
        QCOMPARE(shown, said); // each once, and none that it does not stand by

        int done = 0;
        for (const QString &action : actions) {
            const QJsonObject whole = place.action(action);
            QCOMPARE(whole["devices"_L1].toInt(), fleetSize + 1);
            QCOMPARE(whole["waiting"_L1].toInt(), 0);
            QCOMPARE(whole["state"_L1].toString(), u"finished"_s);
            QCOMPARE(
                whole["done"_L1].toInt() + whole["failed"_L1].toInt() + whole["cancelled"_L1].toInt(), fleetSize + 1);
            const QJsonArray runs = place.items(u"runs"_s, QString(u"action%3D"_s + action));
            QCOMPARE(runs.size(), fleetSize + 1);
            for (const QJsonValue run : runs) {
                const QString id = run["id"_L1].toString();
                const QString state = run["state"_L1].toString();
                QVERIFY2(starts.value(id) <= 1, qPrintable(id + u" was started twice"_s));
                // a start without an end in the journal is what a kill leaves
                QCOMPARE(state, starts.contains(id) ? ends.value(id, u"interrupted"_s) : u"cancelled"_s);
                if (state == "done"_L1)
                    ++done;
            }
            // one record of each end, and no end without one
            QMap<QString, int> recorded;
            for (const QJsonValue record :
                place.items(u"audit"_s, QString(u"correlation_id%3D"_s + action + u" target.type:device"_s))) {
                if (record["action"_L1].toString() != "action.started"_L1)
                    ++recorded[record["target.id"_L1].toString()];
            }
            QCOMPARE(QSet<int>(recorded.begin(), recorded.end()), QSet<int>{1});
            QCOMPARE(recorded.size(), whole["done"_L1].toInt() + whole["failed"_L1].toInt());
        }
        QVERIFY(done > 0);
        // the list form has no proof: each one is looked at
        for (const QJsonValue run : place.items(u"runs"_s, u"state:done"_s)) {
            const QJsonObject whole =
                place.server.get(QString(u"/api/v1/runs/"_s + run["id"_L1].toString()), place.token).json();
            QVERIFY(!whole["proof"_L1].toObject().isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestServerActions)
#include "tst_server_actions.moc"
