// The agent protocol over HTTP: enrolment tokens in every state, bad input, a wrong clock, and the pinned certificate.
#include "support/serverprocess.h"

#include "api/agentprotocol.h"
#include "api/enrolmentstring.h"
#include "server/http/certificate.h"

#include <QJsonDocument>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestServerAgents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        m_token = m_server.administrator();
    }

    void tokenIsRefusedWithItsReason()
    {
        QCOMPARE(enrol(u"never-given"_s).code(), u"enrolment.unknown"_s);
        QCOMPARE(enrol(u"never-given"_s).status, 403);
        const QJsonObject once = grant(1, 3'600);
        QCOMPARE(enrol(once["token"_L1].toString(), u"a1"_s).status, 200);
        QCOMPARE(enrol(once["token"_L1].toString(), u"a2"_s).code(), u"enrolment.used-up"_s);
        const QJsonObject revoked = grant(5, 3'600);
        QCOMPARE(
            m_server.post(QString(u"/api/v1/enrolments/"_s + revoked["id"_L1].toString() + u"/revoke"_s), m_token, {})
                .status,
            200);
        QCOMPARE(enrol(revoked["token"_L1].toString()).code(), u"enrolment.revoked"_s);
        const QJsonObject brief = grant(1'000, 1);
        QTRY_COMPARE_WITH_TIMEOUT(enrol(brief["token"_L1].toString(), u"a3"_s).code(), u"enrolment.expired"_s, 15'000);
        // and the server's own round marks the record, without anybody asking for it
        QTRY_COMPARE_WITH_TIMEOUT(m_server.get(QString(u"/api/v1/enrolments/"_s + brief["id"_L1].toString()), m_token)
                                      .json()["state"_L1]
                                      .toString(),
            u"expired"_s, 45'000);
    }

    void strangersAreRefused()
    {
        const QByteArray known = device(u"b1"_s);
        QCOMPARE(checkIn(known, message()).status, 200);
        const QByteArray id = known.split('.').first();
        for (const QByteArray &bearer : {QByteArray(), QByteArray("dev-99999.abc"), QByteArray(id + ".wrong"), id,
                 QByteArray(id + "."), QByteArray("."), QByteArray(known + "x"), QByteArray(5'000, 'a')}) {
            const HttpReply reply = checkIn(bearer, message());
            QCOMPARE(reply.status, 401);
            QCOMPARE(reply.code(), u"agent.unknown"_s);
        }
        // a console's token is no device's, and a device's no console's
        QCOMPARE(checkIn(m_token, message()).status, 401);
        QCOMPARE(m_server.get(u"/api/v1/devices"_s, known).status, 401);
    }

    void removedDeviceIsAStranger()
    {
        const QByteArray known = device(u"b2"_s);
        QCOMPARE(m_server
                     .post(u"/api/v1/devices/remove"_s, m_token,
                         {{u"devices"_s, QJsonArray{QString::fromLatin1(known.split('.').first())}}})
                     .status,
            200);
        QCOMPARE(checkIn(known, message()).code(), u"agent.unknown"_s);
    }

    void badEnrolmentsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("empty") << QByteArray("") << 400;
        QTest::newRow("text") << QByteArray("hello") << 400;
        QTest::newRow("array") << QByteArray("[]") << 400;
        QTest::newRow("no token") << QByteArray(R"({"name":"x"})") << 400;
        QTest::newRow("number") << QByteArray(R"({"token":5,"name":"x"})") << 400;
        QTest::newRow("U+0000") << QByteArray("{\"token\":\"t\",\"name\":\"a\\u0000b\"}") << 400;
        QTest::newRow("deep") << QByteArray(QByteArray(5'000, '[') + QByteArray(5'000, ']')) << 400;
    }
    void badEnrolmentsAreRefused()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const int, status);
        const HttpReply reply = m_server.ask("POST", QString::fromLatin1(enrolPath), {}, body);
        QCOMPARE(reply.status, status);
        QVERIFY(!reply.code().isEmpty());
    }

    void hugeMessageIsRefusedBeforeItIsSent()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_server.url()).port()));
        QVERIFY(socket.waitForConnected(ServerProcess::patience));
        socket.write("POST /agent/v1/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + QByteArray::number(maximumAgentMessage + 1) + "\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(ServerProcess::patience));
        QVERIFY(socket.readLine().startsWith("HTTP/1.1 413 "));
    }

    void badCheckInsKeepNothing_data()
    {
        QTest::addColumn<QJsonObject>("changed");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const QJsonObject good{{u"storage.free"_s, 5}};
        const auto row = [&](const char *name, const QString &section, const QJsonValue &content, int status,
                             const QString &code) {
            QTest::newRow(name) << QJsonObject{{u"storage"_s, good}, {section, content}} << status << code;
        };
        row("unknown section", u"weather"_s, QJsonObject(), 422, u"section.unknown"_s);
        row("no section name", u"../etc"_s, QJsonObject(), 400, u"decode.type"_s);
        row("not an object", u"hardware"_s, 5, 400, u"decode.type"_s);
        row("foreign field", u"hardware"_s, QJsonObject{{u"tags"_s, QJsonArray{u"vip"_s}}}, 400, u"decode.unknown"_s);
        row("wrong type", u"hardware"_s, QJsonObject{{u"memory"_s, u"much"_s}}, 400, u"decode.type"_s);
        row("long text", u"hardware"_s, QJsonObject{{u"model"_s, QString(70'000, u'x')}}, 400, {});
        QJsonArray interfaces;
        for (int i = 0; i <= maximumInterfaces; ++i)
            interfaces.append(QJsonObject{{u"name"_s, QString::number(i)}});
        row("too many", u"interfaces"_s, QJsonObject{{u"items"_s, interfaces}}, 400, u"decode.too-many"_s);
        QJsonObject many{{u"storage"_s, good}};
        for (int i = 0; i < maximumSections; ++i)
            many.insert(QString::number(i), QJsonObject());
        QTest::newRow("too many sections") << many << 400 << u"decode.too-many"_s;
    }
    void badCheckInsKeepNothing()
    {
        QFETCH(const QJsonObject, changed);
        QFETCH(const int, status);
        QFETCH(const QString, code);
        const QByteArray known = device(u"c1"_s);
        QJsonObject sent = message();
        sent[u"changed"_s] = changed;
        const HttpReply reply = checkIn(known, sent);
        QCOMPARE(reply.status, status);
        if (!code.isEmpty())
            QCOMPARE(reply.code(), code);
        QVERIFY(!record(known).contains(u"storage.free"_s));
        QCOMPARE(checkIn(known, message()).status, 200); // the device is not locked out
    }

    void wrongClockIsNotedAndTheServersTimeCounts()
    {
        const QByteArray known = device(u"d1"_s);
        QJsonObject sent = message();
        sent[u"as_of"_s] = QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate);
        sent[u"changed"_s] = QJsonObject{{u"storage"_s, QJsonObject{{u"storage.free"_s, 5}}}};
        const HttpReply reply = checkIn(known, sent);
        QCOMPARE(reply.status, 200);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QVERIFY(qAbs(QDateTime::fromString(reply.json()["time"_L1].toString(), Qt::ISODateWithMs).secsTo(now)) < 60);
        QVERIFY(record(known)["note"_L1].toString().startsWith("clock.skew 86"_L1));
        const QString facts =
            QString(u"/api/v1/devices/"_s + QString::fromLatin1(known.split('.').first()) + u"/facts"_s);
        const QJsonObject fact = m_server.get(facts, m_token).json()["items"_L1].toArray().first().toObject();
        QCOMPARE(fact["field"_L1].toString(), u"storage.free"_s);
        QVERIFY(qAbs(QDateTime::fromString(fact["as_of"_L1].toString(), Qt::ISODateWithMs).secsTo(now)) < 60);
        QCOMPARE(checkIn(known, message()).status, 200);
        QVERIFY(!record(known).contains(u"note"_s)); // and forgotten once the clock is right
    }

    void editGoesThroughBesideCheckIns()
    {
        const QByteArray known = device(u"e1"_s);
        const QString path = QString(u"/api/v1/devices/"_s + QString::fromLatin1(known.split('.').first()));
        const int version = record(known)["version"_L1].toInt();
        QJsonObject sent = message();
        sent[u"changed"_s] = QJsonObject{{u"storage"_s, QJsonObject{{u"storage.free"_s, 5}}}};
        QCOMPARE(checkIn(known, sent).status, 200);
        QCOMPARE(m_server.patch(path, m_token, {{u"tags"_s, QJsonArray{u"loaner"_s}}}, version).status, 200);
        QCOMPARE(record(known)["tags"_L1].toArray(), QJsonArray{u"loaner"_s});
        QCOMPARE(m_server.patch(path, m_token, {{u"tags"_s, QJsonArray{}}}, version).status, 412);
    }

    void whichCommandsDevicesHaveIsTold()
    {
        const QByteArray one = device(u"f1"_s);
        const QByteArray other = device(u"f2"_s);
        const auto tell = [this](const QByteArray &bearer, const QJsonObject &system) {
            QJsonObject sent = message();
            sent[u"changed"_s] = QJsonObject{{u"system"_s, system}};
            return checkIn(bearer, sent).status;
        };
        const auto offered = [this] {
            return m_server.get(u"/api/v1/devices/commands"_s, m_token).json()["names"_L1].toArray();
        };
        QCOMPARE(offered(), QJsonArray());
        QCOMPARE(tell(one, {{u"agent.commands"_s, QJsonArray{u"clear-caches"_s, u"collect-logs"_s}}}), 200);
        // what can be no command's name is not offered
        QCOMPARE(tell(other, {{u"agent.commands"_s, QJsonArray{u"collect-logs"_s, u"rm -rf"_s, u"update"_s}}}), 200);
        QCOMPARE(record(one)["agent.commands"_L1].toArray(), (QJsonArray{u"clear-caches"_s, u"collect-logs"_s}));
        QCOMPARE(offered(), (QJsonArray{u"clear-caches"_s, u"collect-logs"_s, u"update"_s}));
        QCOMPARE(tell(other, {{u"os.name"_s, u"Debian"_s}}), 200); // its agent runs none any more
        QVERIFY(!record(other).contains(u"agent.commands"_s));
        QCOMPARE(offered(), (QJsonArray{u"clear-caches"_s, u"collect-logs"_s}));
    }

    void otherVerbsAreRefused()
    {
        QCOMPARE(m_server.ask("GET", QString::fromLatin1(enrolPath)).status, 405);
        QCOMPARE(m_server.ask("POST", u"/agent/v1/other"_s, {}, "{}").status, 404);
    }

    void certificateIsNamedWhereItMustBePinned()
    {
        QTemporaryDir directory;
        const auto files = http::ensureSelfSigned(directory.path());
        QVERIFY(files);
        ServerProcess secure;
        QVERIFY2(secure.start({u"--tls-cert"_s, files.value().certificate, u"--tls-key"_s, files.value().key}),
            qPrintable(secure.errors()));
        QVERIFY(secure.url().startsWith("https://"_L1));
        QCOMPARE(secure.fingerprint().size(), 64);
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, quint16(QUrl(secure.url()).port()));
        QVERIFY(socket.waitForEncrypted(ServerProcess::patience));
        QCOMPARE(QString::fromLatin1(socket.peerCertificate().digest(QCryptographicHash::Sha256).toHex()),
            secure.fingerprint());
        const QByteArray token = secure.administrator();
        QCOMPARE(secure.get(u"/api/v1/site"_s, {}).json()["fingerprint"_L1].toString(), secure.fingerprint());
        const HttpReply made = secure.post(u"/api/v1/enrolments"_s, token,
            {{u"label"_s, u"x"_s}, {u"uses"_s, 1},
                {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODateWithMs)}});
        const auto text = parseEnrolmentString(made.json()["enrolment"_L1].toString());
        QVERIFY(text);
        QCOMPARE(text.value().fingerprint, secure.fingerprint());
        QCOMPARE(text.value().server.toString(), secure.url());
        QVERIFY(made.json()["command"_L1].toString().contains(text.value().token));
    }

private:
    HttpReply enrol(const QString &token, const QString &hardware = u"a0"_s) const
    {
        return m_server.post(QString::fromLatin1(enrolPath), {},
            {{u"token"_s, token}, {u"name"_s, QString(u"host-"_s + hardware)}, {u"hardware_id"_s, hardware},
                {u"platform"_s, u"linux"_s}, {u"agent_version"_s, u"0.1"_s}});
    }
    QJsonObject grant(int uses, int seconds) const
    {
        return m_server
            .post(u"/api/v1/enrolments"_s, m_token,
                {{u"label"_s, u"Test"_s}, {u"uses"_s, uses},
                    {u"expires"_s, QDateTime::currentDateTimeUtc().addSecs(seconds).toString(Qt::ISODateWithMs)}})
            .json();
    }
    // A fresh device's bearer.
    QByteArray device(const QString &hardware) const
    {
        const QJsonObject answer = enrol(grant(1, 3'600)["token"_L1].toString(), hardware).json();
        return QString(answer["device"_L1].toString() + u'.' + answer["secret"_L1].toString()).toLatin1();
    }
    HttpReply checkIn(const QByteArray &bearer, const QJsonObject &message) const
    {
        return m_server.ask(
            "POST", QString::fromLatin1(checkInPath), bearer, QJsonDocument(message).toJson(QJsonDocument::Compact));
    }
    static QJsonObject message()
    {
        return {{u"as_of"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}, {u"agent_version"_s, u"0.1"_s},
            {u"sections"_s, QJsonObject()}, {u"changed"_s, QJsonObject()}};
    }
    QJsonObject record(const QByteArray &bearer) const
    {
        return m_server.get(QString(u"/api/v1/devices/"_s + QString::fromLatin1(bearer.split('.').first())), m_token)
            .json();
    }

    ServerProcess m_server;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerAgents)
#include "tst_server_agents.moc"
