// Targets outside from end to end: made and tested over HTTP and by belvedere-cli, told by the real server about a real
// agent's device, and what is refused.
#include "support/loopbackserver.h"
#include "support/places.h"
#include "support/serverprocess.h"

#include <QDir>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>
#include <QUrl>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ServerProcess::patience;
constexpr char secret[] = "a secret of this test";

struct Outcome {
    int status = -1;
    QString out;
    QString err;
};

} // namespace

class TestServerTargets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        m_token = m_server.administrator();
        m_receiver = std::make_unique<LoopbackServer>(
            [this](const RawRequest &request, QTcpSocket *socket) { socket->write(m_answer(request)); });
        QVERIFY(QDir(m_home.path()).mkpath(u"root"_s));
        write(u"password"_s, ServerProcess::adminPassword);
        write(u"secret"_s, secret);
    }
    void init()
    {
        m_receiver->requests.clear();
        m_answer = [](const RawRequest &) { return httpJson("{}"); };
    }

    void badTargetsAreRefusedByField_data()
    {
        QTest::addColumn<QJsonObject>("more");
        QTest::addColumn<QString>("field");
        QTest::newRow("no name") << QJsonObject{{u"name"_s, u" "_s}} << u"name"_s;
        QTest::newRow("no such kind") << QJsonObject{{u"kind"_s, u"pigeon"_s}} << u"kind"_s;
        QTest::newRow("in the clear") << QJsonObject{{u"url"_s, u"http://example.org/in"_s}} << u"url"_s;
        QTest::newRow("a file") << QJsonObject{{u"url"_s, u"file:///etc/passwd"_s}} << u"url"_s;
        QTest::newRow("no host") << QJsonObject{{u"url"_s, u"https:///in"_s}} << u"url"_s;
        QTest::newRow("a password") << QJsonObject{{u"url"_s, u"https://a:b@example.org/"_s}} << u"url"_s;
        QTest::newRow("a long address") << QJsonObject{{u"url"_s,
            QString(u"https://example.org/"_s + QString(2'000, u'x'))}}
                                        << u"url"_s;
        QTest::newRow("a short secret") << QJsonObject{{u"secret"_s, u"short"_s}} << u"secret"_s;
    }
    void badTargetsAreRefusedByField()
    {
        QFETCH(const QJsonObject, more);
        QFETCH(const QString, field);
        QJsonObject body = newTarget(u"webhook"_s);
        for (auto it = more.begin(); it != more.end(); ++it)
            body.insert(it.key(), it.value());
        const HttpReply reply = m_server.post(u"/api/v1/targets"_s, m_token, body);
        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.json()["errors"_L1][0]["field"_L1].toString(), field);
    }

    void administratorsAlone()
    {
        const QString target = make(u"webhook"_s);
        for (const QString &role : {u"helpdesk"_s, u"auditor"_s}) {
            const QByteArray other = m_server.account(m_token, QString(role + u"@example.org"_s), role);
            QCOMPARE(m_server.get(u"/api/v1/targets"_s, other).status, 403);
            QCOMPARE(m_server.get(path(target), other).status, 403);
            QCOMPARE(m_server.post(u"/api/v1/targets"_s, other, newTarget(u"webhook"_s)).status, 403);
            QCOMPARE(m_server.post(path(target, u"/test"_s), other, {}).status, 403);
        }
    }

    void theSecretGoesInAndNeverComesOut()
    {
        const QString target = make(u"webhook"_s);
        QVERIFY(!m_server.get(path(target), m_token).body.contains(secret));
        QVERIFY(!m_server.get(u"/api/v1/targets"_s, m_token).body.contains(secret));
        const QJsonObject other{{u"secret"_s, u"another secret, longer"_s}};
        const HttpReply set = m_server.post(path(target, u"/secret"_s), m_token, other);
        QCOMPARE(set.status, 200);
        QVERIFY(!set.body.contains("another secret"));
        const QByteArray all = m_server.database().everything();
        QVERIFY(!all.contains(secret)); // the audit log included
        QVERIFY(!all.contains("another secret"));
        for (const char *action : {"target.created", "target.secret.set"}) {
            const QString told = u"SELECT COUNT(*) FROM audit WHERE action = '%1'"_s.arg(QLatin1StringView(action));
            QVERIFY2(m_server.database().value(told)->toInt() > 0, action);
        }
        test(target);
        QVERIFY(isSigned(m_receiver->requests.last(), "another secret, longer"));
    }

    void aTestSaysWhatCameOfIt()
    {
        const QString target = make(u"ticket"_s);
        QCOMPARE(test(target)["code"_L1].toString(), QString());
        QCOMPARE(m_receiver->requests.size(), 1);
        const RawRequest request = m_receiver->requests.first();
        QVERIFY(isSigned(request, secret));
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        QCOMPARE(body["event"_L1].toString(), u"test"_s);
        QCOMPARE(body["site"_L1].toString(), m_server.url());
        QCOMPARE(body["id"_L1].toString().toUtf8(), request.header("idempotency-key"));
        QVERIFY(!body["dedup_key"_L1].toString().isEmpty());

        LoopbackServer elsewhere([](const RawRequest &, QTcpSocket *socket) { socket->write(httpJson("{}")); });
        m_answer = [&elsewhere](const RawRequest &) {
            return httpReply("302 Found", "text/plain", "", "Location: " + elsewhere.url().toEncoded() + "/\r\n");
        };
        QCOMPARE(test(target)["code"_L1].toString(), u"delivery.redirect"_s);
        QCOMPARE(elsewhere.connections, 0);
        m_answer = [](const RawRequest &) { return httpJson(QByteArray(64 * 1024 + 1, 'x')); };
        QCOMPARE(test(target)["code"_L1].toString(), u"delivery.answer-too-large"_s);
        m_answer = [](const RawRequest &) { return httpReply("500 Oops", "text/plain", ""); };
        QCOMPARE(test(target)["code"_L1].toString(), u"delivery.status-500"_s);
        m_answer = [](const RawRequest &) { return QByteArray(); }; // none
        QCOMPARE(test(target)["code"_L1].toString(), u"delivery.timeout"_s);
        m_answer = [](const RawRequest &) { return httpJson("{}"); };
        const QJsonObject last = test(target);
        QCOMPARE(last["code"_L1].toString(), QString());
        QCOMPARE(last["told"_L1], last["tested"_L1]);
        QCOMPARE(last["version"_L1].toInt(), 1); // whoever edits it is not disturbed
    }

    void aTargetStaysOfItsKind()
    {
        const QString target = make(u"webhook"_s);
        QCOMPARE(m_server.patch(path(target), m_token, {{u"kind"_s, u"ticket"_s}}, 1).status, 422);
        QCOMPARE(m_server.patch(path(target), m_token, {{u"name"_s, u"Renamed"_s}}, 1).status, 200);
        QCOMPARE(m_server.patch(path(target), m_token, {{u"enabled"_s, false}}, 1).status, 412);
    }

    void rulesNameWhatIsThere()
    {
        const QString webhook = make(u"webhook"_s);
        const QString ticket = make(u"ticket"_s);
        const auto refused = [this](const QString &kind, const QString &target, int repeat = 0) {
            return m_server.post(u"/api/v1/rules"_s, m_token, rule({action(kind, target, repeat)})).status;
        };
        QCOMPARE(refused(u"webhook"_s, {}), 422);
        QCOMPARE(refused(u"webhook"_s, u"tgt-99999"_s), 422);
        QCOMPARE(refused(u"webhook"_s, ticket), 422);
        QCOMPARE(refused(u"create_ticket"_s, webhook), 422);
        QCOMPARE(refused(u"notify_user"_s, webhook), 422);
        QCOMPARE(refused(u"create_ticket"_s, ticket, 86'400), 422);

        const HttpReply made = m_server.post(u"/api/v1/rules"_s, m_token, rule({action(u"webhook"_s, webhook)}));
        QCOMPARE(made.status, 200);
        const HttpReply kept = erase(webhook);
        QCOMPARE(kept.status, 409);
        QCOMPARE(kept.code(), u"target.in-use"_s);
        QCOMPARE(erase(ticket).status, 204);
        QCOMPARE(m_server.get(path(ticket), m_token).status, 404);
        const QString rulePath = u"/api/v1/rules/"_s + made.json()["id"_L1].toString();
        QCOMPARE(m_server.ask("DELETE", rulePath, m_token, {}, {{"If-Match", "\"1\""}}).status, 204);
        QCOMPARE(erase(webhook).status, 204);
    }

    // 500, and 200 when it is tried again; the ticket's number is kept on its step.
    void aFailingDeviceIsTold()
    {
        const QString webhook = make(u"webhook"_s);
        const QString ticket = make(u"ticket"_s);
        bool isBroken = true;
        m_answer = [&isBroken](const RawRequest &request) {
            if (request.body.contains("dedup_key"))
                return httpJson("{\"id\":4711,\"url\":\"https://tickets.example.org/4711\"}");
            return isBroken ? httpReply("500 Oops", "text/plain", "") : httpJson("{}");
        };
        const HttpReply made = m_server.post(
            u"/api/v1/rules"_s, m_token, rule({action(u"webhook"_s, webhook), action(u"create_ticket"_s, ticket)}));
        QCOMPARE(made.status, 200);
        const QString ruleId = made.json()["id"_L1].toString();
        activate(ruleId);
        enrol();
        QTRY_COMPARE_WITH_TIMEOUT(step(u"create_ticket"_s)["state"_L1].toString(), u"done"_s, patience);
        QCOMPARE(step(u"create_ticket"_s)["reference"_L1].toString(), u"4711"_s);
        QCOMPARE(step(u"create_ticket"_s)["link"_L1].toString(), u"https://tickets.example.org/4711"_s);
        QTRY_COMPARE_WITH_TIMEOUT(step(u"webhook"_s)["code"_L1].toString(), u"delivery.status-500"_s, patience);
        QCOMPARE(step(u"webhook"_s)["state"_L1].toString(), u"ordered"_s);
        QCOMPARE(step(u"webhook"_s)["target"_L1].toString(), u"Target"_s);
        QCOMPARE(m_receiver->requests.size(), 2);
        isBroken = false;
        QVERIFY(m_server.database().rows(u"UPDATE deliveries SET due = 1"_s)); // the pause is over
        QTRY_COMPARE_WITH_TIMEOUT(step(u"webhook"_s)["state"_L1].toString(), u"done"_s, patience);
        QCOMPARE(step(u"webhook"_s)["code"_L1].toString(), QString());
        QCOMPARE(m_receiver->requests.size(), 3);
        QList<RawRequest> hooks;
        for (const RawRequest &request : m_receiver->requests) {
            QVERIFY(isSigned(request, secret));
            const QJsonObject body = QJsonDocument::fromJson(request.body).object();
            QCOMPARE(body["event"_L1].toString(), u"rule.failing"_s);
            QCOMPARE(body["rule"_L1]["id"_L1].toString(), ruleId);
            QCOMPARE(body["rule"_L1]["severity"_L1].toString(), u"high"_s);
            QCOMPARE(body["device"_L1]["platform"_L1].toString(), u"linux"_s);
            QCOMPARE(body["id"_L1].toString().toUtf8(), request.header("idempotency-key"));
            if (!body.contains("dedup_key"_L1))
                hooks.append(request);
        }
        QCOMPARE(hooks.size(), 2);
        QCOMPARE(hooks[0].body, hooks[1].body);
        QCOMPARE(hooks[0].header("idempotency-key"), step(u"webhook"_s)["id"_L1].toString().toUtf8());
    }

    void theCommandLineManagesThem()
    {
        const auto line = [](const QString &words) { return words.split(u' '); };
        const Outcome none = cli(line(u"targets create --name Chat --kind pigeon --url https://example.org"_s)
            + QStringList{u"--secret-file"_s, m_home.filePath(u"secret"_s)});
        QCOMPARE(none.status, 2);
        const Outcome made =
            cli(QStringList{u"targets"_s, u"create"_s, u"--name"_s, u"Chat"_s, u"--kind"_s, u"webhook"_s, u"--url"_s,
                QString(m_receiver->url().toString() + u"/cli"_s), u"--secret-file"_s, m_home.filePath(u"secret"_s)});
        QVERIFY2(made.status == 0, qPrintable(made.err));
        const QString id = made.out.trimmed();
        QVERIFY(id.startsWith(u"tgt-"_s));
        QVERIFY(cli({u"targets"_s, u"list"_s}).out.contains(u"Chat"_s));
        QCOMPARE(cli({u"targets"_s, u"test"_s, id}).status, 0);
        QCOMPARE(m_receiver->requests.last().target, QByteArray("/cli"));
        m_answer = [](const RawRequest &) { return httpReply("503 Later", "text/plain", ""); };
        const Outcome failed = cli({u"targets"_s, u"test"_s, id});
        QCOMPARE(failed.status, 1);
        QVERIFY2(failed.err.contains(u"delivery.status-503"_s), qPrintable(failed.err));
        QCOMPARE(cli({u"targets"_s, u"edit"_s, id, u"--name"_s, u"Room"_s}).status, 0);
        QCOMPARE(cli({u"targets"_s, u"disable"_s, id}).status, 0);
        const QJsonObject shown =
            QJsonDocument::fromJson(cli({u"targets"_s, u"show"_s, id, u"--json"_s}).out.toUtf8()).object();
        QCOMPARE(shown["name"_L1].toString(), u"Room"_s);
        QVERIFY(!shown["enabled"_L1].toBool(true));
        QCOMPARE(cli({u"targets"_s, u"enable"_s, id}).status, 0);
        QCOMPARE(cli({u"targets"_s, u"secret"_s, id, u"--secret-file"_s, m_home.filePath(u"secret"_s)}).status, 0);
        QCOMPARE(cli({u"targets"_s, u"delete"_s, id}).status, 0);
        QCOMPARE(cli({u"targets"_s, u"show"_s, id}).status, 1);
    }

private:
    QJsonObject newTarget(const QString &kind) const
    {
        return {{u"name"_s, u"Target"_s}, {u"kind"_s, kind},
            {u"url"_s, QString(m_receiver->url().toString() + u"/in"_s)}, {u"secret"_s, QString::fromLatin1(secret)}};
    }
    QString make(const QString &kind) const
    {
        const HttpReply reply = m_server.post(u"/api/v1/targets"_s, m_token, newTarget(kind));
        if (reply.status != 200)
            qWarning("%s", reply.body.constData());
        return reply.json()["id"_L1].toString();
    }
    static QString path(const QString &target, const QString &rest = {})
    {
        return QString(u"/api/v1/targets/"_s + target + rest);
    }
    HttpReply erase(const QString &target) const
    {
        const int version = m_server.get(path(target), m_token).json()["version"_L1].toInt();
        return m_server.ask(
            "DELETE", path(target), m_token, {}, {{"If-Match", '"' + QByteArray::number(version) + '"'}});
    }
    // The record once the test is over.
    QJsonObject test(const QString &target) const
    {
        const QJsonValue before = m_server.get(path(target), m_token).json()["tested"_L1];
        const HttpReply asked = m_server.post(path(target, u"/test"_s), m_token, {});
        if (asked.status != 200)
            qWarning("%s", asked.body.constData());
        QJsonObject after;
        const auto isOver = [&] {
            after = m_server.get(path(target), m_token).json();
            return after["tested"_L1] != before;
        };
        if (!QTest::qWaitFor(isOver, patience))
            qWarning("The test of %s has no end", qPrintable(target));
        return after;
    }
    static bool isSigned(const RawRequest &request, const QByteArray &key)
    {
        const QList<QByteArray> parts = request.header("belvedere-signature").split(',');
        if (parts.size() != 2 || !parts[0].startsWith("t=") || !parts[1].startsWith("v1="))
            return false;
        const QByteArray signedText = parts[0].mid(2) + '.' + request.body;
        return parts[1].mid(3) == QMessageAuthenticationCode::hash(signedText, key, QCryptographicHash::Sha256).toHex();
    }
    static QJsonObject action(const QString &kind, const QString &target, int repeat = 0)
    {
        return {{u"kind"_s, kind}, {u"target"_s, target}, {u"repeat"_s, repeat}};
    }
    static QJsonObject rule(const QJsonArray &actions)
    {
        return {{u"name"_s, u"Told"_s}, {u"check"_s, u"platform:windows"_s}, {u"severity"_s, u"high"_s},
            {u"grace"_s, 0}, {u"actions"_s, actions}};
    }
    void activate(const QString &rule) const
    {
        const QJsonObject policy =
            m_server
                .post(u"/api/v1/policies"_s, m_token,
                    {{u"name"_s, u"All"_s}, {u"all_devices"_s, true}, {u"rules"_s, QJsonArray{rule}}})
                .json();
        const HttpReply active = m_server.post(u"/api/v1/policies/%1/activate"_s.arg(policy["id"_L1].toString()),
            m_token, {{u"version"_s, policy["version"_L1].toInt()}, {u"hash"_s, policy["hash"_L1].toString()}});
        QVERIFY2(active.status == 200, active.body.constData());
    }
    void enrol()
    {
        const QString token =
            m_server
                .post(u"/api/v1/enrolments"_s, m_token,
                    {{u"label"_s, u"x"_s}, {u"uses"_s, 1},
                        {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODateWithMs)}})
                .json()["token"_L1]
                .toString();
        QProcess program;
        program.start(programPath(u"belvedere-agent"),
            {u"--once"_s, u"--state"_s, m_home.filePath(u"agent"_s), u"--root"_s, m_home.filePath(u"root"_s),
                u"--server"_s, m_server.url(), u"--enrol"_s, token});
        QVERIFY(program.waitForFinished(patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    }
    QJsonObject step(const QString &kind) const
    {
        const HttpReply reply = m_server.get(u"/api/v1/steps?query=kind:"_s + kind, m_token);
        return reply.json()["items"_L1][0].toObject();
    }
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_home.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    // The receiver lives in this thread and answers while the program runs.
    Outcome cli(const QStringList &words) const
    {
        QProcess program;
        program.start(programPath(u"belvedere-cli"),
            QStringList{u"--site"_s, m_server.url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
                u"--password-file"_s, m_home.filePath(u"password"_s)}
                + words);
        const auto isOver = [&program] { return program.state() == QProcess::NotRunning; };
        if (!QTest::qWaitFor(isOver, patience))
            return {};
        return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
    }

    ServerProcess m_server;
    std::unique_ptr<LoopbackServer> m_receiver;
    std::function<QByteArray(const RawRequest &)> m_answer;
    QTemporaryDir m_home;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerTargets)
#include "tst_server_targets.moc"
