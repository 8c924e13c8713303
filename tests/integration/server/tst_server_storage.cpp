// A server whose disk fails it: no space, no right to write, a damaged file, a site that another program holds.
#include "support/serverprocess.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QTest>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestServerStorage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fullDiskRefusesLosesNothingAndGoesOn()
    {
        // A small disk of the server's own, in a namespace where an ordinary user may make one; this process reaches
        // it through /proc.
        const QString unshare = QStandardPaths::findExecutable(u"unshare"_s);
        QTemporaryDir mount;
        QProcess attempt;
        attempt.start(unshare, {u"-rm"_s, u"mount"_s, u"-t"_s, u"tmpfs"_s, u"tmpfs"_s, mount.path()});
        if (unshare.isEmpty() || !attempt.waitForFinished() || attempt.exitCode() != 0)
            QSKIP("a file system of one's own needs user namespaces");

        ServerProcess server;
        server.setData(QString(mount.path() + u"/site"_s));
        const QString shell = u"mount -t tmpfs -o size=8m tmpfs \"$0\" && exec \"$@\""_s;
        QVERIFY2(server.startThrough(unshare, {u"-rm"_s, u"sh"_s, u"-c"_s, shell, mount.path()}),
            qPrintable(server.errors()));
        const QByteArray token = server.administrator();
        QVERIFY(!token.isEmpty());
        const QString disk = u"/proc/%1/root%2"_s.arg(server.pid()).arg(mount.path());
        QFile ballast(QString(disk + u"/ballast"_s));
        if (!ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            QSKIP("the server's file system cannot be reached");

        QSet<QString> answered;
        const auto person = [&] {
            return server.post(u"/api/v1/persons"_s, token,
                {{u"name"_s, QString(8'000, u'x').prepend(u"P "_s).left(200)},
                    {u"department"_s, QString(30'000, u'd')}});
        };
        const HttpReply first = person();
        QCOMPARE(first.status, 200);
        answered.insert(first.json()["id"_L1].toString());
        while (ballast.write(QByteArray(4'096, 'x')) == 4'096) { }

        HttpReply refused;
        for (int i = 0; i < 500 && refused.status != 507; ++i) {
            refused = person();
            if (refused.status == 200)
                answered.insert(refused.json()["id"_L1].toString());
            else
                QCOMPARE(refused.status, 507);
        }
        QCOMPARE(refused.code(), u"store.full"_s);
        QCOMPARE(server.get(u"/api/v1/persons?limit=1"_s, token).status, 200); // reading goes on

        QVERIFY(ballast.resize(0));
        const HttpReply again = person();
        QCOMPARE(again.status, 200);
        answered.insert(again.json()["id"_L1].toString());
        QSet<QString> there;
        for (const QJsonValue item : server.get(u"/api/v1/persons?limit=1000"_s, token).json()["items"_L1].toArray())
            there.insert(item["id"_L1].toString());
        QCOMPARE(there, answered);
        QCOMPARE(server.stop(), 0);
    }

    void aSecondServerInTheDirectoryIsRefused()
    {
        ServerProcess first;
        QVERIFY2(first.start(), qPrintable(first.errors()));
        if (TestDatabase::isPostgres())
            QSKIP("servers may share it");
        ServerProcess second;
        second.setData(first.data());
        QVERIFY(!second.start());
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.errors().contains(u"store.in-use"_s));
        // what a server that was killed has left does not count
        first.kill();
        QVERIFY2(second.start(), qPrintable(second.errors()));
        QCOMPARE(second.stop(), 0);
        QVERIFY2(first.start(), qPrintable(first.errors()));
    }

    void placeThatCannotBeWrittenIsTold()
    {
        ServerProcess server;
        server.setData(u"/proc/belvedere"_s); // where even root makes no directory
        QVERIFY(!server.start());
        QCOMPARE(server.exitCode(), 1);
        QVERIFY(server.errors().contains("store.unreadable"_L1));
    }

    void fileInPlaceOfTheDirectoryIsTold()
    {
        ServerProcess server;
        QFile file(server.data());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QVERIFY(!server.start());
        QVERIFY(server.errors().contains("store.unreadable"_L1));
    }

    void damagedSiteIsNotServed()
    {
        ServerProcess server;
        QVERIFY(server.start());
        QCOMPARE(server.stop(), 0);
        QFile file(QString(server.data() + u"/site.db"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(0));
        file.write(QByteArray(4'096, 'x'));
        file.close();
        QVERIFY(!server.start());
        QCOMPARE(server.exitCode(), 1);
        QVERIFY(server.errors().contains("store.corrupt"_L1));
    }

    void siteOfANewerProgramIsNotServed()
    {
        ServerProcess server;
        QVERIFY(server.start());
        QCOMPARE(server.stop(), 0);
        execute(server, u"INSERT INTO migrations (number, hash) VALUES (999, 'x')"_s);
        QVERIFY(!server.start());
        QVERIFY(server.errors().contains("store.newer"_L1));
    }

    void siteThatAnotherProgramHoldsIsRefused()
    {
        ServerProcess server;
        QVERIFY(server.start());
        QCOMPARE(server.stop(), 0);
        {
            QSqlDatabase other = open(server);
            QSqlQuery query(other);
            QVERIFY2(query.exec(u"BEGIN EXCLUSIVE"_s), qPrintable(query.lastError().text()));
            QVERIFY(!server.start());
            QVERIFY(server.errors().contains("store.locked"_L1));
            QVERIFY(query.exec(u"ROLLBACK"_s));
        }
        QSqlDatabase::removeDatabase(u"other"_s);
        QVERIFY2(server.start(), qPrintable(server.errors()));
    }

    void firstAdministratorIsMadeOnce()
    {
        ServerProcess server;
        QVERIFY(server.start());
        QCOMPARE(server.stop(), 0);
        QVERIFY(server.start());
        QVERIFY(!server.administrator().isEmpty());
        QCOMPARE(server.get(u"/api/v1/accounts"_s, server.administrator()).json()["total"_L1].toInt(), 1);
    }

    void directoryIsForItsOwnerAlone()
    {
        ServerProcess server;
        QVERIFY(server.start());
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(server.data()) & others));
    }

private:
    static QSqlDatabase open(const ServerProcess &server)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        database.setDatabaseName(QString(server.data() + u"/site.db"_s));
        database.open();
        return database;
    }
    static void execute(const ServerProcess &server, const QString &statement)
    {
        {
            QSqlDatabase database = open(server);
            QSqlQuery query(database);
            QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
        }
        QSqlDatabase::removeDatabase(u"other"_s);
    }
};

QTEST_GUILESS_MAIN(TestServerStorage)
#include "tst_server_storage.moc"
