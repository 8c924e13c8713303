// Patches from end to end: a simulated fleet tells what waits, some of it is approved and some blocked, the approved is
// installed and read back, and the rule about the age of updates follows.
#include "agentprocess.h"
#include "support/serverprocess.h"

#include <QSet>
#include <QTest>
#include <QUrl>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int fleetSize = 60;
constexpr int patience = ServerProcess::patience;

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray err;
};

} // namespace

class TestServerPatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        m_token = m_server.administrator();
        QFile password(m_dir.filePath(u"password"_s));
        QVERIFY(password.open(QIODevice::WriteOnly));
        password.write(ServerProcess::adminPassword);
        password.close();
        const QString enrolment =
            m_server
                .post(u"/api/v1/enrolments"_s, m_token,
                    {{u"label"_s, u"test"_s}, {u"uses"_s, fleetSize},
                        {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}})
                .json()["enrolment"_L1]
                .toString();
        call({u"--enrol"_s, enrolment});
    }

    void whatDevicesTellIsListedOnce()
    {
        const QList<QJsonObject> patches = list(u"patches"_s);
        QVERIFY(patches.size() > 8);
        QSet<QString> keys;
        for (const QJsonObject &patch : patches) {
            QCOMPARE(patch["decision"_L1].toString(), u"none"_s);
            QVERIFY(patch["devices"_L1].toInt() > 0);
            QVERIFY(!patch["first_seen"_L1].toString().isEmpty());
            keys.insert(
                patch["platform"_L1].toString() + patch["package"_L1].toString() + patch["release"_L1].toString());
        }
        QCOMPARE(keys.size(), patches.size());
        // the numbers of each device agree with what it lists, and the sums with both
        qint64 waiting = 0;
        for (const QJsonObject &device : list(u"devices"_s)) {
            const QList<QJsonObject> updates = updatesOf(device["id"_L1].toString());
            waiting += updates.size();
            qint64 security = 0;
            for (const QJsonObject &update : updates) {
                QCOMPARE(update["decision"_L1].toString(), u"none"_s);
                QVERIFY(!update["since"_L1].toString().isEmpty());
                security += update["security"_L1].toBool() ? 1 : 0;
            }
            QCOMPARE(device["updates.security"_L1].toInteger(), security);
            QCOMPARE(record(u"devices"_s, device["id"_L1].toString())["updates.all"_L1].toInteger(), updates.size());
        }
        QTRY_COMPARE_WITH_TIMEOUT(sum(u"patches"_s, u"devices"_s), waiting, patience);
    }

    void decisionsAreForAdministratorsAndOnRecord()
    {
        const QByteArray helpdesk = m_server.account(m_token, u"help@example.org"_s, u"helpdesk"_s);
        const QByteArray auditor = m_server.account(m_token, u"auditor@example.org"_s, u"auditor"_s);
        const QString id = list(u"patches"_s)[0]["id"_L1].toString();
        const QJsonObject order{{u"patches"_s, QJsonArray{id}}, {u"decision"_s, u"approved"_s}};
        for (const QByteArray &token : {helpdesk, auditor})
            QCOMPARE(m_server.post(u"/api/v1/patches/decide"_s, token, order).status, 403);
        QCOMPARE(m_server.post(u"/api/v1/patchblocks"_s, helpdesk, {{u"package"_s, u"x"_s}}).status, 403);
        QCOMPARE(m_server.get(u"/api/v1/patches"_s, auditor).status, 200);
        QCOMPARE(m_server.post(u"/api/v1/actions/preview"_s, auditor, install({})).status, 403);
        QCOMPARE(m_server.post(u"/api/v1/actions/preview"_s, helpdesk, install({})).status, 200);

        const HttpReply decided = m_server.post(u"/api/v1/patches/decide"_s, m_token, order);
        QCOMPARE(decided.status, 200);
        QCOMPARE(decided.json()["changed"_L1].toInt(), 1);
        QCOMPARE(m_server.post(u"/api/v1/patches/decide"_s, m_token, order).json()["changed"_L1].toInt(), 0);
        QCOMPARE(record(u"patches"_s, id)["decided_by"_L1].toString(), u"admin"_s);
        QCOMPARE(list(u"audit"_s, u"action:patch.approved"_s).size(), 1);
        const QJsonObject back{{u"patches"_s, QJsonArray{id}}, {u"decision"_s, u"none"_s}};
        QCOMPARE(m_server.post(u"/api/v1/patches/decide"_s, m_token, back).status, 200);
        QVERIFY(!record(u"patches"_s, id).contains("decided_by"_L1));
        QCOMPARE(list(u"audit"_s, u"action:patch.cleared"_s).size(), 1);
        for (const QJsonObject &wrong : {QJsonObject{{u"patches"_s, QJsonArray{}}, {u"decision"_s, u"approved"_s}},
                 QJsonObject{{u"patches"_s, QJsonArray{id}}, {u"decision"_s, u"perhaps"_s}}})
            QCOMPARE(m_server.post(u"/api/v1/patches/decide"_s, m_token, wrong).status, 422);
    }

    void approvedIsInstalledAndBlockedIsNotSent()
    {
        const QString rule =
            m_server.post(u"/api/v1/rules/starter"_s, m_token, {{u"keys"_s, QJsonArray{u"os.patch_age"_s}}})
                .json()["rules"_L1][0]
                .toString();
        monitor(rule);
        // of the platform with the most updates: everything approved but the first security update
        const QList<QJsonObject> windows = list(u"patches"_s, u"platform:windows"_s);
        QVERIFY(windows.size() >= 3);
        const QString blocked = windows[0]["id"_L1].toString();
        const int waitedFor = windows[0]["devices"_L1].toInt();
        QCOMPARE(
            cli({u"patches"_s, u"approve"_s, u"--query"_s, u"platform:windows"_s, u"--reason"_s, u"tried"_s}).status,
            0);
        QCOMPARE(
            cli({u"patches"_s, u"block"_s, u"--patch"_s, blocked, u"--reason"_s, u"breaks the sound"_s}).status, 0);
        QCOMPARE(record(u"patches"_s, blocked)["reason"_L1].toString(), u"breaks the sound"_s);

        const Outcome asked = cli({u"patches"_s, u"install"_s, u"--query"_s, u"platform:windows"_s});
        QCOMPARE(asked.status, 2); // nobody can be asked
        QCOMPARE(list(u"actions"_s).size(), 0);
        const QJsonObject preview =
            m_server.post(u"/api/v1/actions/preview"_s, m_token, install(u"platform:windows"_s)).json();
        const Outcome ordered =
            cli({u"patches"_s, u"install"_s, u"--query"_s, u"platform:windows"_s, u"--yes"_s, u"--json"_s});
        QVERIFY2(ordered.status == 0 || ordered.status == 3, ordered.err.constData());
        const QJsonObject receipt = QJsonDocument::fromJson(ordered.out).object();
        const int accepted = receipt["accepted"_L1].toInt();
        QVERIFY(accepted > 5);
        QCOMPARE(accepted, preview["accepted"_L1].toInt());
        QVERIFY(preview["updates"_L1].toInt() >= accepted);

        call();
        const QString ofAction = u"action="_s + receipt["request"_L1].toString() + u" -state:refused"_s;
        const QList<QJsonObject> runs = list(u"runs"_s, ofAction);
        QCOMPARE(runs.size(), accepted);
        const QString blockedName = windows[0]["package"_L1].toString();
        int done = 0;
        for (const QJsonObject &run : runs) {
            const QString device = run["device_id"_L1].toString();
            const QList<QJsonObject> left = updatesOf(device);
            if (run["state"_L1].toString() == "failed"_L1) { // simulated devices fail now and then
                QVERIFY(left.size() > 0);
                continue;
            }
            QCOMPARE(run["state"_L1].toString(), u"done"_s);
            ++done;
            const QJsonObject proof = record(u"runs"_s, run["id"_L1].toString())["proof"_L1]["packages"_L1].toObject();
            QVERIFY(!proof.isEmpty());
            QVERIFY(!proof.contains(blockedName));
            for (const QJsonObject &update : left) {
                QCOMPARE(update["name"_L1].toString(), blockedName);
                QCOMPARE(update["decision"_L1].toString(), u"blocked"_s);
            }
            // the device itself says so, and the rule about the age of updates hears of it
            const QJsonObject facts = record(u"devices"_s, device);
            QCOMPARE(facts["updates.all"_L1].toInteger(), left.size());
            QCOMPARE(facts.contains("os.update_available_since"_L1), !left.isEmpty());
            if (left.isEmpty())
                QTRY_COMPARE_WITH_TIMEOUT(resultOf(rule, device), u"pass"_s, patience);
        }
        QVERIFY(done > 5);
        QCOMPARE(record(u"patches"_s, blocked)["devices"_L1].toInt(), waitedFor);
        QVERIFY(!list(u"results"_s, QString(u"state:fail rule_id="_s + rule)).isEmpty()); // elsewhere updates grow old
    }

    void patternsBlockWhateverComes()
    {
        const Outcome made = cli({u"patches"_s, u"add-pattern"_s, u"--package"_s, u"lib*"_s, u"--platform"_s,
            u"linux"_s, u"--reason"_s, u"on hold"_s});
        QCOMPARE(made.status, 0);
        const QString id = QString::fromUtf8(made.out.trimmed());
        const QList<QJsonObject> held = list(u"patches"_s, u"decision:blocked platform:linux"_s);
        QVERIFY(!held.isEmpty());
        for (const QJsonObject &patch : held)
            QVERIFY(patch["package"_L1].toString().startsWith("lib"_L1));
        const Outcome refused =
            cli({u"patches"_s, u"approve"_s, u"--patch"_s, held[0]["id"_L1].toString(), u"--json"_s});
        QCOMPARE(refused.status, 3);
        QCOMPARE(QJsonDocument::fromJson(refused.out)["blocked"_L1].toInt(), 1);
        QCOMPARE(cli({u"patches"_s, u"patterns"_s}).status, 0);
        QCOMPARE(cli({u"patches"_s, u"remove-pattern"_s, id}).status, 0);
        QVERIFY(list(u"patches"_s, u"decision:blocked platform:linux"_s).isEmpty());
        QCOMPARE(list(u"audit"_s, u"action:patch.block.created"_s).size(), 1);
        QCOMPARE(list(u"audit"_s, u"action:patch.block.deleted"_s).size(), 1);
    }

    void anOrderKeepsItsWindow()
    {
        const QString id = list(u"patches"_s, u"devices>0 decision:none platform:linux"_s).value(0)["id"_L1].toString();
        QCOMPARE(cli({u"patches"_s, u"approve"_s, u"--patch"_s, id}).status, 0);
        const QString later = QDateTime::currentDateTimeUtc().addDays(2).toString(Qt::ISODate);
        const Outcome placed =
            cli({u"patches"_s, u"install"_s, u"--query"_s, u"platform:linux"_s, u"--patch"_s, id, u"--days"_s,
                u"sat,sun"_s, u"--between"_s, u"22:00-05:00"_s, u"--not-before"_s, later, u"--yes"_s, u"--json"_s});
        const QString action = QJsonDocument::fromJson(placed.out)["request"_L1].toString();
        const QJsonObject ordered = record(u"actions"_s, action)["parameters"_L1].toObject();
        QCOMPARE(ordered["patches"_L1].toArray(), QJsonArray{id});
        QCOMPARE(ordered["days"_L1].toArray(), (QJsonArray{u"sat"_s, u"sun"_s}));
        QCOMPARE(ordered["from"_L1].toString(), u"22:00"_s);
        QCOMPARE(ordered["until"_L1].toString(), u"05:00"_s);
        QCOMPARE(QDateTime::fromString(ordered["not_before"_L1].toString(), Qt::ISODateWithMs),
            QDateTime::fromString(later, Qt::ISODate));
    }

    void commandsSayWhatIsWrong()
    {
        QCOMPARE(cli({u"patches"_s, u"approve"_s}).status, 2);
        QCOMPARE(cli({u"patches"_s, u"install"_s, u"--yes"_s}).status, 2);
        for (const QStringList &wrong :
            {QStringList{u"--days"_s, u"someday"_s}, QStringList{u"--between"_s, u"22:00"_s},
                QStringList{u"--not-before"_s, u"tomorrow"_s}, QStringList{u"--patch"_s, u""_s},
                QStringList{u"--days"_s, u","_s}, QStringList{u"--between"_s, u"-"_s}})
            QCOMPARE(cli(QStringList{u"patches"_s, u"install"_s, u"--query"_s, u"platform:linux"_s, u"--yes"_s} + wrong)
                         .status,
                2);
        QCOMPARE(cli({u"actions"_s, u"run"_s, u"restart"_s, u"--query"_s, u"platform:linux"_s, u"--yes"_s,
                         u"--between"_s, u"22:00-05:00"_s})
                     .status,
            2);
        QCOMPARE(cli({u"patches"_s, u"approve"_s, u"--patch"_s, u"pat-99999"_s}).status, 3);
        QCOMPARE(cli({u"actions"_s, u"run"_s, u"updates_install"_s, u"--query"_s, u"platform:linux"_s}).status, 2);
        const QString id = list(u"patches"_s, u"devices>0"_s)[0]["id"_L1].toString();
        const Outcome devices = cli({u"patches"_s, u"devices"_s, id, u"--json"_s});
        QCOMPARE(devices.status, 0);
        QCOMPARE(QJsonDocument::fromJson(devices.out).array().size(), record(u"patches"_s, id)["devices"_L1].toInt());
        QCOMPARE(cli({u"patches"_s, u"devices"_s, u"pat-99999"_s}).status, 1);
    }

