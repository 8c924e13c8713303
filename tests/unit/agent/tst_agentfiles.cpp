// Files and authorities: placed whole, taken back, contents fetched by hash and resumed.
#include "agent/content/contentfetcher.h"
#include "agent/items/authority.h"
#include "agent/items/filestore.h"
#include "api/agentprotocol.h"
#include "base/digest.h"
#include "domain/managedfile.h"
#include "domain/managedpath.h"
#include "tree.h"

#include <csignal>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QString place = u"/opt/example/data.bin"_s;

struct Bench {
    Tree tree;
    Tree stateTree;
    RootDir root{tree.root()};
    RootDir state{stateTree.root()};
    FileStore store{root, state};

    FilePlan plan(const QByteArray &content, qint64 revision = 1, const QString &path = place) const
    {
        const QString hash = sha256Hex(content);
        stateTree.file(ContentStore::path(hash), content);
        return {u"fil-1"_s, revision, path, 0640, hash, ContentStore::path(hash)};
    }
    template<class Work> void killedAt(const char *point, const Work &work)
    {
        const pid_t child = fork();
        if (child == 0) {
            FileStore dying(root, state, [point](const char *reached) {
                if (qstrcmp(reached, point) == 0)
                    ::kill(::getpid(), SIGKILL);
            });
            work(dying);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
    }
};

// Serves one content over HTTP; cuts the first answers short, and keeps what was asked for.
class ContentServer : public QObject {
    Q_OBJECT
public:
    QByteArray content;
    QStringList ranges; // of each request; empty: none
    int cuts = 0; // answers to be cut off in the middle
    bool knowsRanges = true;

    ContentServer()
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(*socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort())); }

private:
    void answer(QTcpSocket &socket)
    {
        const QByteArray request = socket.readAll();
        const qsizetype at = request.indexOf("Range: bytes=");
        const qint64 from =
            at < 0 || !knowsRanges ? 0 : request.mid(at + 13, request.indexOf('-', at) - at - 13).toLongLong();
        ranges.append(at < 0 ? QString() : QString::number(from));
        QByteArray body = content.mid(from);
        QByteArray head = from > 0
            ? QByteArray("HTTP/1.1 206 X\r\nContent-Range: bytes " + QByteArray::number(from) + '-'
                + QByteArray::number(content.size() - 1) + '/' + QByteArray::number(content.size()) + "\r\n")
            : QByteArray("HTTP/1.1 200 X\r\n");
        head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
        const bool cut = cuts > 0;
        if (cut) {
            --cuts;
            body = body.left(body.size() / 2);
        }
        socket.write(head + body);
        if (cut)
            socket.disconnectFromHost();
    }
    QTcpServer m_server;
};

// Runs openssl(1), as an administrator makes certificates.
QByteArray certificateMadeBy(const QStringList &extra)
{
    QTemporaryDir directory;
    QProcess openssl;
    openssl.start(u"openssl"_s,
        QStringList{u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
            u"-nodes"_s, u"-keyout"_s, directory.filePath(u"key"_s), u"-subj"_s, u"/CN=Example Authority"_s, u"-days"_s,
            u"30"_s}
            + extra);
    openssl.waitForFinished();
    return openssl.readAllStandardOutput();
}

} // namespace

class TestAgentFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void placedAndTakenBack();
    void anotherRevisionMayLieElsewhere();
    void foreignAndChangedFilesAreLeftAlone();
    void aCrashLeavesOneOrTheOther_data();
    void aCrashLeavesOneOrTheOther();
    void pathsAreLimited_data();
    void pathsAreLimited();
    void rightsAreLimited();
    void contentsAreFetchedAndResumed();
    void wrongContentsAreRefused();
    void authorities();
};

