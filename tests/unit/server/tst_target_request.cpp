// One POST to a target outside, over real sockets: signed, bounded, and never led elsewhere.
#include "server/delivery/targetrequest.h"
#include "support/loopbackserver.h"

#include <QElapsedTimer>
#include <QMessageAuthenticationCode>
#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace belvedere;
using namespace belvedere::server;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestTargetRequest : public QObject {
    Q_OBJECT

    static Outgoing outgoing(const QUrl &url)
    {
        return {u"stp-1"_s, QString(url.toString() + u"/in"_s), "stp-1", "{\"id\":\"stp-1\"}",
            Secret("0123456789abcdef"), {}};
    }
    // What comes of a request that is answered so.
    DeliveryOutcome send(const LoopbackServer &server, int patience = 5'000)
    {
        QNetworkAccessManager manager;
        TargetRequest request(manager, outgoing(server.url()), 1'700'000'000, nullptr);
        DeliveryOutcome outcome{u"none"_s};
        int count = 0;
        connect(&request, &TargetRequest::finished, &request, [&](const DeliveryOutcome &told) {
            outcome = told;
            ++count;
        });
        if (!QTest::qWaitFor([&count] { return count > 0; }, patience))
            return {u"no end"_s};
        return outcome;
    }
    static LoopbackServer::Handler writes(const QByteArray &bytes)
    {
        return [bytes](const RawRequest &, QTcpSocket *socket) { socket->write(bytes); };
    }

private Q_SLOTS:
    void whatIsTakenIsSigned()
    {
        LoopbackServer server(writes(httpJson("{\"id\":7}")));
        const DeliveryOutcome outcome = send(server);
        QCOMPARE(outcome.code, QString());
        QCOMPARE(outcome.answer, QByteArray("{\"id\":7}"));
        QCOMPARE(server.requests.size(), 1);
        const RawRequest &request = server.requests.first();
        QCOMPARE(request.verb, QByteArray("POST"));
        QCOMPARE(request.target, QByteArray("/in"));
        QCOMPARE(request.body, QByteArray("{\"id\":\"stp-1\"}"));
        QCOMPARE(request.header("content-type"), QByteArray("application/json"));
        QCOMPARE(request.header("idempotency-key"), QByteArray("stp-1"));
        const QByteArray signature = QMessageAuthenticationCode::hash(
            "1700000000." + request.body, "0123456789abcdef", QCryptographicHash::Sha256)
                                         .toHex();
        QCOMPARE(request.header("belvedere-signature"), QByteArray("t=1700000000,v1=" + signature));
        QVERIFY(request.header("cookie").isEmpty());
    }

    void answersThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("code");
        QTest::newRow("created") << httpReply("201 Created", "text/plain", "x") << QString();
        QTest::newRow("server error") << httpReply("500 Oops", "text/plain", "x") << u"delivery.status-500"_s;
        QTest::newRow("not here") << httpReply("404 No", "text/plain", "") << u"delivery.status-404"_s;
        QTest::newRow("password asked for")
            << httpReply("401 Who", "text/plain", "", "WWW-Authenticate: Basic realm=\"x\"\r\n")
            << u"delivery.status-401"_s;
        QTest::newRow("large") << httpJson(QByteArray(maximumDeliveryAnswer + 1, 'x'))
                               << u"delivery.answer-too-large"_s;
        QTest::newRow("as large as may be") << httpJson(QByteArray(maximumDeliveryAnswer, 'x')) << QString();
    }
    void answersThatAreNone()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const QString, code);
        LoopbackServer server(writes(answer));
        QCOMPARE(send(server).code, code);
    }

    void endlessAnswersAreCut()
    {
        LoopbackServer server([](const RawRequest &, QTcpSocket *socket) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
            connect(socket, &QTcpSocket::bytesWritten, socket, [socket] { socket->write(QByteArray(16'384, 'x')); });
        });
        QCOMPARE(send(server).code, u"delivery.answer-too-large"_s);
    }

    // Whoever answers must not choose who gets the signature.
    void noRedirectIsFollowed()
    {
        LoopbackServer elsewhere(writes(httpJson("{}")));
        for (const QByteArray &status : {QByteArray("302 Found"), QByteArray("307 Same"), QByteArray("308 Always")}) {
            const QByteArray location = "Location: " + elsewhere.url().toEncoded() + "/\r\n";
            LoopbackServer server(writes(httpReply(status, "text/plain", "", location)));
            QCOMPARE(send(server).code, u"delivery.redirect"_s);
        }
        QCOMPARE(elsewhere.connections, 0);
    }

    void cookiesAreNotKept()
    {
        QNetworkAccessManager manager;
        LoopbackServer server(writes(httpReply("200 OK", "text/plain", "", "Set-Cookie: a=b; Path=/\r\n")));
        for (int i = 0; i < 2; ++i) {
            TargetRequest request(manager, outgoing(server.url()), 1, nullptr);
            QSignalSpy ended(&request, &TargetRequest::finished);
            QVERIFY(ended.wait());
        }
        QCOMPARE(server.requests.size(), 2);
        QVERIFY(server.requests.last().header("cookie").isEmpty());
    }

    void anUnknownCertificateIsRefused()
    {
        LoopbackServer server(writes(httpJson("{}")), makeIdentity());
        QCOMPARE(send(server).code, u"delivery.tls"_s);
        QVERIFY(server.requests.isEmpty());
    }

    void nobodyIsThere()
    {
        QUrl url;
        {
            const LoopbackServer server(writes({}));
            url = server.url();
        }
        QNetworkAccessManager manager;
        TargetRequest request(manager, outgoing(url), 1, nullptr);
        QString code;
        connect(&request, &TargetRequest::finished, &request, [&](const DeliveryOutcome &told) { code = told.code; });
        QTRY_COMPARE(code, u"delivery.unreachable"_s);
    }

    // A byte now and then is no answer.
    void slowAnswersAreGivenUp()
    {
        LoopbackServer server([](const RawRequest &, QTcpSocket *socket) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            auto *timer = new QTimer(socket);
            connect(timer, &QTimer::timeout, socket, [socket] { socket->write("x"); });
            timer->start(500);
        });
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(send(server, 2 * deliveryTime).code, u"delivery.timeout"_s);
        QVERIFY(timer.elapsed() >= deliveryTime - 500);
    }
};

QTEST_GUILESS_MAIN(TestTargetRequest)
#include "tst_target_request.moc"
