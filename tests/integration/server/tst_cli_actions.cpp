// Actions by belvedere-cli against the real server: asked for, waited for, taken back, and refused without --yes.
#include "agentprocess.h"
#include "support/places.h"
#include "support/serverprocess.h"

#include <QTest>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int fleetSize = 5;
const QString everyDevice = u"enrolled>=2000-01-01"_s;

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

} // namespace

class TestCliActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        QFile password(m_dir.filePath(u"password"_s));
        QVERIFY(password.open(QIODevice::WriteOnly));
        password.write(QByteArray(ServerProcess::adminPassword) + '\n');
        password.close();
        const Outcome token = cli({u"tokens"_s, u"create"_s, u"--uses"_s, QString::number(fleetSize)});
        QCOMPARE(token.status, 0);
        m_fleet.start(fleetLine() + QStringList{u"--enrol"_s, QString::fromUtf8(token.out.trimmed())});
        QCOMPARE(m_fleet.waitForEnd(), 0);
    }

    void badUsageOrdersNothing_data()
    {
        QTest::addColumn<QStringList>("words");
        const QStringList all{u"--query"_s, everyDevice};
        QTest::newRow("no kind") << (QStringList{u"actions"_s, u"run"_s} + all);
        QTest::newRow("unknown kind") << (QStringList{u"actions"_s, u"run"_s, u"wipe"_s} + all);
        QTest::newRow("nobody named") << QStringList{u"actions"_s, u"run"_s, u"sync"_s};
        QTest::newRow("named twice") << (QStringList{u"actions"_s, u"run"_s, u"sync"_s, u"--device"_s, u"dev-1"_s}
            + all);
        QTest::newRow("message without text") << (QStringList{u"actions"_s, u"run"_s, u"message"_s} + all);
        QTest::newRow("text of a lock") << (QStringList{
                                                u"actions"_s, u"run"_s, u"lock"_s, u"--yes"_s, u"--text"_s, u"x"_s}
            + all);
        QTest::newRow("lost mode without text")
            << (QStringList{u"actions"_s, u"run"_s, u"lost_mode"_s, u"--yes"_s, u"--phone"_s, u"112"_s} + all);
        QTest::newRow("number of a message")
            << (QStringList{u"actions"_s, u"run"_s, u"message"_s, u"--text"_s, u"x"_s, u"--phone"_s, u"112"_s} + all);
        QTest::newRow("lost mode unasked")
            << (QStringList{u"actions"_s, u"run"_s, u"lost_mode"_s, u"--text"_s, u"x"_s} + all);
        QTest::newRow("command without a name")
            << (QStringList{u"actions"_s, u"run"_s, u"run-command"_s, u"--yes"_s} + all);
        QTest::newRow("command with a path")
            << (QStringList{u"actions"_s, u"run"_s, u"run-command"_s, u"--yes"_s, u"--command"_s, u"/bin/sh"_s} + all);
        QTest::newRow("command of a lock")
            << (QStringList{u"actions"_s, u"run"_s, u"lock"_s, u"--yes"_s, u"--command"_s, u"x"_s} + all);
        QTest::newRow("command unasked") << (QStringList{
                                                 u"actions"_s, u"run"_s, u"run-command"_s, u"--command"_s, u"x"_s}
            + all);
        QTest::newRow("wait") << (QStringList{u"actions"_s, u"run"_s, u"sync"_s, u"--wait"_s, u"soon"_s} + all);
        QTest::newRow("expires") << (QStringList{u"actions"_s, u"run"_s, u"sync"_s, u"--expires"_s, u"7"_s} + all);
        QTest::newRow("no such field") << QStringList{u"actions"_s, u"run"_s, u"sync"_s, u"--query"_s, u"colour:red"_s};
        QTest::newRow("lock unasked") << (QStringList{u"actions"_s, u"run"_s, u"lock"_s} + all);
        QTest::newRow("restart unasked") << (QStringList{u"actions"_s, u"run"_s, u"restart"_s} + all);
    }
    void badUsageOrdersNothing()
    {
        QFETCH(const QStringList, words);
        const Outcome outcome = cli(words);
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.out.isEmpty() && !outcome.err.isEmpty());
        QCOMPARE(m_server.get(u"/api/v1/actions"_s, m_server.administrator()).json()["total"_L1].toInt(), 0);
    }

    void orderIsWaitedFor()
    {
        // the fleet is away when the order comes
        const Outcome early = cli({u"actions"_s, u"run"_s, u"lock"_s, u"--query"_s, everyDevice, u"--yes"_s,
            u"--json"_s, u"--wait"_s, u"1"_s});
        QCOMPARE(early.status, 3); // nobody has ended
        QCOMPARE(early.json()["matched"_L1].toInt(), fleetSize);
        QCOMPARE(early.json()["waiting"_L1].toInt(), fleetSize);
        m_fleet.start(fleetLine());
        m_fleet.waitForEnd();
        const QString id = early.json()["request"_L1].toString();
        const Outcome shown = cli({u"actions"_s, u"show"_s, id, u"--json"_s});
        QCOMPARE(shown.status, 0);
        QCOMPARE(shown.json()["runs"_L1].toArray().size(), fleetSize);
        QVERIFY(shown.json()["waiting"_L1].toInt() < fleetSize);
        QVERIFY(cli({u"actions"_s, u"show"_s, id}).out.contains("\nrun-1 "));
    }

    void refusedDevicesAreAPartialSuccess()
    {
        const Outcome outcome =
            cli({u"actions"_s, u"run"_s, u"sync"_s, u"--device"_s, u"dev-1,dev-999"_s, u"--json"_s});
        QCOMPARE(outcome.status, 3);
        QCOMPARE(outcome.json()["accepted"_L1].toInt(), 1);
        QCOMPARE(outcome.json()["refused"_L1][0]["device"_L1].toString(), u"dev-999"_s);
        QCOMPARE(outcome.json()["refused"_L1][0]["code"_L1].toString(), u"not-found"_s);
    }

    void aCommandIsOrderedByItsName()
    {
        const Outcome outcome = cli({u"actions"_s, u"run"_s, u"run-command"_s, u"--command"_s, u"no-such"_s,
            u"--query"_s, everyDevice, u"--yes"_s, u"--json"_s});
        QCOMPARE(outcome.status, 3); // no device has it
        QCOMPARE(outcome.json()["kind"_L1].toString(), u"run_command"_s);
        QCOMPARE(outcome.json()["matched"_L1].toInt(), fleetSize);
        QCOMPARE(outcome.json()["accepted"_L1].toInt(), 0);
        const QString reason = outcome.json()["refused"_L1][0]["code"_L1].toString();
        QVERIFY2(reason.startsWith("command.not-"_L1), qPrintable(reason));
    }

    void orderIsTakenBack()
    {
        const QString id = cli({u"actions"_s, u"run"_s, u"message"_s, u"--query"_s, everyDevice, u"--text"_s, u"x"_s,
                                   u"--expires"_s, u"1h"_s, u"--json"_s})
                               .json()["request"_L1]
                               .toString();
        const Outcome cancelled = cli({u"actions"_s, u"cancel"_s, id, u"--json"_s});
        QCOMPARE(cancelled.status, 0);
        QCOMPARE(cancelled.json()["cancelled"_L1].toInt(), fleetSize);
        QCOMPARE(cancelled.json()["state"_L1].toString(), u"finished"_s);
        QCOMPARE(cli({u"actions"_s, u"cancel"_s, id}).status, 1); // nothing is left
        QCOMPARE(cli({u"actions"_s, u"show"_s, u"act-999"_s}).status, 1);
        const Outcome list = cli({u"actions"_s, u"list"_s, u"--query"_s, u"kind:message"_s, u"--format"_s, u"csv"_s,
            u"--columns"_s, u"id,state,cancelled"_s});
        QCOMPARE(list.out, QByteArray("id,state,cancelled\r\n" + id.toUtf8() + ",finished,5\r\n"));
    }

private:
    QStringList fleetLine() const
    {
        return {u"--server"_s, m_server.url(), u"--simulate"_s, QString::number(fleetSize), u"--state"_s,
            m_dir.filePath(u"fleet"_s), u"--rounds"_s, u"1"_s};
    }
    Outcome cli(const QStringList &words) const
    {
        QProcess process;
        process.start(programPath(u"belvedere-cli"),
            QStringList{u"--site"_s, m_server.url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
                u"--password-file"_s, m_dir.filePath(u"password"_s)}
                + words);
        process.closeWriteChannel();
        if (!process.waitForFinished(ServerProcess::patience))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    ServerProcess m_server;
    QTemporaryDir m_dir;
    AgentProcess m_fleet;
};

QTEST_GUILESS_MAIN(TestCliActions)
#include "tst_cli_actions.moc"
