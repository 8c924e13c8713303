// Uploads over HTTP: pieces, interruptions, refusals, and what is left of them.
#include "support/places.h"
#include "support/relay.h"
#include "support/uploads.h"

#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, '\0');
    quint32 state = 1;
    for (char &c : bytes) {
        state = state * 1'664'525 + 1'013'904'223;
        c = char(state >> 24);
    }
    return bytes;
}

QString offsetOf(const HttpReply &reply) { return reply.json()["errors"_L1].toArray().at(0)["message"_L1].toString(); }

} // namespace

class TestServerUploads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        m_admin = m_server.administrator();
    }

    void piecesBecomeAFile()
    {
        const QByteArray bytes = noise(300'000);
        const QString id = announce(m_server, m_admin, u"setup.deb"_s, bytes.size(), hexDigest(bytes));
        QVERIFY(!id.isEmpty());
        QCOMPARE(sendPiece(m_server, m_admin, id, 0, bytes.first(100'000)).json()["offset"_L1].toInt(), 100'000);
        const HttpReply repeated = sendPiece(m_server, m_admin, id, 0, bytes.first(100'000));
        QCOMPARE(repeated.status, 409);
        QCOMPARE(repeated.code(), u"upload.offset"_s);
        QCOMPARE(offsetOf(repeated), u"100000"_s);
        QCOMPARE(finishUpload(m_server, m_admin, id).code(), u"upload.offset"_s);
        QCOMPARE(sendPiece(m_server, m_admin, id, 100'000, bytes.sliced(100'000)).status, 200);
        const HttpReply done = finishUpload(m_server, m_admin, id);
        QCOMPARE(done.status, 200);
        QCOMPARE(done.json()["sha256"_L1].toString(), hexDigest(bytes));
        QVERIFY(done.json()["finished"_L1].toBool());
        QCOMPARE(sendPiece(m_server, m_admin, id, 300'000, "x").code(), u"upload.finished"_s);
    }

    void goesOnAfterARestart()
    {
        const QByteArray bytes = noise(200'000);
        const QString id = announce(m_server, m_admin, u"big.bin"_s, bytes.size());
        QCOMPARE(sendPiece(m_server, m_admin, id, 0, bytes.first(150'000)).status, 200);
        m_server.kill();
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        const HttpReply there = m_server.get(u"/api/v1/uploads/"_s + id, m_admin);
        QCOMPARE(there.json()["offset"_L1].toInt(), 150'000);
        QCOMPARE(sendPiece(m_server, m_admin, id, 150'000, bytes.sliced(150'000)).status, 200);
        QCOMPARE(finishUpload(m_server, m_admin, id).json()["sha256"_L1].toString(), hexDigest(bytes));
    }

    void anotherDigestIsRefused()
    {
        const QString id = announce(m_server, m_admin, u"a.bin"_s, 3, hexDigest("abc"));
        QCOMPARE(sendPiece(m_server, m_admin, id, 0, "abd").status, 200);
        const HttpReply refused = finishUpload(m_server, m_admin, id);
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), u"upload.hash"_s);
        // nothing can be made of it
        const HttpReply file = m_server.post(u"/api/v1/files"_s, m_admin,
            {{u"name"_s, u"x"_s}, {u"platform"_s, u"linux"_s}, {u"path"_s, u"/srv/x"_s}, {u"upload"_s, id}});
        QCOMPARE(file.code(), u"upload.unfinished"_s);
    }

    void isRefusedBeforeItIsRead_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<QString>("sha256");
        QTest::addColumn<QString>("code");
        QTest::newRow("more than 2 GiB") << u"a"_s << (qint64(2) << 30) + 1 << QString() << u"upload.too-large"_s;
        QTest::newRow("negative") << u"a"_s << qint64(-1) << QString() << u"validation"_s;
        QTest::newRow("a path") << u"../a"_s << qint64(1) << QString() << u"validation"_s;
        QTest::newRow("a control character") << u"a\u0007"_s << qint64(1) << QString() << u"validation"_s;
        QTest::newRow("turned writing") << u"a\u202egnp.exe"_s << qint64(1) << QString() << u"validation"_s;
        QTest::newRow("no digest") << u"a"_s << qint64(1) << u"ABC"_s << u"validation"_s;
    }
    void isRefusedBeforeItIsRead()
    {
        QFETCH(const QString, name);
        QFETCH(const qint64, size);
        QFETCH(const QString, sha256);
        QFETCH(const QString, code);
        QJsonObject body{{u"name"_s, name}, {u"size"_s, size}};
        if (!sha256.isEmpty())
            body.insert(u"sha256"_s, sha256);
        const HttpReply reply = m_server.post(u"/api/v1/uploads"_s, m_admin, body);
        QVERIFY(reply.code().startsWith(code));
    }

    void aPieceIsBounded()
    {
        const QString id = announce(m_server, m_admin, u"a.bin"_s, 10'000'000);
        QCOMPARE(sendPiece(m_server, m_admin, id, 0, QByteArray(4 * 1024 * 1024 + 1, 'x')).status, 413);
        QCOMPARE(sendPiece(m_server, m_admin, id, 0, QByteArray(4 * 1024 * 1024, 'x')).status, 200);
        const QString small = announce(m_server, m_admin, u"a.bin"_s, 2);
        QCOMPARE(sendPiece(m_server, m_admin, small, 0, "abc").status, 422);
        // JSON is no content
        QCOMPARE(m_server.ask("PATCH", u"/api/v1/uploads/%1?offset=0"_s.arg(small), m_admin, "{}").status, 415);
    }

    void belongsToWhoAnnouncedIt()
    {
        const QByteArray other = m_server.account(m_admin, u"other@example.org"_s, u"administrator"_s);
        const QString id = announce(m_server, m_admin, u"a.bin"_s, 3);
        QCOMPARE(sendPiece(m_server, other, id, 0, "abc").status, 404);
        QCOMPARE(m_server.get(u"/api/v1/uploads/"_s + id, other).status, 404);
        QCOMPARE(m_server.post(u"/api/v1/uploads/%1/cancel"_s.arg(id), m_admin, {}).status, 204);
        QCOMPARE(sendPiece(m_server, m_admin, id, 0, "abc").status, 404);
    }

    // Another window of the account may be about to use it.
    void whatIsFinishedIsNotCancelled()
    {
        const QString id = uploaded(m_server, m_admin, u"kept.bin"_s, "abc");
        QVERIFY(!id.isEmpty());
        QCOMPARE(m_server.post(u"/api/v1/uploads/%1/cancel"_s.arg(id), m_admin, {}).status, 204);
        QVERIFY(m_server.get(u"/api/v1/uploads/"_s + id, m_admin).json()["finished"_L1].toBool());
        const HttpReply made = m_server.post(u"/api/v1/files"_s, m_admin,
            {{u"name"_s, u"Kept"_s}, {u"platform"_s, u"linux"_s}, {u"path"_s, u"/srv/kept"_s}, {u"upload"_s, id}});
        QCOMPARE(made.status, 200);
        QCOMPARE(made.json()["sha256"_L1].toString(), hexDigest("abc"));
    }

    // What the account can go on with: nothing of others, nothing that was given up.
    void ownUploadsAreListed()
    {
        const QByteArray other = m_server.account(m_admin, u"third@example.org"_s, u"administrator"_s);
        const QByteArray reader = m_server.account(m_admin, u"auditor@example.org"_s, u"auditor"_s);
        const QString begun = announce(m_server, other, u"a.bin"_s, 3, hexDigest("abc"));
        const QString done = uploaded(m_server, other, u"b.bin"_s, "abc");
        const QString gone = announce(m_server, other, u"c.bin"_s, 3);
        QCOMPARE(m_server.post(u"/api/v1/uploads/%1/cancel"_s.arg(gone), other, {}).status, 204);
        QVERIFY(!announce(m_server, m_admin, u"d.bin"_s, 3).isEmpty());
        QCOMPARE(sendPiece(m_server, other, begun, 0, "ab").status, 200);
        const QJsonObject page = m_server.get(u"/api/v1/uploads"_s, other).json();
        QCOMPARE(page["total"_L1].toInt(), 2);
        const QJsonObject first = page["items"_L1][0].toObject();
        QCOMPARE(first["id"_L1].toString(), begun);
        QCOMPARE(first["offset"_L1].toInt(), 2);
        QCOMPARE(first["sha256"_L1].toString(), hexDigest("abc"));
        QVERIFY(!first["finished"_L1].toBool());
        QCOMPARE(page["items"_L1][1]["id"_L1].toString(), done);
        QCOMPARE(m_server.get(u"/api/v1/uploads"_s, reader).status, 403);
    }

    // The command is given again and sends the rest.
    void aKilledCommandIsGoneOnWith()
    {
        const QByteArray bytes = noise(6 * 1024 * 1024);
        const QString path = m_dir.filePath(u"large.bin"_s);
        write(path, bytes);
        write(m_dir.filePath(u"password"_s), ServerProcess::adminPassword);
        Relay relay(quint16(QUrl(m_server.url()).port()));
        const QStringList words{u"--site"_s, relay.url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
            u"--password-file"_s, m_dir.filePath(u"password"_s), u"files"_s, u"create"_s, u"--upload"_s, path,
            u"--platform"_s, u"linux"_s, u"--path"_s, u"/srv/large.bin"_s};
        relay.cutAt("offset=3145728");
        QProcess killed;
        killed.start(programPath(u"belvedere-cli"), words);
        QTRY_VERIFY_WITH_TIMEOUT(relay.isCut(), ServerProcess::patience);
        killed.kill();
        QVERIFY(killed.waitForFinished());
        relay.heal();
        QProcess again;
        again.start(programPath(u"belvedere-cli"), words);
        QTRY_COMPARE_WITH_TIMEOUT(again.state(), QProcess::NotRunning, ServerProcess::patience);
        const QByteArray said = again.readAllStandardError();
        QVERIFY2(again.exitCode() == 0, said.constData());
        QVERIFY2(said.contains("large.bin: going on with an earlier upload that had brought 3"), said.constData());
        const QString id = QString::fromUtf8(again.readAllStandardOutput().trimmed());
        const QJsonObject made = m_server.get(u"/api/v1/files/"_s + id, m_admin).json();
        QCOMPARE(made["sha256"_L1].toString(), hexDigest(bytes));
        int uploads = 0;
        for (const QJsonValue upload : m_server.get(u"/api/v1/uploads"_s, m_admin).json()["items"_L1].toArray())
            uploads += int(upload["name"_L1].toString() == u"large.bin"_s);
        QCOMPARE(uploads, 1);
    }

    void limitsAreTheSites()
    {
        const HttpReply set =
            m_server.post(u"/api/v1/uploads/limits"_s, m_admin, {{u"maximum"_s, 1'000}, {u"total"_s, 50'000'000}});
        QCOMPARE(set.status, 200);
        QCOMPARE(m_server.get(u"/api/v1/uploads/limits"_s, m_admin).json()["maximum"_L1].toInt(), 1'000);
        QVERIFY(announce(m_server, m_admin, u"a.bin"_s, 1'001).isEmpty());
        QVERIFY(!announce(m_server, m_admin, u"a.bin"_s, 1'000).isEmpty());
        QCOMPARE(
            m_server.post(u"/api/v1/uploads/limits"_s, m_admin, {{u"maximum"_s, 1'000}, {u"total"_s, 0}}).status, 200);
        const HttpReply full = m_server.post(u"/api/v1/uploads"_s, m_admin, {{u"name"_s, u"a"_s}, {u"size"_s, 1}});
        QCOMPARE(full.code(), u"upload.no-room"_s);
        QCOMPARE(m_server
                     .post(u"/api/v1/uploads/limits"_s, m_admin,
                         {{u"maximum"_s, qint64(1) << 31}, {u"total"_s, qint64(1) << 36}})
                     .status,
            200);
    }

    // Two servers over one database: of pieces at the same place one is taken, and nothing gets mixed.
    void serversTakeTurns()
    {
        if (!TestDatabase::isPostgres())
            QSKIP("needs PostgreSQL");
        ServerProcess second;
        second.shareDatabaseOf(m_server);
        QVERIFY2(second.start(), qPrintable(second.errors()));
        const QByteArray bytes = noise(500'000);
        const QString id = announce(m_server, m_admin, u"shared.bin"_s, bytes.size(), hexDigest(bytes));
        for (qsizetype offset = 0; offset < bytes.size(); offset += 100'000) {
            const ServerProcess &one = (offset / 100'000) % 2 == 0 ? m_server : second;
            const ServerProcess &late = (offset / 100'000) % 2 == 0 ? second : m_server;
            QCOMPARE(sendPiece(one, m_admin, id, offset, bytes.sliced(offset, 100'000)).status, 200);
            QCOMPARE(sendPiece(late, m_admin, id, offset, bytes.sliced(offset, 100'000)).code(), u"upload.offset"_s);
        }
        QCOMPARE(finishUpload(second, m_admin, id).json()["sha256"_L1].toString(), hexDigest(bytes));
    }

private:
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    QTemporaryDir m_dir;
    ServerProcess m_server;
    QByteArray m_admin;
};

QTEST_GUILESS_MAIN(TestServerUploads)
#include "tst_server_uploads.moc"
