// Limits of time, size and number, each with a client that goes beyond it.
#include "peer.h"
#include "service.h"

#include <ctime>
#include <QElapsedTimer>
#include <QHostAddress>
#include <QTest>
#include <sys/resource.h>

using namespace belvedere;
using namespace belvedere::http;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

class TestHttpLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsASlowHead()
    {
        Limits limits;
        limits.headerTime = milliseconds(300);
        serve(limits);
        Peer peer;
        QVERIFY(peer.connectTo(m_service->port()));
        QVERIFY(peer.send("GET /echo HTTP/1.1\r\n"));
        // a header now and then does not buy more time
        QElapsedTimer clock;
        clock.start();
        while (!peer.socket().waitForReadyRead(50) && clock.elapsed() < Peer::patience)
            QVERIFY(peer.send("X-Slow: a\r\n"));
        const Answer answer = peer.read();
        QCOMPARE(answer.status, 408);
        QCOMPARE(answer.code(), u"request.timeout"_s);
        QVERIFY(peer.waitClosed());
    }

    void endsASlowBody()
    {
        Limits limits;
        limits.bodyTime = milliseconds(300);
        limits.bodyRate = 1000;
        serve(limits);
        Peer peer;
        QVERIFY(peer.connectTo(m_service->port()));
        QVERIFY(peer.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n"));
        QElapsedTimer clock;
        clock.start();
        while (!peer.socket().waitForReadyRead(50) && clock.elapsed() < Peer::patience)
            QVERIFY(peer.send("x"));
        QCOMPARE(peer.read().code(), u"request.timeout"_s);
        QVERIFY(peer.waitClosed());
    }

    void bearsABodyThatKeepsTheRate()
    {
        Limits limits;
        limits.bodyTime = milliseconds(300);
        limits.bodyRate = 1000;
        serve(limits);
        Peer peer;
        QVERIFY(peer.connectTo(m_service->port()));
        QVERIFY(peer.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10000\r\n\r\n"));
        for (int i = 0; i < 9; ++i) {
            QVERIFY(peer.send(QByteArray(1000, 'x')));
            QVERIFY(!peer.socket().waitForReadyRead(100));
        }
        QVERIFY(peer.send(QByteArray(1000, 'x')));
        QCOMPARE(peer.read().status, 200);
    }

    void closesWhatIsIdle()
    {
        Limits limits;
        limits.idleTime = milliseconds(300);
        serve(limits);
        Peer fresh;
        Peer used;
        QVERIFY(fresh.connectTo(m_service->port()));
        QVERIFY(used.connectTo(m_service->port()));
        QCOMPARE(used.ask(get("/echo")).status, 200);
        QVERIFY(fresh.waitClosed());
        QVERIFY(used.waitClosed());
    }

    void answersForAHandlerThatTakesTooLong()
    {
        Limits limits;
        limits.answerTime = milliseconds(200);
        serve(limits);
        Peer peer;
        QVERIFY(peer.connectTo(m_service->port()));
        const Answer answer = peer.ask(get("/keep"));
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.code(), u"server.timeout"_s);
        QVERIFY(!m_service->kept->isOpen());
        m_service->kept->send({200, "text/plain", "late", {}});
        QVERIFY(peer.waitClosed());
    }

    void closesAClientThatDoesNotReadItsAnswer()
    {
        Limits limits;
        limits.writeTime = milliseconds(300);
        serve(limits);
        Peer peer;
        QVERIFY(peer.connectTo(m_service->port()));
        peer.socket().setReadBufferSize(1024);
        QVERIFY(peer.send(get("/large")));
        QTRY_COMPARE(m_service->server.connections(), 0);
    }

    void takesTheBodyLimitFromThePath()
    {
        Limits limits;
        limits.bodyLimit = [](const QByteArray &method, const QString &path) -> qint64 {
            return method == "POST" && path == u"/echo" ? 3'000'000 : 10;
        };
        serve(limits);
        Peer peer;
        QVERIFY(peer.connectTo(m_service->port()));
        const QByteArray large(3'000'000, 'x');
        QCOMPARE(peer.ask(post("/echo", large)).body, "POST|/echo||" + large);
        QCOMPARE(peer.ask(post("/other", "0123456789")).status, 404);
        QCOMPARE(peer.ask(post("/other", "0123456789a")).code(), u"request.too-large"_s);
        QVERIFY(peer.waitClosed());
    }

    void letsAClientReadItsRefusalWhileItStillSends()
    {
        serve({});
        Peer peer;
        QVERIFY(peer.connectTo(m_service->port()));
        QVERIFY(peer.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1500000\r\n\r\n"));
        QVERIFY(peer.send(QByteArray(900'000, 'x')));
        QCOMPARE(peer.read().status, 413);
    }

    void bearsOnlySoManyBodiesAtOnce()
    {
        Limits limits;
        limits.bodyBytesTotal = 100'000;
        serve(limits);
        Peer first;
        Peer second;
        QVERIFY(first.connectTo(m_service->port()));
        QVERIFY(second.connectTo(m_service->port()));
        QVERIFY(first.send(post("/slow", QByteArray(90'000, 'x'))));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        const Answer busy = second.ask(post("/echo", QByteArray(20'000, 'x')));
        QCOMPARE(busy.status, 503);
        QCOMPARE(busy.code(), u"server.busy"_s);
        QVERIFY(busy.header("retry-after").toInt() > 0);
        m_service->release.release();
        QCOMPARE(first.read().status, 200);
        QCOMPARE(first.ask(post("/echo", QByteArray(90'000, 'x'))).status, 200);
    }

    void saysWhenItIsBusy()
    {
        Limits limits;
        limits.requests = 1;
        serve(limits);
        Peer first;
        Peer second;
        QVERIFY(first.connectTo(m_service->port()));
        QVERIFY(second.connectTo(m_service->port()));
        QVERIFY(first.send(get("/slow")));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        const Answer busy = second.ask(get("/echo"));
        QCOMPARE(busy.status, 503);
        QCOMPARE(busy.code(), u"server.busy"_s);
        QCOMPARE(busy.header("retry-after"), "1");
        m_service->release.release();
        QCOMPARE(first.read().body, "slow");
        QCOMPARE(second.ask(get("/echo")).status, 200);
    }

    void sharesOutBetweenAddresses()
    {
        Limits limits;
        limits.requestsPerAddress = 1;
        limits.limitLoopback = true;
        serve(limits);
        Peer first;
        Peer second;
        QVERIFY(first.connectTo(m_service->port()));
        QVERIFY(second.connectTo(m_service->port()));
        QVERIFY(first.send(get("/slow")));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        const Answer busy = second.ask(get("/echo"));
        QCOMPARE(busy.status, 429);
        QCOMPARE(busy.code(), u"request.too-many"_s);
        QCOMPARE(busy.header("retry-after"), "1");
        m_service->release.release();
        QCOMPARE(first.read().body, "slow");
        QCOMPARE(second.ask(get("/echo")).status, 200);
    }

    void givesTheOldestIdleConnectionUpForANewOne()
    {
        Limits limits;
        limits.connections = 2;
        serve(limits);
        Peer busy;
        Peer idle;
        Peer fresh;
        Peer refused;
        QVERIFY(busy.connectTo(m_service->port()));
        QVERIFY(busy.send(get("/slow")));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        QVERIFY(idle.connectTo(m_service->port()));
        QCOMPARE(idle.ask(get("/echo")).status, 200);
        QVERIFY(fresh.connectTo(m_service->port()));
        QVERIFY(fresh.send(get("/slow")));
        QVERIFY(idle.waitClosed());
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        QVERIFY(refused.connectTo(m_service->port()));
        QVERIFY(refused.waitClosed());
        m_service->release.release(2);
        QCOMPARE(busy.read().body, "slow");
        QCOMPARE(fresh.read().body, "slow");
    }

    void waitsForDescriptorsInsteadOfSpinning()
    {
        serve({});
        Peer busy;
        Peer waiting;
        QVERIFY(busy.connectTo(m_service->port()));
        QCOMPARE(busy.ask(get("/echo")).status, 200);
        QVERIFY(busy.send(get("/slow"))); // keeps its connection: only an idle one would be given up
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));

        // the client's socket is made first; then nothing is left for the server to accept with
        QVERIFY(waiting.socket().bind(QHostAddress(QHostAddress::LocalHost)));
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit none = before;
        none.rlim_cur = 3;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
        waiting.socket().connectToHost(u"127.0.0.1"_s, m_service->port());
        const bool connected = waiting.socket().waitForConnected(Peer::patience);
        const bool sent = connected && waiting.send(get("/echo"));
        const std::clock_t cpu = std::clock();
        const bool answered = waiting.socket().waitForReadyRead(500);
        const double used = double(std::clock() - cpu) / CLOCKS_PER_SEC;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(sent);
        QVERIFY(!answered);
        QVERIFY2(used < 0.25, qPrintable(QString::number(used)));
        QCOMPARE(waiting.read().status, 200);
        m_service->release.release();
        QCOMPARE(busy.read().body, "slow");
    }

private:
    void serve(const Limits &limits)
    {
        m_service = std::make_unique<Service>();
        const auto started = m_service->start(limits);
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    }

    std::unique_ptr<Service> m_service;
};

QTEST_GUILESS_MAIN(TestHttpLimits)
#include "tst_http_limits.moc"