void TestAgentFiles::placedAndTakenBack()
{
    Bench bench;
    const auto before = bench.tree.everything();
    const QByteArray content = QByteArray(300'000, 'x') + '\0';
    const auto proof = bench.store.install(bench.plan(content));
    QVERIFY(proof);
    QCOMPARE(proof.value().value("sha256"_L1).toString(), sha256Hex(content));
    QCOMPARE(bench.tree.read(place), content);
    struct stat info = {};
    QCOMPARE(::stat(QFile::encodeName(bench.tree.path(place)).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 07777), 0640);
    QVERIFY(bench.store.items().value().first().verified);
    bench.tree.file(place, "changed");
    QVERIFY(!bench.store.items().value().first().verified);
    bench.tree.file(place, content);
    QVERIFY(bench.store.items().value().first().verified);
    QVERIFY(bench.store.remove(u"fil-1"_s));
    QCOMPARE(bench.tree.everything(), before);
    QVERIFY(!bench.store.isInstalled(u"fil-1"_s).value());
}

void TestAgentFiles::anotherRevisionMayLieElsewhere()
{
    Bench bench;
    QVERIFY(bench.store.install(bench.plan("one")));
    QVERIFY(bench.store.install(bench.plan("two", 2)));
    QCOMPARE(bench.tree.read(place), QByteArray("two"));
    QVERIFY(bench.store.install(bench.plan("three", 3, u"/srv/other/name"_s)));
    QVERIFY(!bench.tree.exists(u"/opt/example"_s));
    QCOMPARE(bench.tree.read(u"/srv/other/name"_s), QByteArray("three"));
    FilePlan second = bench.plan("four", 1, u"/srv/other/name"_s);
    second.id = u"fil-2"_s;
    QCOMPARE(bench.store.install(second).error().code, u"conflict"_s);
}

void TestAgentFiles::foreignAndChangedFilesAreLeftAlone()
{
    Bench bench;
    bench.tree.file(place, "somebody's");
    QCOMPARE(bench.store.install(bench.plan("ours")).error().code, u"conflict"_s);
    QCOMPARE(bench.tree.read(place), QByteArray("somebody's"));
    QVERIFY(QFile::remove(bench.tree.path(place)));
    QVERIFY(bench.store.install(bench.plan("ours")));
    bench.tree.file(place, "theirs now");
    QCOMPARE(bench.store.install(bench.plan("newer", 2)).error().code, u"conflict"_s);
    QCOMPARE(bench.store.remove(u"fil-1"_s).error().code, u"conflict"_s);
    QCOMPARE(bench.tree.read(place), QByteArray("theirs now"));
}

void TestAgentFiles::aCrashLeavesOneOrTheOther_data()
{
    QTest::addColumn<QByteArray>("point");
    QTest::addColumn<bool>("isNew");
    QTest::newRow("recorded") << QByteArray("file-recorded") << false;
    QTest::newRow("copied") << QByteArray("file-copied") << true;
    QTest::newRow("moved") << QByteArray("file-moved") << true;
}

void TestAgentFiles::aCrashLeavesOneOrTheOther()
{
    QFETCH(QByteArray, point);
    QFETCH(bool, isNew);
    Bench bench;
    QVERIFY(bench.store.install(bench.plan("one")));
    const FilePlan second = bench.plan("two", 2, u"/srv/other/name"_s);
    bench.killedAt(point.constData(), [&second](FileStore &store) { (void)store.install(second); });
    QVERIFY(bench.store.recover());
    QCOMPARE(bench.tree.exists(place), !isNew);
    QCOMPARE(bench.tree.exists(u"/srv/other/name"_s), isNew);
    QCOMPARE(bench.store.verified(u"fil-1"_s).value()->value("revision"_L1).toInteger(), isNew ? 2 : 1);
    QVERIFY(bench.store.install(second)); // again
    bench.killedAt("file-recorded", [](FileStore &store) { (void)store.remove(u"fil-1"_s); });
    QVERIFY(bench.store.recover());
    QVERIFY(bench.tree.everything().isEmpty());
}

void TestAgentFiles::pathsAreLimited_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("opt") << u"/opt/a/b"_s << true;
    QTest::newRow("background") << u"/usr/share/backgrounds/example.png"_s << true;
    QTest::newRow("passwd") << u"/etc/passwd"_s << false;
    QTest::newRow("cron") << u"/etc/cron.d/x"_s << false;
    QTest::newRow("authority") << u"/usr/local/share/ca-certificates/x.crt"_s << false;
    QTest::newRow("dots") << u"/opt/../etc/passwd"_s << false;
    QTest::newRow("relative") << u"opt/a"_s << false;
    QTest::newRow("directory") << u"/opt/a/"_s << false;
    QTest::newRow("line") << u"/opt/a\nb"_s << false;
    QTest::newRow("long") << u"/opt/"_s + QString(600, u'a') << false;
}

void TestAgentFiles::pathsAreLimited()
{
    QFETCH(QString, path);
    QFETCH(bool, allowed);
    QCOMPARE(managedPathProblem(path).isEmpty(), allowed);
}

