// The commands backup and restore of the real server: while it serves, into a new site, and from a damaged file.
#include "support/places.h"
#include "support/serverprocess.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestServerBackup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void siteIsBackedUpWhileItServesAndRestored()
    {
        ServerProcess server;
        QVERIFY2(server.start({u"--seed-demo"_s, u"40"_s}), qPrintable(server.errors()));
        const QByteArray before = server.administrator();
        QCOMPARE(run({u"backup"_s, backup()}, server).first, 0);
        const QJsonObject devices = server.get(u"/api/v1/devices?limit=1000"_s, before).json();
        QCOMPARE(devices["total"_L1].toInt(), 40);
        QCOMPARE(server.stop(), 0);

        ServerProcess restored;
        QCOMPARE(run({u"restore"_s, backup()}, restored).first, 0);
        QVERIFY2(restored.start(), qPrintable(restored.errors()));
        // a session may have been ended after the backup
        QCOMPARE(restored.get(u"/api/v1/devices?limit=1"_s, before).status, 401);
        const QByteArray token = restored.administrator();
        QVERIFY(!token.isEmpty());
        QCOMPARE(restored.get(u"/api/v1/devices?limit=1000"_s, token).json(), devices);
        QCOMPARE(restored.post(u"/api/v1/persons"_s, token, {{u"name"_s, u"Anna"_s}}).status, 200);

        const auto [code, said] = run({u"restore"_s, backup()}, restored);
        QCOMPARE(code, 1);
        QVERIFY(said.contains("restore.not-empty"));
        QCOMPARE(restored.get(u"/api/v1/persons?query=name%3DAnna"_s, token).json()["total"_L1].toInt(), 1);
    }

    void damagedFileLeavesNothing()
    {
        ServerProcess server;
        QVERIFY2(server.start(), qPrintable(server.errors()));
        QCOMPARE(run({u"backup"_s, backup()}, server).first, 0);
        QFile file(backup());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() - 10));
        file.close();
        ServerProcess other;
        const auto [code, said] = run({u"restore"_s, backup()}, other);
        QCOMPARE(code, 1);
        QVERIFY(said.contains("backup.damaged"));
        QVERIFY(QDir(other.data()).isEmpty());
        QVERIFY2(other.start(), qPrintable(other.errors())); // as a new site
    }

    void wrongCommandLinesAreTold()
    {
        const ServerProcess server;
        QCOMPARE(run({u"backup"_s}, server).first, 2);
        QCOMPARE(run({u"restore"_s, u"a"_s, u"b"_s}, server).first, 2);
        QCOMPARE(run({u"copy"_s, u"a"_s}, server).first, 2);
        QCOMPARE(run({u"--database"_s, u"mysql://x/y"_s}, server).first, 2);
    }

private:
    QString backup() const { return m_dir.filePath(u"backup"_s); }
    // Exit code and everything said.
    static std::pair<int, QByteArray> run(const QStringList &arguments, const ServerProcess &site)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        QStringList line = arguments + QStringList{u"--data"_s, site.data()};
        if (TestDatabase::isPostgres() && !arguments.contains(u"--database"_s))
            line << u"--database"_s << site.database().place();
        process.start(programPath(u"belvedere-server"), line);
        const bool isOver = process.waitForFinished(ServerProcess::patience);
        return {isOver ? process.exitCode() : -1, process.readAll()};
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestServerBackup)
#include "tst_server_backup.moc"
