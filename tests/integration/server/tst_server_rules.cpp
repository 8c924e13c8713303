// Rules from end to end: starter rules, the record of every test, waivers that a second person approves, and the steps
// that a failure leads to on a real agent.
#include "support/places.h"
#include "support/serverprocess.h"

#include <QDateTime>
#include <QDir>
#include <QTest>
#include <QUrl>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ServerProcess::patience;

QString inDays(int days) { return QDateTime::currentDateTimeUtc().addDays(days).toString(Qt::ISODateWithMs); }

} // namespace

class TestServerRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        m_token = m_server.administrator();
        m_second = m_server.account(m_token, u"second@example.org"_s, u"administrator"_s);
        QVERIFY(!m_second.isEmpty());
        QVERIFY(QDir(m_home.path()).mkpath(u"root"_s));
        agent();
        m_device = list(u"devices"_s).value(0)["id"_L1].toString();
        QVERIFY(!m_device.isEmpty());
    }

    void starterRulesAreMadeOnce()
    {
        const auto add = [this](const QJsonObject &choice) {
            return m_server.post(u"/api/v1/rules/starter"_s, m_token, choice);
        };
        QCOMPARE(add({{u"keys"_s, QJsonArray{u"no.such"_s}}}).status, 422);
        const QJsonObject one = add({{u"keys"_s, QJsonArray{u"storage.encrypted"_s}}}).json();
        QCOMPARE(one["rules"_L1].toArray().size(), 1);
        const QJsonObject made = record(u"rules"_s, one["rules"_L1][0].toString());
        QCOMPARE(made["starter"_L1].toString(), u"storage.encrypted"_s);
        QCOMPARE(made["check"_L1].toString(), u"storage.encrypted:yes"_s);
        QVERIFY(!made["actions"_L1].toArray().isEmpty());
        const QJsonObject rest = add({}).json();
        QVERIFY(rest["rules"_L1].toArray().size() >= 25);
        QCOMPARE(rest["present"_L1].toArray(), QJsonArray{u"storage.encrypted"_s});
        QCOMPARE(add({}).json()["rules"_L1].toArray().size(), 0);
        QVERIFY(!list(u"rules"_s, u"refs:\"800-53r5 sc-28\""_s).isEmpty());
    }

    void everyTestIsOnRecord()
    {
        const QString rule = make({{u"name"_s, u"Cores"_s},
            {u"check"_s, u"processor.cores>=$least (platform:windows or os.name:unknown{missing:fail})"_s},
            {u"params"_s,
                QJsonArray{QJsonObject{{u"name"_s, u"least"_s}, {u"type"_s, u"int"_s}, {u"value"_s, u"1"_s}}}},
            {u"severity"_s, u"low"_s}, {u"grace"_s, 0}});
        const QString policy = activate(rule);
        QTRY_COMPARE_WITH_TIMEOUT(result(rule)["state"_L1].toString(), u"fail"_s, patience);
        const QJsonArray leaves = record(u"results"_s, result(rule)["id"_L1].toString())["leaves"_L1].toArray();
        QCOMPARE(leaves.size(), 3);
        QCOMPARE(leaves[0]["expected"_L1].toString(), u"processor.cores>=1"_s);
        QCOMPARE(leaves[0]["state"_L1].toString(), u"pass"_s);
        QCOMPARE(leaves[1]["actual"_L1].toString(), u"linux"_s);
        QVERIFY(leaves[1]["decided"_L1].toBool());

        // the policy's own value of the parameter
        const QJsonObject pin{{u"rule"_s, rule}, {u"params"_s, QJsonObject{{u"least"_s, u"9999"_s}}}};
        const auto pinned = [&](const QJsonObject &changed) {
            return m_server.patch(path(u"policies"_s, policy), m_token, {{u"rule_pins"_s, QJsonArray{changed}}},
                record(u"policies"_s, policy)["version"_L1].toInt());
        };
        const HttpReply stranger = pinned({{u"rule"_s, rule}, {u"params"_s, QJsonObject{{u"most"_s, u"1"_s}}}});
        QCOMPARE(stranger.status, 422);
        QCOMPARE(stranger.json()["errors"_L1][0]["field"_L1].toString(), u"rule_pins.%1.params.most"_s.arg(rule));
        QCOMPARE(pinned(pin).status, 200);
        putInForce(policy);
        QTRY_COMPARE_WITH_TIMEOUT(result(rule)["expected"_L1].toString(), u"processor.cores>=9999"_s, patience);
        retire(policy);
    }

    // A policy names a revision, and gives values to the parameters that the rule had then.
    void everyRevisionCanBeRead()
    {
        const QJsonObject least{{u"name"_s, u"least"_s}, {u"type"_s, u"int"_s}, {u"value"_s, u"1"_s}};
        const QString rule = make({{u"name"_s, u"Cores"_s}, {u"check"_s, u"processor.cores>=$least"_s},
            {u"params"_s, QJsonArray{least}}, {u"severity"_s, u"low"_s}, {u"grace"_s, 0}});
        edit(rule, {{u"check"_s, u"processor.cores>=2"_s}, {u"params"_s, QJsonArray()}});
        const auto revision = [&](const QString &number) {
            return m_server.get(path(u"rules"_s, rule, QString(u"/revision?number="_s + number)), m_second);
        };
        const QJsonObject first = revision(u"1"_s).json();
        QCOMPARE(first["id"_L1].toString(), rule);
        QCOMPARE(first["revision"_L1].toInt(), 1);
        QCOMPARE(first["check"_L1].toString(), u"processor.cores>=$least"_s);
        QCOMPARE(first["params"_L1][0]["name"_L1].toString(), u"least"_s);
        QCOMPARE(revision(u"2"_s).json()["check"_L1].toString(), u"processor.cores>=2"_s);
        QCOMPARE(revision(u"3"_s).status, 404);
        QCOMPARE(revision(u"0"_s).status, 404);
        QCOMPARE(m_server.get(u"/api/v1/rules/pol-1/revision?number=1"_s, m_second).status, 404);
    }

    void badRulesAreRefusedByField_data()
    {
        QTest::addColumn<QJsonObject>("more");
        QTest::addColumn<QString>("field");
        const auto parameter = [](const QJsonObject &declared) {
            return QJsonObject{{u"params"_s, QJsonArray{declared}}};
        };
        QTest::newRow("parameter without a type") << parameter({{u"name"_s, u"a"_s}}) << u"params"_s;
        QTest::newRow("parameter with a strange name")
            << parameter({{u"name"_s, u"A b"_s}, {u"type"_s, u"int"_s}}) << u"params.A b"_s;
        QTest::newRow("parameter out of bounds")
            << parameter({{u"name"_s, u"a"_s}, {u"type"_s, u"int"_s}, {u"value"_s, u"9"_s}, {u"max"_s, u"8"_s}})
            << u"params.a"_s;
        QTest::newRow("form") << QJsonObject{{u"forms"_s, QJsonArray{u"toaster"_s}}} << u"forms"_s;
        QTest::newRow("weight") << QJsonObject{{u"weight"_s, 101}} << u"weight"_s;
        QTest::newRow("range of versions")
            << QJsonObject{{u"os_min"_s, u"12"_s}, {u"os_max"_s, u"11"_s}} << u"os_max"_s;
        QTest::newRow("action") << QJsonObject{{u"actions"_s, QJsonArray{QJsonObject{{u"kind"_s, u"explode"_s}}}}}
                                << u"actions"_s;
        QTest::newRow("wiping again and again")
            << QJsonObject{{u"actions"_s, QJsonArray{QJsonObject{{u"kind"_s, u"wipe"_s}, {u"repeat"_s, 86'400}}}}}
            << u"actions"_s;
        const auto many = [](const QJsonValue &entry) {
            QJsonArray list;
            for (int i = 0; i < 65; ++i)
                list.append(entry.isString() ? QJsonValue(entry.toString() + QString::number(i)) : entry);
            return list;
        };
        QTest::newRow("references") << QJsonObject{{u"refs"_s, many(u"iso27001:2022 a.8."_s)}} << u"refs"_s;
        QTest::newRow("fixes") << QJsonObject{{u"fix"_s,
            many(QJsonObject{{u"platform"_s, u"linux"_s}, {u"kind"_s, u"command"_s}, {u"text"_s, u"x"_s}})}}
                               << u"fix"_s;
        QTest::newRow("lost mode without a message")
            << QJsonObject{{u"actions"_s, QJsonArray{QJsonObject{{u"kind"_s, u"lost_mode"_s}}}}} << u"actions"_s;
        QTest::newRow("command without a name")
            << QJsonObject{{u"actions"_s, QJsonArray{QJsonObject{{u"kind"_s, u"run_command"_s}}}}} << u"actions"_s;
        QTest::newRow("command with arguments") << QJsonObject{{u"actions"_s,
            QJsonArray{QJsonObject{{u"kind"_s, u"run_command"_s}, {u"command"_s, u"rm -rf"_s}}}}}
                                                << u"actions"_s;
        QTest::newRow("starter") << QJsonObject{{u"starter"_s, u"x"_s}} << u"starter"_s;
    }
    void badRulesAreRefusedByField()
    {
        QFETCH(QJsonObject, more);
        QFETCH(const QString, field);
        more[u"name"_s] = u"x"_s;
        more[u"check"_s] = u"tag:x"_s;
        const HttpReply reply = m_server.post(u"/api/v1/rules"_s, m_token, more);
        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.json()["errors"_L1][0]["field"_L1].toString(), field);
    }

    void actionsOfOtherProductsAreNamedOrDropped()
    {
        const auto rule = [](const QJsonArray &actions) {
            return QJsonObject{{u"name"_s, u"From elsewhere"_s}, {u"check"_s, u"tag:x"_s}, {u"actions"_s, actions}};
        };
        const auto act = [](const QString &kind, int after = 0) {
            return QJsonObject{{u"kind"_s, kind}, {u"after"_s, after}};
        };
        const auto send = [&](const QJsonArray &actions) {
            return m_server.post(u"/api/v1/rules"_s, m_token, rule(actions));
        };
        QCOMPARE(send({act(u"mark_noncompliant"_s, 3'600), act(u"teleport"_s)}).code(),
            u"validation"_s); // a slip is among them
        const HttpReply refused = send({act(u"notify_user"_s), act(u"mark_noncompliant"_s, 3'600)});
        QCOMPARE(refused.status, 422);
        QCOMPARE(refused.code(), u"rule.action-refused"_s);
        QVERIFY(refused.json()["errors"_L1][0]["message"_L1].toString().startsWith("mark_noncompliant "_L1));

        // what a device becomes at the end of grace needs no action
        const QString made = make(rule({act(u"mark_noncompliant"_s), act(u"notify_user"_s)}));
        const QJsonArray kept = record(u"rules"_s, made)["actions"_L1].toArray();
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept[0]["kind"_L1].toString(), u"notify_user"_s);
        edit(made, {{u"actions"_s, QJsonArray{act(u"mark_noncompliant"_s)}}});
        QCOMPARE(record(u"rules"_s, made)["actions"_L1].toArray().size(), 0);
        const HttpReply trial = m_server.post(u"/api/v1/rules/try"_s, m_token, rule({act(u"mark_noncompliant"_s)}));
        QCOMPARE(trial.status, 200);
    }

    void whatARuleBringsIsThereAndStays()
    {
        const HttpReply profile = m_server.post(u"/api/v1/profiles"_s, m_token,
            {{u"name"_s, u"Homepage"_s}, {u"platform"_s, u"linux"_s}, {u"type"_s, u"browser"_s},
                {u"settings"_s, QJsonObject{{u"homepage"_s, u"https://intranet.example.org"_s}}}});
        QCOMPARE(profile.status, 200);
        const QString item = profile.json()["id"_L1].toString();
        const auto rule = [](const QString &brought, const QString &platform) {
            QJsonObject action{{u"kind"_s, u"push_profile"_s}};
            if (!brought.isEmpty())
                action.insert(u"item"_s, brought);
            return QJsonObject{{u"name"_s, u"On Windows"_s}, {u"check"_s, u"platform:windows"_s},
                {u"platforms"_s, QJsonArray{platform}}, {u"severity"_s, u"high"_s}, {u"grace"_s, 0},
                {u"actions"_s, QJsonArray{action}}};
        };
        const auto refused = [&](const QString &brought, const QString &platform) {
            const HttpReply reply = m_server.post(u"/api/v1/rules"_s, m_token, rule(brought, platform));
            return QString(reply.code() + u' ' + reply.json()["errors"_L1][0]["field"_L1].toString());
        };
        QCOMPARE(refused({}, u"linux"_s), u"validation actions"_s);
        QCOMPARE(refused(u"app-1"_s, u"linux"_s), u"validation actions"_s);
        QCOMPARE(refused(u"prf-999"_s, u"linux"_s), u"validation actions"_s);
        QCOMPARE(refused(item, u"windows"_s), u"validation actions"_s);

        const QString made = make(rule(item, u"linux"_s));
        QCOMPARE(record(u"rules"_s, made)["actions"_L1][0]["revision"_L1].toInt(), 1);
        const auto removeProfile = [&] {
            return m_server.ask("DELETE", path(u"profiles"_s, item), m_token, {}, {{"If-Match", "\"1\""}});
        };
        const HttpReply kept = removeProfile();
        QCOMPARE(kept.code(), u"profile.in-use"_s);
        QVERIFY2(kept.body.contains("Rules bring it: On Windows."), kept.body.constData());

        const QString policy = activate(made);
        const QString query = u"rule_id=%1"_s.arg(made);
        QTRY_COMPARE_WITH_TIMEOUT(list(u"deployments"_s, query).size(), 1, patience);
        agent(); // fetches it
        QTRY_COMPARE_WITH_TIMEOUT(
            list(u"deployments"_s, query).value(0)["state"_L1].toString(), u"installed"_s, patience);
        QCOMPARE(list(u"steps"_s, query).value(0)["state"_L1].toString(), u"done"_s);
        QVERIFY(QDir(m_home.filePath(u"root/etc"_s)).exists());

        retire(policy);
        const QJsonObject brought = list(u"deployments"_s, query).value(0);
        QCOMPARE(brought["state"_L1].toString(), u"installed"_s);
        const QString off = path(u"deployments"_s, brought["id"_L1].toString(), u"/take-off"_s);
        QCOMPARE(m_server.post(off, m_token, {}).status, 204);
        agent();
        QTRY_COMPARE_WITH_TIMEOUT(list(u"deployments"_s).size(), 0, patience);
        QCOMPARE(m_server.post(off, m_token, {}).status, 404);
    }

    void aSecondPersonExcepts()
    {
        const QString rule = make({{u"name"_s, u"Never"_s}, {u"check"_s, u"platform:windows"_s},
            {u"severity"_s, u"high"_s}, {u"grace"_s, 0}});
        const QString policy = activate(rule);
        QTRY_COMPARE_WITH_TIMEOUT(deviceState(), u"noncompliant"_s, patience);

        const QJsonObject body{{u"rule_id"_s, rule}, {u"device_id"_s, m_device}, {u"reason"_s, u"Being replaced"_s},
            {u"risk_owner"_s, u"Head of IT"_s}, {u"measure"_s, u"Kept off the network"_s}, {u"expires"_s, inDays(30)}};
        QJsonObject bad = body;
        bad[u"expires"_s] = inDays(400);
        QCOMPARE(request(bad).json()["errors"_L1][0]["field"_L1].toString(), u"expires"_s);
        bad[u"expires"_s] = inDays(-1);
        QCOMPARE(request(bad).status, 422);
        bad = body;
        bad[u"scope"_s] = u"tag:x"_s;
        QCOMPARE(request(bad).code(), u"waiver.scope"_s);
        bad.remove(u"device_id"_s);
        bad[u"scope"_s] = u"compliance:error"_s;
        QCOMPARE(request(bad).code(), u"waiver.scope"_s);
        bad[u"scope"_s] = u"nonsense:1"_s;
        QCOMPARE(request(bad).status, 400); // as every query that cannot be read
        bad = body;
        bad.remove(u"risk_owner"_s);
        QCOMPARE(request(bad).status, 422);

        const QString waiver = request(body).json()["id"_L1].toString();
        // whoever asked is not the one who decides
        const QString me = record(u"waivers"_s, waiver)["requested_by_id"_L1].toString();
        QVERIFY(!me.isEmpty());
        QCOMPARE(list(u"waivers"_s, QString(u"state:requested requested_by_id!="_s + me)).size(), 0);
        QCOMPARE(list(u"waivers"_s, u"state:requested requested_by_id!=acc-999"_s).size(), 1);
        QCOMPARE(decide(m_token, waiver, u"approve"_s).code(), u"waiver.same-person"_s);
        QCOMPARE(deviceState(), u"noncompliant"_s); // asking excepts nothing
        const QByteArray auditor = m_server.account(m_token, u"auditor@example.org"_s, u"auditor"_s);
        QCOMPARE(decide(auditor, waiver, u"approve"_s).status, 403);
        QCOMPARE(m_server.post(path(u"waivers"_s, waiver, u"/approve"_s), m_second, {{u"version"_s, 7}}).status, 412);
        QCOMPARE(decide(m_second, waiver, u"approve"_s).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(deviceState(), u"compliant"_s, patience);
        QCOMPARE(result(rule)["state"_L1].toString(), u"excepted"_s);
        QCOMPARE(decide(m_second, waiver, u"refuse"_s).code(), u"waiver.state"_s);

        QCOMPARE(decide(m_token, waiver, u"withdraw"_s).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(deviceState(), u"noncompliant"_s, patience);
        QCOMPARE(result(rule)["previous"_L1].toString(), u"excepted"_s);
        QCOMPARE(list(u"audit"_s, u"action:waiver"_s).size(), 3);

        // one that asks for a query, and is refused
        bad = body;
        bad.remove(u"device_id"_s);
        bad[u"scope"_s] = u"platform:linux"_s;
        const QString other = request(bad).json()["id"_L1].toString();
        QCOMPARE(decide(m_second, other, u"refuse"_s).status, 200);
        QCOMPARE(record(u"waivers"_s, other)["state"_L1].toString(), u"refused"_s);
        retire(policy);
    }

    void failuresLeadToSteps()
    {
        const auto action = [](const char *kind) { return QJsonObject{{u"kind"_s, QString::fromLatin1(kind)}}; };
        const QString rule =
            make({{u"name"_s, u"Broken open"_s}, {u"check"_s, u"platform:windows"_s}, {u"severity"_s, u"critical"_s},
                {u"actions"_s,
                    QJsonArray{action("notify_user"), action("notify_admin"), action("block_access"),
                        action("remote_lock"), action("wipe")}}});
        const QString policy = activate(rule);
        const QString ours = u"rule:\"Broken open\""_s;
        QTRY_COMPARE_WITH_TIMEOUT(list(u"steps"_s, ours).size(), 5, patience);
        QCOMPARE(stepState(u"notify_user"_s), u"ordered"_s);
        QCOMPARE(stepState(u"notify_admin"_s), u"done"_s);
        QCOMPARE(stepState(u"block_access"_s), u"done"_s);
        QCOMPARE(stepState(u"remote_lock"_s), u"waiting"_s);
        QCOMPARE(stepState(u"wipe"_s), u"waiting"_s);
        QVERIFY(record(u"devices"_s, m_device)["access.blocked"_L1].toBool());
        QVERIFY(!list(u"audit"_s, u"action:alert.raised"_s).isEmpty());
        const QString told = u"kind:notify_admin ended:unknown"_s; // as Home asks
        QCOMPARE(list(u"steps"_s, told).size(), 1);
        QCOMPARE(list(u"actions"_s).size(), 0); // nothing that needs a second person has begun

        agent();
        const QString answer = stepState(u"notify_user"_s);
        QVERIFY2(answer == "done"_L1 || answer == "failed"_L1, qPrintable(answer)); // the device has answered
        QCOMPARE(list(u"steps"_s, ours).size(), 5); // and nothing was ordered twice

        const auto wipe = [this](const QByteArray &person) {
            return m_server.post(
                path(u"steps"_s, step(u"wipe"_s)["id"_L1].toString(), u"/approve"_s), person, {{u"version"_s, 1}});
        };
        QCOMPARE(wipe(m_token).status, 409);
        QCOMPARE(wipe(m_token).code(), u"step.same-person"_s); // who wrote the rule and activated the policy
        const HttpReply wiped = wipe(m_second);
        QCOMPARE(wiped.status, 409); // the user was told just now, if at all, and nobody said whose device it is
        QCOMPARE(wiped.code(), u"action.personal-device"_s);
        const QJsonObject dry = m_server.get(path(u"rules"_s, rule, u"/dry-run"_s), m_second).json();
        QCOMPARE(dry["total"_L1].toInt(), 1);
        QCOMPARE(dry["steps"_L1][0]["device_id"_L1].toString(), m_device);
        QCOMPARE(dry["steps"_L1][0]["code"_L1].toString(), wiped.code());
        const HttpReply locked = m_server.post(
            path(u"steps"_s, step(u"remote_lock"_s)["id"_L1].toString(), u"/approve"_s), m_token, {{u"version"_s, 1}});
        QCOMPARE(locked.status, 200);
        QCOMPARE(list(u"actions"_s, u"kind:lock"_s).size(), 1);

        edit(rule, {{u"check"_s, u"platform:linux"_s}});
        takeUp(policy, rule);
        QCOMPARE(wipe(m_second).code(), u"step.state"_s); // whether or not the device was looked at in between
        QTRY_COMPARE_WITH_TIMEOUT(stepState(u"wipe"_s), u"withdrawn"_s, patience);
        QCOMPARE(list(u"steps"_s, told).size(), 0);
        QCOMPARE(stepState(u"notify_admin"_s), u"done"_s);
        QVERIFY(!record(u"devices"_s, m_device)["access.blocked"_L1].toBool());
        retire(policy);
    }

private:
    void agent()
    {
        QStringList arguments{
            u"--once"_s, u"--state"_s, m_home.filePath(u"agent"_s), u"--root"_s, m_home.filePath(u"root"_s)};
        if (!QFile::exists(m_home.filePath(u"agent"_s))) {
            const QString token = m_server
                                      .post(u"/api/v1/enrolments"_s, m_token,
                                          {{u"label"_s, u"x"_s}, {u"uses"_s, 1}, {u"expires"_s, inDays(1)}})
                                      .json()["token"_L1]
                                      .toString();
            arguments += QStringList{u"--server"_s, m_server.url(), u"--enrol"_s, token};
        }
        QProcess program;
        program.start(programPath(u"belvedere-agent"), arguments);
        QVERIFY(program.waitForFinished(patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    }
    static QString path(const QString &kind, const QString &id, const QString &rest = {})
    {
        return QString(u"/api/v1/"_s + kind + u'/' + id + rest);
    }
    QJsonObject record(const QString &kind, const QString &id) const
    {
        return m_server.get(path(kind, id), m_token).json();
    }
    QList<QJsonObject> list(const QString &kind, const QString &query = {}) const
    {
        const QString text = QString::fromLatin1(QUrl::toPercentEncoding(query));
        const HttpReply reply = m_server.get(QString(u"/api/v1/"_s + kind + u"?limit=1000&query="_s + text), m_token);
        QList<QJsonObject> items;
        for (const QJsonValue item : reply.json()["items"_L1].toArray())
            items.append(item.toObject());
        return items;
    }
    QString make(const QJsonObject &rule) const
    {
        const HttpReply reply = m_server.post(u"/api/v1/rules"_s, m_token, rule);
        if (reply.status != 200)
            qWarning("%s", reply.body.constData());
        return reply.json()["id"_L1].toString();
    }
    void edit(const QString &rule, const QJsonObject &changes) const
    {
        const HttpReply reply =
            m_server.patch(path(u"rules"_s, rule), m_token, changes, record(u"rules"_s, rule)["version"_L1].toInt());
        QCOMPARE(reply.status, 200);
    }
    HttpReply policyStep(const QByteArray &token, const QString &policy, const QString &name) const
    {
        const QJsonObject stored = record(u"policies"_s, policy);
        return m_server.post(path(u"policies"_s, policy, QString(u'/' + name)), token,
            {{u"version"_s, stored["version"_L1].toInt()}, {u"hash"_s, stored["hash"_L1]}});
    }
    // Two administrators: what one has made, the other one approves.
    void putInForce(const QString &policy) const
    {
        const HttpReply approved = policyStep(m_second, policy, u"approve"_s);
        const HttpReply active = policyStep(m_token, policy, u"activate"_s);
        if (approved.status != 200 || active.status != 200)
            qWarning("%s %s", approved.body.constData(), active.body.constData());
    }
    // With the rule as it is now.
    void takeUp(const QString &policy, const QString &rule) const
    {
        const HttpReply reply = m_server.patch(path(u"policies"_s, policy), m_token, {{u"rules"_s, QJsonArray{rule}}},
            record(u"policies"_s, policy)["version"_L1].toInt());
        QCOMPARE(reply.status, 200);
        putInForce(policy);
    }
    QString activate(const QString &rule) const
    {
        const HttpReply policy = m_server.post(u"/api/v1/policies"_s, m_token,
            {{u"name"_s, u"All"_s}, {u"all_devices"_s, true}, {u"rules"_s, QJsonArray{rule}}});
        const QString id = policy.json()["id"_L1].toString();
        putInForce(id);
        return id;
    }
    void retire(const QString &policy) const
    {
        QCOMPARE(policyStep(m_token, policy, u"pause"_s).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(list(u"results"_s).size(), 0, patience);
    }
    QJsonObject result(const QString &rule) const { return list(u"results"_s, QString(u"rule_id="_s + rule)).value(0); }
    QString deviceState() const { return list(u"devices"_s).value(0)["compliance"_L1].toString(); }
    HttpReply request(const QJsonObject &body) const { return m_server.post(u"/api/v1/waivers"_s, m_token, body); }
    HttpReply decide(const QByteArray &token, const QString &waiver, const QString &how) const
    {
        return m_server.post(path(u"waivers"_s, waiver, QString(u'/' + how)), token,
            {{u"version"_s, record(u"waivers"_s, waiver)["version"_L1].toInt()}});
    }
    QJsonObject step(const QString &kind) const { return list(u"steps"_s, QString(u"kind:"_s + kind)).value(0); }
    QString stepState(const QString &kind) const { return step(kind)["state"_L1].toString(); }

    ServerProcess m_server;
    QTemporaryDir m_home;
    QByteArray m_token;
    QByteArray m_second; // another administrator
    QString m_device;
};

QTEST_GUILESS_MAIN(TestServerRules)
#include "tst_server_rules.moc"
