// The real transport against a misbehaving server on loopback.
#include "api/session.h"
#include "rest/apiclient.h"
#include "rest/qnamtransport.h"
#include "support/loopbackserver.h"

#include <QPointer>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;

class TestQnamTransport : public QObject {
    Q_OBJECT

    std::unique_ptr<QnamTransport> m_transport = std::make_unique<QnamTransport>();

    WireReply exchange(WireRequest request) const
    {
        std::optional<WireReply> result;
        const std::unique_ptr<Exchange> exchange(m_transport->start(request, nullptr));
        QObject::connect(exchange.get(), &Exchange::finished, this, [&result](const WireReply &r) { result = r; });
        if (!QTest::qWaitFor([&result] { return result.has_value(); }, 10'000))
            qFatal("no outcome");
        return *result;
    }
    static WireRequest get(const LoopbackServer &server)
    {
        WireRequest request;
        request.url = server.url();
        request.url.setPath(u"/x"_s);
        request.verb = "GET";
        request.headers = {{"Authorization"_ba, "Bearer secret"_ba}};
        return request;
    }
    static QString codeOf(const WireReply &reply) { return reply.failure ? reply.failure->code : QString(); }
    static LoopbackServer::Handler writes(const QByteArray &bytes, bool close = false)
    {
        return [bytes, close](const RawRequest &, QTcpSocket *socket) {
            socket->write(bytes);
            if (close)
                socket->disconnectFromHost();
        };
    }

private Q_SLOTS:
    void init() { m_transport = std::make_unique<QnamTransport>(); }

    void aPlainExchange()
    {
        LoopbackServer server(
            writes(httpReply("201 Created", "application/json; charset=utf-8", "{}", "ETag: \"5\"\r\n")));
        WireRequest request = get(server);
        request.verb = "PATCH";
        request.body = "{\"a\":1}";
        request.contentType = "application/merge-patch+json";
        const WireReply reply = exchange(request);
        QVERIFY(!reply.failure);
        QCOMPARE(reply.status, 201);
        QCOMPARE(reply.body, "{}"_ba);
        QCOMPARE(reply.header("etag"), "\"5\""_ba);
        QCOMPARE(reply.mediaType(), "application/json"_ba);
        QCOMPARE(server.requests.first().verb, "PATCH"_ba);
        QCOMPARE(server.requests.first().body, request.body);
        QCOMPARE(server.requests.first().header("content-type"), request.contentType);
        QCOMPARE(server.requests.first().header("authorization"), "Bearer secret"_ba);
    }

    void anEmptyPost()
    {
        LoopbackServer server(writes("HTTP/1.1 204 No Content\r\n\r\n"));
        WireRequest request = get(server);
        request.verb = "POST";
        const WireReply reply = exchange(request);
        QVERIFY(!reply.failure);
        QCOMPARE(reply.status, 204);
        QCOMPARE(server.requests.first().header("content-length"), "0"_ba);
    }

    void aRefusalKeepsItsBody_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("400") << "400 Bad Request"_ba << QByteArray();
        QTest::newRow("401") << "401 Unauthorized"_ba << QByteArray();
        QTest::newRow("401 bearer") << "401 Unauthorized"_ba
                                    << "WWW-Authenticate: Bearer\r\n"_ba;
        QTest::newRow("401 basic") << "401 Unauthorized"_ba
                                   << "WWW-Authenticate: Basic realm=\"x\"\r\n"_ba;
        QTest::newRow("404") << "404 Not Found"_ba << QByteArray();
        QTest::newRow("409") << "409 Conflict"_ba << QByteArray();
        QTest::newRow("412") << "412 Precondition Failed"_ba << QByteArray();
        QTest::newRow("422") << "422 Unprocessable"_ba << QByteArray();
        QTest::newRow("429") << "429 Too Many"_ba << QByteArray();
        QTest::newRow("503") << "503 Unavailable"_ba << QByteArray();
    }
    void aRefusalKeepsItsBody()
    {
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, headers);
        LoopbackServer server(writes(httpReply(status, "application/problem+json", "{\"code\":\"x\"}", headers)));
        const WireReply reply = exchange(get(server));
        QCOMPARE(codeOf(reply), QString());
        QCOMPARE(reply.status, status.first(3).toInt());
        QCOMPARE(reply.body, "{\"code\":\"x\"}"_ba);
    }