void TestAgentFiles::rightsAreLimited()
{
    QCOMPARE(managedMode({}), std::optional(0644));
    QCOMPARE(managedMode(u"600"_s), std::optional(0600));
    QCOMPARE(managedMode(u"0755"_s), std::optional(0755));
    for (const QString &text : {u"0777"_s, u"0664"_s, u"4755"_s, u"0044"_s, u"0648"_s, u"rw-"_s, u"00644"_s, u"-644"_s})
        QVERIFY2(!managedMode(text), qPrintable(text));
    // one rule here and where files are made
    QVERIFY(targetProblems(Platform::Linux, u"/opt/a"_s, u"0755"_s).isEmpty());
    QCOMPARE(targetProblems(Platform::Linux, u"/opt/a"_s, u"0777"_s).first().field, u"mode"_s);
    QCOMPARE(targetProblems(Platform::Linux, u"/etc/motd"_s, {}).first().field, u"path"_s);
}

void TestAgentFiles::contentsAreFetchedAndResumed()
{
    ContentServer server;
    server.content = randomBytes(500'000);
    server.cuts = 1;
    Tree stateTree;
    const RootDir state(stateTree.root());
    const ContentStore store(state);
    HttpClient http({server.url(), {}});
    ContentFetcher fetcher(http, store);
    const ContentReference content{sha256Hex(server.content), server.content.size()};
    std::optional<Result<Done>> end;
    fetcher.fetch(content, "Bearer x", [&end](const Result<Done> &result) { end = result; });
    QTRY_VERIFY_WITH_TIMEOUT(end.has_value(), 30'000);
    QVERIFY2(bool(*end), *end ? "" : qPrintable(end->error().code));
    QVERIFY(store.has(content).value());
    QVERIFY(server.ranges.size() >= 2);
    QVERIFY(server.ranges.last().toLongLong() > 0); // not from the beginning
    // what is there is not fetched again
    const qsizetype requests = server.ranges.size();
    end.reset();
    fetcher.fetch(content, "Bearer x", [&end](const Result<Done> &result) { end = result; });
    QTRY_VERIFY(end.has_value());
    QCOMPARE(server.ranges.size(), requests);
    // a server that knows no ranges begins anew
    store.remove(content.sha256);
    server.knowsRanges = false;
    server.cuts = 1;
    end.reset();
    fetcher.fetch(content, "Bearer x", [&end](const Result<Done> &result) { end = result; });
    QTRY_VERIFY_WITH_TIMEOUT(end.has_value(), 30'000);
    QVERIFY(bool(*end) && store.has(content).value());
}

void TestAgentFiles::wrongContentsAreRefused()
{
    ContentServer server;
    server.content = QByteArray(1'000, 'x');
    Tree stateTree;
    const RootDir state(stateTree.root());
    const ContentStore store(state);
    HttpClient http({server.url(), {}});
    ContentFetcher fetcher(http, store);
    const auto codeOf = [&](const ContentReference &content) {
        std::optional<Result<Done>> end;
        fetcher.fetch(content, {}, [&end](const Result<Done> &result) { end = result; });
        [&end] { QTRY_VERIFY(end.has_value()); }();
        return end && !*end ? end->error().code : QString();
    };
    QCOMPARE(codeOf({sha256Hex(QByteArrayView("other")), 1'000}), u"content.wrong-hash"_s);
    QCOMPARE(codeOf({sha256Hex(server.content), 2'000}), u"content.wrong-size"_s);
    QCOMPARE(codeOf({sha256Hex(server.content), 999}), u"content.too-large"_s);
    QCOMPARE(codeOf({u"../../etc/passwd"_s, 1}), u"command.parameters"_s);
    QCOMPARE(codeOf({sha256Hex(server.content), maximumContent + 1}), u"content.too-large"_s);
    QVERIFY(QDir(stateTree.path(u"/content"_s)).isEmpty());
}

void TestAgentFiles::authorities()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QByteArray authority = certificateMadeBy({});
    QVERIFY(!authority.isEmpty());
    const auto files = authorityFiles(u"crt-1"_s, authority, now);
    QVERIFY(files);
    QCOMPARE(files.value().first().path, u"/usr/local/share/ca-certificates/belvedere-crt-1.crt"_s);
    QCOMPARE(authorityFiles(u"crt-1"_s, authority + authority, now).error().code, u"certificate.malformed"_s);
    QCOMPARE(authorityFiles(u"crt-1"_s, "nonsense", now).error().code, u"certificate.malformed"_s);
    QCOMPARE(authorityFiles(u"crt-1"_s, authority, now.addDays(60)).error().code, u"certificate.expired"_s);
    const QByteArray leaf = certificateMadeBy({u"-addext"_s, u"basicConstraints=critical,CA:FALSE"_s});
    QCOMPARE(authorityFiles(u"crt-1"_s, leaf, now).error().code, u"certificate.not-an-authority"_s);
}

QTEST_GUILESS_MAIN(TestAgentFiles)
#include "tst_agentfiles.moc"
