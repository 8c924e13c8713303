// Requests and answers over real sockets: framing, keep-alive, pipelining, answers from elsewhere, streams, stop.
#include "peer.h"
#include "service.h"

#include <QTest>
#include <sys/socket.h>

using namespace belvedere;
using namespace belvedere::http;
using namespace Qt::StringLiterals;

class TestHttpServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<Service>();
        const auto started = m_service->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
        QVERIFY(m_peer.emplace().connectTo(m_service->port()));
    }
    void cleanup()
    {
        m_peer.reset();
        m_service.reset();
    }

    void answersSeveralRequestsOnOneConnection()
    {
        for (int i = 0; i < 3; ++i) {
            const Answer answer = m_peer->ask(get("/echo?n=" + QByteArray::number(i)));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, "GET|/echo|n=" + QByteArray::number(i) + ";|");
            QCOMPARE(answer.header("connection"), "keep-alive");
        }
        QCOMPARE(m_service->server.connections(), 1);
    }

    void answersPipelinedRequestsInOrder()
    {
        QVERIFY(m_peer->send(get("/thread") + post("/echo", "one") + get("/echo?two") + get("/thread")));
        QCOMPARE(m_peer->read().body, "from a thread");
        QCOMPARE(m_peer->read().body, "POST|/echo||one");
        QCOMPARE(m_peer->read().body, "GET|/echo|two=;|");
        QCOMPARE(m_peer->read().body, "from a thread");
    }

    void putsSecurityHeadersOnEveryAnswer()
    {
        for (const QByteArray &request : {get("/echo"), get("/absent"), QByteArray("nonsense\r\n\r\n")}) {
            Peer peer;
            QVERIFY(peer.connectTo(m_service->port()));
            const Answer answer = peer.ask(request);
            QCOMPARE(answer.header("x-content-type-options"), "nosniff");
            QCOMPARE(answer.header("cache-control"), "no-store");
            QVERIFY(!answer.header("content-security-policy").isEmpty());
            QVERIFY(!answer.header("date").isEmpty());
        }
    }

    void letsAHandlerReplaceADefaultHeaderButNotInjectOne()
    {
        const Answer answer = m_peer->ask(get("/inject"));
        QCOMPARE(answer.header("cache-control"), "max-age=1");
        QVERIFY(answer.header("x-bad").isEmpty());
        QVERIFY(answer.header("set-cookie").isEmpty());
    }

    void readsAChunkedBody()
    {
        const Answer answer = m_peer->ask("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                          "5;note=x\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: y\r\n\r\n");
        QCOMPARE(answer.body, "POST|/echo||hello world");
        QCOMPARE(m_peer->ask(get("/echo")).status, 200);
    }

    void readsABodyByteByByte()
    {
        for (const char byte : post("/echo", "drip"))
            QVERIFY(m_peer->send(QByteArray(1, byte)));
        QCOMPARE(m_peer->read().body, "POST|/echo||drip");
    }

    void answersHeadWithTheLengthOnly()
    {
        QVERIFY(m_peer->send("HEAD /echo HTTP/1.1\r\nHost: h\r\n\r\n"));
        const Answer answer = m_peer->read(true);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("content-length"), QByteArray::number(qstrlen("HEAD|/echo||")));
        QCOMPARE(m_peer->ask(get("/echo")).body, "GET|/echo||");
    }

    void sendsNoLengthWithoutContent()
    {
        const Answer answer = m_peer->ask(get("/none"));
        QCOMPARE(answer.status, 204);
        QVERIFY(answer.header("content-length").isEmpty());
        QCOMPARE(m_peer->ask(get("/echo")).status, 200);
    }

    void invitesABodyThatIsExpectedToBeInvited()
    {
        QVERIFY(m_peer->send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"));
        QVERIFY(m_peer->readUntil("HTTP/1.1 100 Continue\r\n\r\n"));
        QCOMPARE(m_peer->ask("body").body, "POST|/echo||body");
    }

    void closesAfterAnHttp10Answer()
    {
        const Answer answer = m_peer->ask("GET /echo HTTP/1.0\r\n\r\n");
        QCOMPARE(answer.body, "GET|/echo||");
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(m_peer->waitClosed());
    }

    void closesWhenAskedTo()
    {
        QCOMPARE(m_peer->ask(get("/echo", "Connection: close\r\n")).status, 200);
        QVERIFY(m_peer->waitClosed());
    }

    void answersAClientThatHasClosedItsHalf()
    {
        QVERIFY(m_peer->send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        // QTcpSocket cannot half-close; the plain descriptor can
        QCOMPARE(::shutdown(int(m_peer->socket().socketDescriptor()), SHUT_WR), 0);
        m_service->release.release();
        QCOMPARE(m_peer->read().body, "slow");
        QVERIFY(m_peer->waitClosed());
    }

    void sendsALargeAnswerWhole()
    {
        const Answer answer = m_peer->ask(get("/large"));
        QCOMPARE(answer.body.size(), 24 * 1024 * 1024);
        QCOMPARE(m_peer->ask(get("/echo")).status, 200);
    }

    void answers500WhenTheHandlerDoesNotAnswer()
    {
        for (const char *path : {"/drop", "/throw"}) {
            const Answer answer = m_peer->ask(get(path));
            QCOMPARE(answer.status, 500);
            QCOMPARE(answer.code(), u"internal"_s);
        }
        QCOMPARE(m_peer->ask(get("/echo")).status, 200);
    }

    void ignoresASecondAnswer()
    {
        QVERIFY(m_peer->send(get("/keep")));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        m_service->kept->send({200, "text/plain", "first", {}});
        m_service->kept->send({200, "text/plain", "second", {}});
        QVERIFY(!m_service->kept->stream(200, "text/plain")->write("third"));
        QCOMPARE(m_peer->read().body, "first");
        QCOMPARE(m_peer->ask(get("/echo")).body, "GET|/echo||");
    }

    void tellsAHandlerThatItsClientHasGone()
    {
        QVERIFY(m_peer->send(get("/keep")));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        QVERIFY(m_service->kept->isOpen());
        m_peer->socket().setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const linger reset{1, 0};
        ::setsockopt(int(m_peer->socket().socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        m_peer->socket().abort();
        QTRY_VERIFY(!m_service->kept->isOpen());
        m_service->kept->send({200, "text/plain", "late", {}});
        QTRY_COMPARE(m_service->server.connections(), 0);
    }

    void survivesAClientThatClosesInTheMiddle()
    {
        for (const char *part : {"GET /ec", "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf",
                 "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"}) {
            Peer peer;
            QVERIFY(peer.connectTo(m_service->port()));
            QVERIFY(peer.send(part));
            peer.socket().abort();
        }
        QTRY_COMPARE(m_service->server.connections(), 1);
        QCOMPARE(m_peer->ask(get("/echo")).status, 200);
    }

    void outlivesItsServerWithAnAnswerInHand()
    {
        Limits limits;
        limits.stopTime = std::chrono::milliseconds(50);
        Service service;
        QVERIFY(service.start(limits));
        Peer peer;
        QVERIFY(peer.connectTo(service.port()));
        QVERIFY(peer.send(get("/keep")));
        QVERIFY(service.arrived.acquireWithin(Peer::patience));
        const Responder kept = *service.kept;
        service.kept.reset();
        service.stop();
        QVERIFY(peer.waitClosed());
        kept.send({200, "text/plain", "too late", {}});
        QVERIFY(!kept.isOpen());
    }

    void finishesRunningAnswersWhenStopping()
    {
        QVERIFY(m_peer->send(get("/slow")));
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        Peer idle;
        QVERIFY(idle.connectTo(m_service->port()));
        QTRY_COMPARE(m_service->server.connections(), 2);
        const quint16 port = m_service->port();
        std::thread stopper([this] { m_service->server.stop(); });
        QVERIFY(idle.waitClosed());
        Peer late;
        late.socket().connectToHost(u"127.0.0.1"_s, port);
        QVERIFY(!late.socket().waitForConnected(1000));
        m_service->release.release();
        const Answer answer = m_peer->read();
        stopper.join();
        QCOMPARE(answer.body, "slow");
        QCOMPARE(answer.header("connection"), "close");
    }

    void listensOnlyWhereItCan()
    {
        Server second;
        const auto taken = second.start(u"127.0.0.1:%1"_s.arg(m_service->port()), {}, {}, {});
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, u"listen.failed"_s);
        QCOMPARE(m_service->server.url(), u"http://127.0.0.1:%1"_s.arg(m_service->port()));
    }

private:
    std::unique_ptr<Service> m_service;
    std::optional<Peer> m_peer;
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
