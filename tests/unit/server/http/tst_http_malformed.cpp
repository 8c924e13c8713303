// Requests that are not what they should be: each gets a coded answer and a closed connection, and none is guessed at.
#include "peer.h"
#include "service.h"

#include <QTest>

using namespace belvedere;
using namespace belvedere::http;
using namespace Qt::StringLiterals;

class TestHttpMalformed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto started = m_service.start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    }

    void isRefused_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QByteArray &request, int status = 400,
                             const QString &code = u"request.malformed"_s) {
            QTest::newRow(name) << request << status << code;
        };
        const QByteArray host = "Host: h\r\n";
        row("noise", "\x16\x03\x01\x02\x00\x01\r\n\r\n");
        row("binary zeros", QByteArray(64, '\0') + "\r\n\r\n");
        row("no version", "GET /echo\r\nHost: h\r\n\r\n");
        row("bare line feeds", "GET /echo HTTP/1.1\nHost: h\n\n\r\n\r\n");
        row("HTTP/2", "GET /echo HTTP/2.0\r\n" + host + "\r\n", 505, u"request.version"_s);
        row("HTTP/0.9", "GET /echo HTTP/0.9\r\n" + host + "\r\n", 505, u"request.version"_s);
        row("not a version", "GET /echo JUNK/1.1\r\n" + host + "\r\n");
        row("no host", "GET /echo HTTP/1.1\r\n\r\n");
        row("two hosts", "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        row("space before the colon", "GET /echo HTTP/1.1\r\nHost : h\r\n\r\n");
        row("length and coding",
            "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("coding and length",
            "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n");
        row("coding in HTTP/1.0", "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("another coding", "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
        row("coding not last", "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n");
        row("misspelt coding", "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
        row("coding twice",
            "POST /echo HTTP/1.1\r\n" + host
                + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("two lengths", "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab");
        row("the same length twice",
            "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na");
        row("a list of lengths", "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 1, 1\r\n\r\na");
        row("negative length", "POST /echo HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n");
        row("signed length", "POST /echo HTTP/1.1\r\n" + host + "Content-Length: +1\r\n\r\na");
        row("huge length", "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n");
        row("bad chunk", "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        row("chunk longer than it says",
            "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n");
        row("unknown expectation", "POST /echo HTTP/1.1\r\n" + host + "Expect: tea\r\nContent-Length: 1\r\n\r\na", 417);
        row("dot segments", "GET /a/../b HTTP/1.1\r\n" + host + "\r\n");
        row("encoded dot segments", "GET /a/%2e%2E/b HTTP/1.1\r\n" + host + "\r\n");
        row("zero byte in the path", "GET /a%00b HTTP/1.1\r\n" + host + "\r\n");
        row("zero byte in the query", "GET /a?b=%00 HTTP/1.1\r\n" + host + "\r\n");
        row("broken escape", "GET /a%4 HTTP/1.1\r\n" + host + "\r\n");
        row("invalid UTF-8", "GET /a%ff HTTP/1.1\r\n" + host + "\r\n");
        row("no path", "GET echo HTTP/1.1\r\n" + host + "\r\n");
        row("tunnel", "CONNECT h:1 HTTP/1.1\r\n" + host + "\r\n");
        row("control character in a header", "GET /echo HTTP/1.1\r\n" + host + "X-A: a\x01z\r\n\r\n");
        row("declared too large", "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 1048577\r\n\r\n", 413,
            u"request.too-large"_s);
        row("chunked too large", "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n100001\r\n", 413,
            u"request.too-large"_s);
        row("headers too large", "GET /echo HTTP/1.1\r\n" + host + "X-A: " + QByteArray(16 * 1024, 'a') + "\r\n\r\n",
            431, u"request.headers-too-large"_s);
        row("target too large", "GET /" + QByteArray(20'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 431,
            u"request.headers-too-large"_s);
        QByteArray many;
        for (int i = 0; i < 3000; ++i)
            many += "A" + QByteArray::number(i) + ": b\r\n";
        row("too many small headers", "GET /echo HTTP/1.1\r\n" + host + QByteArray("A: b\r\n").repeated(200) + "\r\n",
            431, u"request.headers-too-large"_s);
        row("too many headers", "GET /echo HTTP/1.1\r\n" + host + many + "\r\n", 431, u"request.headers-too-large"_s);
    }
    void isRefused()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QFETCH(QString, code);
        Peer peer;
        QVERIFY(peer.connectTo(m_service.port()));
        // what a smuggler would hide behind it must not be answered
        const Answer answer = peer.ask(request + get("/echo?smuggled"));
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.code(), code);
        QCOMPARE(answer.header("connection"), "close");
        QVERIFY(peer.waitClosed());
    }

    void survivesEveryPrefixAndEveryChangedByte()
    {
        const QByteArray request = "POST /echo?a=b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n";
        for (qsizetype i = 0; i < request.size(); ++i) {
            for (const char byte : {'\0', '\r', '\n', ' ', ':', '\xff', '9'}) {
                QByteArray changed = request;
                changed[i] = byte;
                Peer peer;
                QVERIFY(peer.connectTo(m_service.port()));
                QVERIFY(peer.send(changed));
                peer.socket().abort();
            }
        }
        Peer peer;
        QVERIFY(peer.connectTo(m_service.port()));
        QCOMPARE(peer.ask(request).body, "POST|/echo|a=b;|abc");
        QTRY_COMPARE(m_service.server.connections(), 1);
    }

    void acceptsWhatIsOnlyUnusual_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("empty lines before it") << "\r\n\r\n" + get("/echo");
        QTest::newRow("absolute form") << QByteArray("GET http://h/echo HTTP/1.1\r\nHost: h\r\n\r\n");
        QTest::newRow("header names in any case") << QByteArray("GET /echo HTTP/1.1\r\nhOST: h\r\n\r\n");
        QTest::newRow("encoded letters") << get("/%65cho");
        QTest::newRow("the largest headers") << get("/echo", "X-A: " + QByteArray(16'000, 'a') + "\r\n");
        QTest::newRow("length zero") << QByteArray("GET /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    }
    void acceptsWhatIsOnlyUnusual()
    {
        QFETCH(QByteArray, request);
        Peer peer;
        QVERIFY(peer.connectTo(m_service.port()));
        QCOMPARE(peer.ask(request).body, "GET|/echo||");
    }

private:
    Service m_service;
};

QTEST_GUILESS_MAIN(TestHttpMalformed)
#include "tst_http_malformed.moc"