    void redirectsAreNotFollowed()
    {
        LoopbackServer elsewhere(writes(httpJson("{}")));
        LoopbackServer server(
            writes(httpReply("307 Temporary", "text/html", "", "Location: " + elsewhere.url().toEncoded() + "/x\r\n")));
        const WireReply reply = exchange(get(server));
        QCOMPARE(reply.status, 307);
        QVERIFY(!reply.failure);
        QCOMPARE(elsewhere.connections, 0);
    }

    void silenceIsATimeout()
    {
        LoopbackServer server([](const RawRequest &, QTcpSocket *) {});
        WireRequest request = get(server);
        request.silence = 150ms;
        const WireReply reply = exchange(request);
        QCOMPARE(reply.failure->kind, ApiError::Kind::Timeout);
        QCOMPARE(codeOf(reply), u"http.silence"_s);
    }

    void aDrippingAnswerMeetsTheDeadline()
    {
        LoopbackServer server([](const RawRequest &, QTcpSocket *socket) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n");
            auto *drip = new QTimer(socket);
            QObject::connect(drip, &QTimer::timeout, socket, [socket] { socket->write("x"); });
            drip->start(20ms);
        });
        WireRequest request = get(server);
        request.silence = 400ms;
        request.deadline = 700ms;
        const WireReply reply = exchange(request);
        QCOMPARE(codeOf(reply), u"http.deadline"_s);
        QCOMPARE(reply.status, 200);
    }

    void aTruncatedAnswerIsATransportError()
    {
        LoopbackServer server(
            writes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"a\":", true));
        const WireReply reply = exchange(get(server));
        QCOMPARE(reply.failure->kind, ApiError::Kind::Transport);
        QCOMPARE(codeOf(reply), u"http.closed"_s);
    }

    void aTruncatedChunkIsATransportError()
    {
        LoopbackServer server(
            writes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
                true));
        QCOMPARE(exchange(get(server)).failure->kind, ApiError::Kind::Transport);
    }

    void anOversizedAnswerIsRefused()
    {
        LoopbackServer server(writes(httpJson(QByteArray(200'000, ' '))));
        WireRequest request = get(server);
        request.maximumBytes = 100'000;
        const WireReply reply = exchange(request);
        QCOMPARE(codeOf(reply), u"http.too-large"_s);
        QCOMPARE(reply.failure->kind, ApiError::Kind::Decode);
    }

    void anOversizedRefusalKeepsItsStatus()
    {
        LoopbackServer server(writes(httpReply("500 Oops", "text/html", QByteArray(1'000'000, 'x'))));
        const WireReply reply = exchange(get(server));
        QVERIFY(!reply.failure);
        QCOMPARE(reply.status, 500);
    }

    void closedWithoutAnswer()
    {
        LoopbackServer server(writes({}, true));
        const WireReply reply = exchange(get(server));
        QCOMPARE(reply.failure->kind, ApiError::Kind::Transport);
        QCOMPARE(codeOf(reply), u"http.closed"_s);
    }

    void whatMustNotBeRepeatedReachesTheServerOnce()
    {
        LoopbackServer server(writes({}, true));
        WireRequest request = get(server);
        request.verb = "POST";
        request.body = "{}";
        request.contentType = "application/json";
        request.once = true;
        QCOMPARE(exchange(request).failure->kind, ApiError::Kind::Transport);
        QCOMPARE(server.requests.size(), 1);
        QCOMPARE(server.requests.first().body, "{}"_ba);
    }

    void nobodyListens()
    {
        WireRequest request;
        {
            LoopbackServer server(writes({}));
            request = get(server);
        }
        QCOMPARE(codeOf(exchange(request)), u"http.refused"_s);
    }

    void plainHttpStaysOnThisComputer()
    {
        WireRequest request;
        request.url = QUrl(u"http://192.0.2.1/x"_s);
        request.verb = "GET";
        const WireReply reply = exchange(request);
        QCOMPARE(reply.failure->kind, ApiError::Kind::Tls);
        QCOMPARE(codeOf(reply), u"tls.required"_s);
    }

    void aStreamArrivesInPieces()
    {
        QPointer<QTcpSocket> open;
        LoopbackServer server([&open](const RawRequest &, QTcpSocket *socket) {
            open = socket;
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
        });
        WireRequest request = get(server);
        request.streamed = true;
        request.deadline = 0ms;
        request.silence = 0ms;
        QByteArray got;
        int heads = 0;
        bool finished = false;
        const std::unique_ptr<Exchange> exchange(m_transport->start(request, nullptr));
        connect(exchange.get(), &Exchange::started, this, [&heads](const WireReply &head) {
            ++heads;
            QCOMPARE(head.mediaType(), "text/event-stream"_ba);
        });
        connect(exchange.get(), &Exchange::received, this, [&got](const QByteArray &bytes) { got += bytes; });
        connect(exchange.get(), &Exchange::finished, this, [&finished](const WireReply &reply) {
            finished = true;
            QVERIFY(reply.body.isEmpty());
        });
        QTRY_COMPARE(got, "data: 1\n\n"_ba);
        QCOMPARE(heads, 1);
        open->write("data: 2\n\n");
        QTRY_COMPARE(got, "data: 1\n\ndata: 2\n\n"_ba);
        QVERIFY(!finished);
        open->disconnectFromHost();
        QTRY_VERIFY(finished);
    }

    void streamsTakeNoPlaceOfCalls()
    {
        LoopbackServer server([](const RawRequest &request, QTcpSocket *socket) {
            if (request.target == "/stream")
                socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            else
                socket->write(httpJson("{}"));
        });
        std::vector<std::unique_ptr<Exchange>> streams;
        for (int i = 0; i < 6; ++i) {
            WireRequest request = get(server);
            request.url.setPath(u"/stream"_s);
            request.streamed = true;
            request.deadline = request.silence = 0ms;
            streams.emplace_back(m_transport->start(request, nullptr));
        }
        QTRY_COMPARE(server.requests.size(), 6);
        QCOMPARE(exchange(get(server)).body, "{}"_ba);
    }

    void givenUpSilently()
    {
        LoopbackServer server([](const RawRequest &, QTcpSocket *) {});
        std::unique_ptr<Exchange> exchange(m_transport->start(get(server), nullptr));
        connect(exchange.get(), &Exchange::finished, this, [] { QFAIL("finished"); });
        QTRY_COMPARE(server.requests.size(), 1);
        exchange.reset();
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
    }

    void theTransportGoesFirst()
    {
        LoopbackServer server(writes(httpJson("{}")));
        const std::unique_ptr<Exchange> exchange(m_transport->start(get(server), nullptr));
        bool finished = false;
        connect(exchange.get(), &Exchange::finished, this, [&finished] { finished = true; });
        m_transport.reset();
        QTRY_VERIFY(finished);
    }

    void theClientWorksOverIt()
    {
        LoopbackServer server(
            writes(httpJson(R"({"name":"Site","server":"belvedere-server 0.1","api":"v1","fingerprint":""})")));
        ApiClient client({server.url(), u"en"_s, nullptr, Environment::real()});
        QString name;
        client.send(GetSite()).then(this, [&name](const Result<SiteInfo> &site) { name = site.value().name; });
        QTRY_COMPARE(name, u"Site"_s);
        QCOMPARE(server.requests.first().target, "/api/v1/site"_ba);
        QVERIFY(server.requests.first().header("cookie").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestQnamTransport)
#include "tst_qnamtransport.moc"
