// Targets and addresses, decoded once and for all.
#include "server/http/listen.h"
#include "server/http/target.h"

#include <QTest>

using namespace belvedere;
using namespace belvedere::http;
using namespace Qt::StringLiterals;

class TestHttpTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTakenApart()
    {
        const auto target = parseTarget("/api/v1/dev%20ices/a%2Fb/?query=os%3C17+tag:a&x&y=&x=%C3%A9&&z=a=b%0A");
        QVERIFY(target);
        QCOMPARE(target.value().path, u"/api/v1/dev ices/a/b/"_s);
        QCOMPARE(target.value().segments, QStringList({u"api"_s, u"v1"_s, u"dev ices"_s, u"a/b"_s, QString(u""_s)}));
        const QList<std::pair<QString, QString>> parameters{
            {u"query"_s, u"os<17 tag:a"_s}, {u"x"_s, {}}, {u"y"_s, {}}, {u"x"_s, u"\u00e9"_s}, {u"z"_s, u"a=b\n"_s}};
        QCOMPARE(target.value().parameters, parameters);
        QCOMPARE(parseTarget("/a+b").value().path, u"/a+b"_s);
        QCOMPARE(parseTarget("http://host:1/a").value().path, u"/a"_s);
        QCOMPARE(parseTarget("*").value().path, u"*"_s);
        QCOMPARE(parseTarget("/a...b/..c").value().path, u"/a...b/..c"_s);
    }

    void isRefused_data()
    {
        QTest::addColumn<QByteArray>("raw");
        for (const char *raw : {"", "a", "http:/a", "http://", "http:///a", "ftp://h/a", "/..", "/.", "/a/..", "/../a",
                 "/a/%2e%2e/b", "/a/.%2e", "/%2e%2e%2fa", "/a%2f..%2fb", "/a%5c..%5cb", "/a\\..\\b", "/%", "/%1",
                 "/%zz", "/%00", "/a%0ab", "/a b", "/a#b", "/\xc3\xa9", "/%c3%28", "/%ed%a0%80", "/%c0%af", "/a?%",
                 "/a?%00=b", "/a?b=%ff", "/a?b#c"})
            QTest::addRow("%s", *raw ? raw : "empty") << QByteArray(raw);
        QTest::newRow("too many segments") << QByteArray("/a").repeated(300);
        QTest::newRow("too many parameters") << "/?" + QByteArray("a&").repeated(300);
    }
    void isRefused()
    {
        QFETCH(QByteArray, raw);
        const auto target = parseTarget(raw);
        QVERIFY(!target);
        QCOMPARE(target.error().code, u"request.malformed"_s);
        QCOMPARE(target.error().status(), 400);
    }

    void tellsAnAbsentParameterFromAnEmptyOne()
    {
        Request request;
        request.parameters = parseTarget("/?a=1&b=&c&a=2").value().parameters;
        QCOMPARE(request.parameter(u"a"), u"1"_s);
        QVERIFY(!request.parameter(u"b").isNull());
        QVERIFY(!request.parameter(u"c").isNull());
        QVERIFY(request.parameter(u"d").isNull());
    }

    void readsAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("address"); // null: refused
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("loopback");
        const auto row = [](const char *text, const char *address, int port, bool loopback) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(address) << port << loopback;
        };
        row("127.0.0.1:0", "127.0.0.1", 0, true);
        row("127.8.9.1:80", "127.8.9.1", 80, true);
        row("localhost:8080", "127.0.0.1", 8080, true);
        row("[::1]:8443", "::1", 8443, true);
        row("[::ffff:127.0.0.1]:1", "::ffff:127.0.0.1", 1, true);
        row("0.0.0.0:8443", "0.0.0.0", 8443, false);
        row("*:65535", "::", 65535, false);
        row("192.0.2.7:443", "192.0.2.7", 443, false);
        row("[2001:db8::1]:443", "2001:db8::1", 443, false);
        for (const char *wrong : {"", "127.0.0.1", ":80", "::1:80", "[127.0.0.1]:80", "127.0.0.1:65536", "127.0.0.1:-1",
                 "127.1:80", "example.com:80", "[::1]", "127.0.0.1:x"})
            row(wrong, nullptr, 0, false);
    }
    void readsAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, address);
        QFETCH(int, port);
        QFETCH(bool, loopback);
        const auto listen = parseListen(text);
        QCOMPARE(bool(listen), !address.isNull());
        if (!listen) {
            QCOMPARE(listen.error().code, u"listen.invalid"_s);
            return;
        }
        QCOMPARE(listen.value().address, address);
        QCOMPARE(int(listen.value().port), port);
        QCOMPARE(isLoopback(listen.value()), loopback);
    }
};

QTEST_GUILESS_MAIN(TestHttpTarget)
#include "tst_http_target.moc"