private:
    // One turn of the whole fleet.
    void call(const QStringList &more = {})
    {
        AgentProcess fleet;
        fleet.start(QStringList{u"--server"_s, m_server.url(), u"--simulate"_s, QString::number(fleetSize),
                        u"--state"_s, m_dir.filePath(u"fleet"_s), u"--rounds"_s, u"1"_s}
            + more);
        QVERIFY2(fleet.waitForEnd() == 0, fleet.output().constData());
    }
    static QJsonObject install(const QString &query)
    {
        return {{u"kind"_s, u"updates_install"_s}, {u"query"_s, query.isEmpty() ? u"management:agent"_s : query}};
    }
    void monitor(const QString &rule) const
    {
        const QJsonObject policy =
            m_server
                .post(u"/api/v1/policies"_s, m_token,
                    {{u"name"_s, u"All"_s}, {u"all_devices"_s, true}, {u"rules"_s, QJsonArray{rule}}})
                .json();
        const QString path = u"/api/v1/policies/"_s + policy["id"_L1].toString() + u"/activate"_s;
        QCOMPARE(
            m_server.post(path, m_token, {{u"version"_s, policy["version"_L1].toInt()}, {u"hash"_s, policy["hash"_L1]}})
                .status,
            200);
    }
    QString resultOf(const QString &rule, const QString &device) const
    {
        return list(u"results"_s, u"rule_id=%1 device_id=%2"_s.arg(rule, device)).value(0)["state"_L1].toString();
    }

    QJsonObject record(const QString &kind, const QString &id) const
    {
        return m_server.get(QString(u"/api/v1/"_s + kind + u'/' + id), m_token).json();
    }
    QList<QJsonObject> updatesOf(const QString &device) const
    {
        return objects(m_server.get(QString(u"/api/v1/devices/"_s + device + u"/updates"_s), m_token));
    }
    QList<QJsonObject> list(const QString &kind, const QString &query = {}) const
    {
        const QString path =
            u"/api/v1/"_s + kind + u"?limit=1000&query="_s + QString::fromLatin1(QUrl::toPercentEncoding(query));
        return objects(m_server.get(path, m_token));
    }
    static QList<QJsonObject> objects(const HttpReply &reply)
    {
        QList<QJsonObject> list;
        const QJsonArray items = reply.json()["items"_L1].toArray();
        for (const QJsonValue item : items)
            list.append(item.toObject());
        return list;
    }
    qint64 sum(const QString &kind, const QString &field) const
    {
        qint64 sum = 0;
        for (const QJsonObject &one : list(kind))
            sum += one[field].toInteger();
        return sum;
    }
    Outcome cli(const QStringList &words) const
    {
        QProcess program;
        program.start(programPath(u"belvedere-cli"),
            QStringList{u"--site"_s, m_server.url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
                u"--password-file"_s, m_dir.filePath(u"password"_s)}
                + words);
        if (!program.waitForFinished(patience))
            return {};
        return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
    }

    QTemporaryDir m_dir;
    ServerProcess m_server;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerPatches)
#include "tst_server_patches.moc"
