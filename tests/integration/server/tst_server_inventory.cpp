// The inventory agent that Debian ships, unmodified, against the real server; then our agent on the same computer.
#include "support/inventoryagent.h"
#include "support/places.h"
#include "support/serverprocess.h"

#include "api/agentprotocol.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120'000; // milliseconds; the agent asks every package

} // namespace

class TestServerInventory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ServerProcess>();
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
        m_home = std::make_unique<QTemporaryDir>();
    }

    void debiansAgentAndOursAreOneDevice()
    {
        const QString token = grant(2);
        inventoryRun(token);
        QJsonArray devices = list();
        QCOMPARE(devices.size(), 1);
        const QJsonObject first = record(devices);
        QCOMPARE(first["management"_L1].toString(), u"inventory"_s);
        QCOMPARE(first["sources"_L1].toArray(), QJsonArray{u"fusioninventory-agent"_s});
        QCOMPARE(first["platform"_L1].toString(), u"linux"_s);
        QVERIFY(first["memory"_L1].toInteger() > 0);
        QVERIFY(!first["os.version"_L1].toString().isEmpty());
        QVERIFY(first["agent.version"_L1].toString().startsWith("FusionInventory"_L1));
        QCOMPARE(first["tags"_L1].toArray(), QJsonArray{u"branch-07"_s});
        QVERIFY(items(first, u"packages"_s).size() > 10);

        inventoryRun(token);
        QCOMPARE(list().size(), 1);

        QVERIFY(QDir(m_home->path()).mkdir(u"root"_s));
        QProcess ours;
        ours.start(programPath(u"belvedere-agent"),
            {u"--server"_s, m_server->url(), u"--enrol"_s, token, u"--once"_s, u"--state"_s,
                m_home->filePath(u"agent"_s), u"--root"_s, m_home->filePath(u"root"_s)});
        QVERIFY(ours.waitForFinished(patience));
        QVERIFY2(ours.exitCode() == 0, ours.readAllStandardError().constData());
        devices = list();
        QCOMPARE(devices.size(), 1);
        const QJsonArray both{u"belvedere-agent"_s, u"fusioninventory-agent"_s};
        QCOMPARE(record(devices)["sources"_L1].toArray(), both);
        QCOMPARE(record(devices)["management"_L1].toString(), u"agent"_s);

        inventoryRun(token); // the token is used up, but this computer is known
        QCOMPARE(record(list())["sources"_L1].toArray(), both);
        QCOMPARE(record(list())["management"_L1].toString(), u"agent"_s);
    }

    void strangersAddNothing()
    {
        inventoryRun(u"wrong"_s);
        QCOMPARE(list().size(), 0);
        const QByteArray prolog = "<REQUEST><DEVICEID>x</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>";
        const HttpReply refused = m_server->ask("POST", u"/inventory/wrong"_s, {}, prolog);
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.code(), u"enrolment.unknown"_s);
        QCOMPARE(m_server->ask("GET", u"/inventory/wrong"_s).status, 405);
        const QString address = QString(u"/inventory/"_s + grant(1));
        const HttpReply welcome = m_server->ask("POST", address, {}, prolog);
        QCOMPARE(welcome.status, 200);
        QVERIFY(welcome.body.startsWith("\x78\x9c"));
        QCOMPARE(m_server->ask("POST", address, {}, "<!DOCTYPE x><x/>").code(), u"xml.doctype"_s);
        QCOMPARE(m_server->ask("POST", address, {}, "x\x9c").code(), u"inventory.compression"_s);
        QByteArray other = prolog;
        QCOMPARE(m_server->ask("POST", address, {}, other.replace("PROLOG", "DELETE")).code(), u"inventory.query"_s);
        QCOMPARE(list().size(), 0);
    }

private:
    void inventoryRun(const QString &token)
    {
        QProcess agent;
        QVERIFY(startInventoryAgent(agent, QDir(m_home->path()), m_server->url(), token));
        QVERIFY(agent.waitForFinished(patience));
        const QByteArray output = agent.readAll();
        QVERIFY2(agent.exitCode() == 0, output.constData());
    }
    QString grant(int uses) const
    {
        return m_server
            ->post(u"/api/v1/enrolments"_s, m_token,
                {{u"label"_s, u"Test"_s}, {u"uses"_s, uses},
                    {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODateWithMs)}})
            .json()["token"_L1]
            .toString();
    }
    QJsonArray list() const { return m_server->get(u"/api/v1/devices"_s, m_token).json()["items"_L1].toArray(); }
    QJsonObject record(const QJsonArray &devices) const
    {
        return m_server->get(QString(u"/api/v1/devices/"_s + devices[0]["id"_L1].toString()), m_token).json();
    }
    QJsonArray items(const QJsonObject &device, const QString &part) const
    {
        return m_server->get(QString(u"/api/v1/devices/"_s + device["id"_L1].toString() + u'/' + part), m_token)
            .json()["items"_L1]
            .toArray();
    }

    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerInventory)
#include "tst_server_inventory.moc"
