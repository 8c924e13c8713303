// The API over HTTP: preconditions, repetition, bodies, events, the document, the audit chain, stop and sudden death.
#include "support/places.h"
#include "support/serverprocess.h"

#include "api/openapi.h"
#include "audit/chain.h"

#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestServerApi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ServerProcess>();
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
        QVERIFY(!m_token.isEmpty());
    }

    void changeNeedsTheVersionThatWasSeen()
    {
        const HttpReply made = person(u"Anna"_s);
        QCOMPARE(made.status, 200);
        QCOMPARE(made.header("etag"), "\"1\"");
        const QString path = QString(u"/api/v1/persons/"_s + made.json()["id"_L1].toString());
        const HttpReply missing = m_server->ask("PATCH", path, m_token, R"({"name":"Bea"})");
        QCOMPARE(missing.status, 428);
        QCOMPARE(missing.code(), u"precondition.required"_s);
        const HttpReply changed = m_server->patch(path, m_token, {{u"name"_s, u"Bea"_s}}, 1);
        QCOMPARE(changed.status, 200);
        QCOMPARE(changed.header("etag"), "\"2\"");
        const HttpReply stale = m_server->patch(path, m_token, {{u"name"_s, u"Cleo"_s}}, 1);
        QCOMPARE(stale.status, 412);
        QCOMPARE(stale.code(), u"precondition.failed"_s);
        const QJsonArray versions = stale.json()["errors"_L1].toArray();
        QCOMPARE(versions[0]["message"_L1].toString(), u"1"_s);
        QCOMPARE(versions[1]["message"_L1].toString(), u"2"_s);
        QCOMPARE(m_server->get(path, m_token).json()["name"_L1].toString(), u"Bea"_s);
        QCOMPARE(m_server->ask("DELETE", path, m_token, {}, {{"If-Match", "\"1\""}}).status, 412);
        QCOMPARE(m_server->ask("DELETE", path, m_token, {}, {{"If-Match", "\"2\""}}).status, 204);
        QCOMPARE(m_server->get(path, m_token).status, 404);
    }

    // Hashing the password takes long enough for the second request to come in between.
    void sameRequestAtTheSameTimeIsDoneOnce()
    {
        const QByteArray body =
            R"({"email":"new@example.org","name":"New","role":"auditor","password":"a long password"})";
        const QByteArray request = "POST /api/v1/accounts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + m_token
            + "\r\nIdempotency-Key: one-two-three-four-five\r\nContent-Type: application/json\r\nConnection: close\r\n"
              "Content-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        const QUrl url(m_server->url());
        std::array<QTcpSocket, 2> sockets;
        for (QTcpSocket &socket : sockets) {
            socket.connectToHost(url.host(), quint16(url.port()));
            QVERIFY(socket.waitForConnected(ServerProcess::patience));
        }
        for (QTcpSocket &socket : sockets) {
            socket.write(request);
            QVERIFY(socket.waitForBytesWritten(ServerProcess::patience));
        }
        QStringList answers;
        for (QTcpSocket &socket : sockets) {
            while (socket.waitForReadyRead(ServerProcess::patience) || socket.bytesAvailable() > 0) {
                if (socket.state() != QAbstractSocket::ConnectedState)
                    break;
            }
            answers.append(QString::fromUtf8(socket.readAll()));
        }
        QCOMPARE(answers.filter(u" 200 "_s).size(), 1);
        QCOMPARE(answers.filter(u"idempotency.running"_s).size(), 1);
        QCOMPARE(m_server->get(u"/api/v1/accounts"_s, m_token).json()["total"_L1].toInt(), 2);
    }

    void repeatedPostIsDoneOnce()
    {
        const HttpHeaders key{{"Idempotency-Key", "one-two-three-four-five"}};
        const HttpReply first = m_server->ask("POST", u"/api/v1/persons"_s, m_token, R"({"name":"Anna"})", key);
        const HttpReply again = m_server->ask("POST", u"/api/v1/persons"_s, m_token, R"({"name":"Anna"})", key);
        QCOMPARE(first.status, 200);
        QCOMPARE(again.status, 200);
        QCOMPARE(again.body, first.body);
        QCOMPARE(again.header("etag"), first.header("etag"));
        const HttpReply other = m_server->ask("POST", u"/api/v1/persons"_s, m_token, R"({"name":"Bea"})", key);
        QCOMPARE(other.status, 422);
        QCOMPARE(other.code(), u"idempotency.other-body"_s);
        QCOMPARE(m_server->get(u"/api/v1/persons"_s, m_token).json()["total"_L1].toInt(), 1);
        const HttpReply shortKey =
            m_server->ask("POST", u"/api/v1/persons"_s, m_token, "{}", {{"Idempotency-Key", "short"}});
        QCOMPARE(shortKey.status, 400);
        QCOMPARE(shortKey.code(), u"idempotency.missing"_s);
    }

    void repeatedPasswordChangeIsAnsweredAlike()
    {
        // the old password is wrong by then: the kept answer must come before the check
        const HttpHeaders key{{"Idempotency-Key", "one-two-three-four-five"}};
        const QByteArray body = R"({"old_password":"correct horse battery","new_password":"another horse entirely"})";
        QCOMPARE(m_server->ask("POST", u"/api/v1/session/password"_s, m_token, body, key).status, 204);
        QCOMPARE(m_server->ask("POST", u"/api/v1/session/password"_s, m_token, body, key).status, 204);
        QCOMPARE(m_server->signIn(u"admin@example.org"_s, u"another horse entirely"_s)["email"_L1].toString(),
            u"admin@example.org"_s);
    }

    void tokenOfAnEnrolmentIsNowhereInTheFile()
    {
        const HttpReply made = m_server->post(u"/api/v1/enrolments"_s, m_token,
            {{u"label"_s, u"Laptops"_s}, {u"uses"_s, 1},
                {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODateWithMs)}});
        QCOMPARE(made.status, 200);
        const QByteArray token = made.json()["token"_L1].toString().toLatin1();
        QVERIFY(token.size() > 40);
        QCOMPARE(m_server->stop(), 0);
        const QByteArray all = m_server->database().everything();
        QVERIFY(all.contains("Laptops"));
        QVERIFY(!all.contains(token) && !all.contains(m_token));
    }

    void bodiesAreJson()
    {
        for (const QByteArray &type : {QByteArray("text/plain"), QByteArray("application/x-www-form-urlencoded"),
                 QByteArray("application/jsonx"), QByteArray("multipart/form-data; boundary=application/json")}) {
            const HttpReply reply =
                m_server->ask("POST", u"/api/v1/persons"_s, m_token, R"({"name":"Anna"})", {{"Content-Type", type}});
            QCOMPARE(reply.status, 415);
            QCOMPARE(reply.code(), u"body.content-type"_s);
        }
        QCOMPARE(m_server
                     ->ask("POST", u"/api/v1/persons"_s, m_token, R"({"name":"Anna"})",
                         {{"Content-Type", "Application/JSON; charset=utf-8"}})
                     .status,
            200);
    }

    void wrongAddressesAndVerbsAreTold()
    {
        QCOMPARE(m_server->get(u"/api/v1/nothing"_s, m_token).code(), u"route.unknown"_s);
        QCOMPARE(m_server->ask("DELETE", u"/api/v1/devices"_s, m_token).code(), u"method.unknown"_s);
        QCOMPARE(m_server->ask("BREW", u"/api/v1/devices"_s, m_token).status, 405);
        QCOMPARE(m_server->get(u"/api/v1/devices/per-1"_s, m_token).code(), u"id.kind"_s);
        QCOMPARE(m_server->get(u"/api/v1/devices?colour=red"_s, m_token).status, 400);
        const HttpReply named =
            m_server->ask("GET", u"/api/v1/devices/dev-9"_s, m_token, {}, {{"X-Request-Id", "my-own-id"}});
        QCOMPARE(named.header("x-request-id"), "my-own-id");
        QCOMPARE(named.json()["requestId"_L1].toString(), u"my-own-id"_s);
        QCOMPARE(named.header("content-type"), "application/problem+json");
    }

    void signInTellsNothingAboutAccounts()
    {
        const auto refusal = [&](const QString &email) {
            return m_server->post(
                u"/api/v1/session"_s, {}, {{u"email"_s, email}, {u"password"_s, u"wrong password"_s}});
        };
        const HttpReply known = refusal(u"admin@example.org"_s);
        const HttpReply unknown = refusal(u"nobody@example.org"_s);
        QCOMPARE(known.status, 401);
        QCOMPARE(unknown.status, 401);
        QCOMPARE(known.json()["detail"_L1], unknown.json()["detail"_L1]);
        for (int i = 0; i < 4; ++i)
            refusal(u"admin@example.org"_s);
        const HttpReply slowed = refusal(u"admin@example.org"_s);
        QCOMPARE(slowed.status, 429);
        QVERIFY(slowed.header("retry-after").toInt() > 0);
    }

    void refreshRotatesAndReuseEndsTheSession()
    {
        const QJsonObject session = m_server->signIn(u"admin@example.org"_s, u"correct horse battery"_s);
        const auto refresh = [&](const QJsonValue &token) {
            return m_server->post(u"/api/v1/session/refresh"_s, {}, {{u"refresh_token"_s, token}});
        };
        const HttpReply second = refresh(session["refresh_token"_L1]);
        QCOMPARE(second.status, 200);
        const QByteArray access = second.json()["access_token"_L1].toString().toLatin1();
        EventReader events(*m_server, access);
        QCOMPARE(events.status(), 200);
        QCOMPARE(refresh(session["refresh_token"_L1]).code(), u"auth.reused"_s);
        QCOMPARE(m_server->get(u"/api/v1/devices"_s, access).status, 401);
        QVERIFY(events.waitClosed()); // and its stream went with it
    }

    void eventsArriveAndResume()
    {
        EventReader events(*m_server, m_token);
        QCOMPARE(events.status(), 200);
        const auto start = events.next();
        QCOMPARE(start.data["kind"_L1].toString(), u"start"_s);
        const HttpReply made = person(u"Anna"_s);
        EventReader::Event event = events.next();
        while (event.data["kind"_L1] != u"person"_s && !event.data.isEmpty())
            event = events.next(); // its audit record is an event, too
        QCOMPARE(event.data["id"_L1], made.json()["id"_L1]);
        QCOMPARE(event.data["op"_L1].toString(), u"put"_s);

        EventReader again(*m_server, m_token, start.id);
        QCOMPARE(again.status(), 200);
        EventReader::Event missed = again.next();
        while (missed.data["kind"_L1] != u"person"_s && !missed.data.isEmpty())
            missed = again.next();
        QCOMPARE(missed.id, event.id);

        const HttpReply lines =
            m_server->get(QString(u"/api/v1/persons/stream?since="_s + QString::fromLatin1(start.id)), m_token);
        QVERIFY(lines.body.contains("\"Anna\""));
        QCOMPARE(lines.header("content-type"), "application/x-ndjson");
    }

    void staleTokenIsGone()
    {
        person(u"Anna"_s);
        QCOMPARE(m_server->stop(), 0);
        QVERIFY(m_server->start());
        EventReader old(*m_server, m_token, "1"); // from before the restart
        QCOMPARE(old.status(), 410);
        EventReader never(*m_server, m_token, "999999999");
        QCOMPARE(never.status(), 410);
        EventReader garbage(*m_server, m_token, "x");
        QCOMPARE(garbage.status(), 410);
        QCOMPARE(m_server->get(u"/api/v1/persons/stream?since=999999999"_s, m_token).code(), u"changes.expired"_s);
    }

    void documentIsTheOneInTheRepository()
    {
        QFile file(sourcePath(u"resources/api/openapi.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray kept = file.readAll();
        const HttpReply served = m_server->get(u"/api/v1/openapi.json"_s, {});
        QCOMPARE(served.status, 200);
        QVERIFY(served.body == kept);
        QProcess printed;
        printed.start(programPath(u"belvedere-server"), {u"--openapi"_s});
        QVERIFY(printed.waitForFinished(ServerProcess::patience));
        QVERIFY(printed.readAllStandardOutput() == kept);
    }

    void everyChangeIsOnRecordAndTheChainHolds()
    {
        const HttpReply anna = person(u"Anna"_s);
        const QString path = QString(u"/api/v1/persons/"_s + anna.json()["id"_L1].toString());
        m_server->patch(path, m_token, {{u"phone"_s, u"+32 2 555 0101"_s}}, 1);
        m_server->ask("DELETE", path, m_token, {}, {{"If-Match", "\"2\""}});
        const QByteArray auditor = m_server->account(m_token, u"audit@example.org"_s, u"auditor"_s);
        m_server->post(u"/api/v1/persons"_s, auditor, {{u"name"_s, u"Bea"_s}});
        m_server->post(u"/api/v1/session"_s, {}, {{u"email"_s, u"audit@example.org"_s}, {u"password"_s, u"wrong"_s}});
        m_server->post(u"/api/v1/session/end"_s, auditor, {});
        QCOMPARE(m_server->stop(), 0);

        QStringList actions;
        QList<QByteArray> lines;
        const auto told = m_server->database().rows(u"SELECT action FROM audit ORDER BY seq"_s);
        const auto kept = m_server->database().rows(u"SELECT line FROM audit_lines ORDER BY seq"_s);
        QVERIFY(told && kept);
        for (const QVariant &action : *told)
            actions.append(action.toString());
        for (const QVariant &line : *kept)
            lines.append(line.toString().toUtf8());
        QCOMPARE(actions,
            QStringList({u"account.created"_s, u"server.started"_s, u"session.sign_in"_s, u"person.created"_s,
                u"person.edited"_s, u"person.deleted"_s, u"account.created"_s, u"session.sign_in"_s,
                u"permission.denied"_s, u"session.sign_in"_s, u"session.sign_out"_s, u"server.stopped"_s}));
        const ChainReport report = verifyChain(lines);
        QVERIFY2(!report.broken, report.broken ? qPrintable(report.broken->code) : "");
        QCOMPARE(report.records, actions.size());
        for (const QByteArray &line : lines) // the log outlives the person
            QVERIFY2(!line.contains("Anna") && !line.contains("555 0101") && !line.contains("@example.org"),
                line.constData());
        lines[4].replace("person.edited", "person.viewed");
        QVERIFY(verifyChain(lines).broken);
    }

    void suddenDeathLosesNothingThatWasAnswered()
    {
        QSet<QString> answered;
        for (int i = 0; i < 25; ++i) {
            const HttpReply made = person(u"Person %1"_s.arg(i));
            QCOMPARE(made.status, 200);
            answered.insert(made.json()["id"_L1].toString());
        }
        m_server->kill();
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        const HttpReply list = m_server->get(u"/api/v1/persons?limit=1000"_s, m_token); // the session lives on
        QSet<QString> there;
        for (const QJsonValue item : list.json()["items"_L1].toArray())
            there.insert(item["id"_L1].toString());
        QVERIFY(there.contains(answered));
    }

    void stopIsCleanWithStreamsOpen()
    {
        EventReader events(*m_server, m_token);
        QCOMPARE(events.status(), 200);
        QCOMPARE(m_server->stop(), 0);
        QVERIFY(events.waitClosed());
        const QString errors = m_server->errors();
        QVERIFY2(errors.isEmpty(), qPrintable(errors));
    }

    void demoIsSeededOnce()
    {
        QCOMPARE(m_server->stop(), 0);
        QVERIFY(m_server->start({u"--seed-demo"_s, u"50"_s}));
        QCOMPARE(m_server->get(u"/api/v1/devices?query=simulated:yes&limit=1"_s, m_server->administrator())
                     .json()["total"_L1]
                     .toInt(),
            50);
        QCOMPARE(m_server->stop(), 0);
        QVERIFY(!m_server->start({u"--seed-demo"_s, u"50"_s}));
        QCOMPARE(m_server->exitCode(), 1);
        QVERIFY(m_server->errors().contains("demo.not-empty"_L1));
    }

private:
    HttpReply person(const QString &name) const
    {
        return m_server->post(u"/api/v1/persons"_s, m_token, {{u"name"_s, name}});
    }

    std::unique_ptr<ServerProcess> m_server;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerApi)
#include "tst_server_api.moc"
