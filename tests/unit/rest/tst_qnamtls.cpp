// TLS on loopback: who is trusted, who is refused, and that nothing leaves before that is decided.
#include "rest/qnamtransport.h"
#include "support/loopbackserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestQnamTls : public QObject {
    Q_OBJECT

    static LoopbackServer::Handler ok()
    {
        return [](const RawRequest &, QTcpSocket *socket) { socket->write(httpJson("{}")); };
    }
    static WireReply exchange(QnamTransport &transport, const LoopbackServer &server)
    {
        WireRequest request;
        request.url = server.url();
        request.verb = "GET";
        request.headers = {{"Authorization"_ba, "Bearer secret"_ba}};
        std::optional<WireReply> result;
        const std::unique_ptr<Exchange> exchange(transport.start(request, nullptr));
        QObject::connect(
            exchange.get(), &Exchange::finished, exchange.get(), [&result](const WireReply &r) { result = r; });
        if (!QTest::qWaitFor([&result] { return result.has_value(); }, 10'000))
            qFatal("no outcome");
        return *result;
    }
    static QString codeOf(const WireReply &reply) { return reply.failure ? reply.failure->code : QString(); }
    static TrustDecision pin(const LoopbackServer &server, const Identity &identity)
    {
        return {u"127.0.0.1"_s, server.serverPort(), certificateFacts(identity.certificate).sha256};
    }

private Q_SLOTS:
    void anUnknownCertificateIsShownAndCanBeAccepted()
    {
        const Identity identity = makeIdentity();
        LoopbackServer server(ok(), identity);
        QnamTransport transport;
        const WireReply refused = exchange(transport, server);
        QCOMPARE(refused.failure->kind, ApiError::Kind::Tls);
        QCOMPARE(codeOf(refused), u"tls.unknown"_s);
        QVERIFY(server.requests.isEmpty());

        const auto facts = transport.tlsProblem();
        QVERIFY(facts && facts->isAcceptable());
        QCOMPARE(facts->decision(), pin(server, identity));
        QVERIFY(!facts->errors.isEmpty());
        transport.setTrust(facts->decision());
        QVERIFY(!transport.tlsProblem());
        QCOMPARE(exchange(transport, server).body, "{}"_ba);
    }

    void aChangedCertificateIsRefused()
    {
        const Identity first = makeIdentity();
        LoopbackServer server(ok(), first);
        QnamTransport transport;
        transport.setTrust(pin(server, first));
        QVERIFY(!exchange(transport, server).failure);

        server.setIdentity(makeIdentity());
        transport.setTrust(pin(server, first)); // closes the open connection
        server.requests.clear();
        QCOMPARE(codeOf(exchange(transport, server)), u"tls.changed"_s);
        QVERIFY(server.requests.isEmpty());
        QVERIFY(!transport.tlsProblem()->isAcceptable());
        QCOMPARE(transport.tlsProblem()->expected, certificateFacts(first.certificate).sha256);
    }

    void aPinBindsAgainstAnAuthorityToo()
    {
        const Identity authority = makeIdentity({u"Test authority"_s, {}, -1, 2, true});
        const Identity issued = makeIdentity({u"Issued"_s, {u"127.0.0.1"_s}, -1, 2, false}, &authority);
        LoopbackServer server(ok(), issued);
        QnamTransport transport({authority.certificate});
        QVERIFY(!exchange(transport, server).failure);
        transport.setTrust(pin(server, makeIdentity()));
        server.requests.clear();
        QCOMPARE(codeOf(exchange(transport, server)), u"tls.changed"_s);
        QVERIFY(!QTest::qWaitFor([&server] { return !server.requests.isEmpty(); }, 200)); // the token did not leave
    }

    void noPinHelpsAgainst_data()
    {
        QTest::addColumn<QStringList>("addresses");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("until");
        QTest::addColumn<QString>("code");
        QTest::newRow("expired") << QStringList{u"127.0.0.1"_s} << -9 << -2 << u"tls.expired"_s;
        QTest::newRow("not yet valid") << QStringList{u"127.0.0.1"_s} << 2 << 9 << u"tls.expired"_s;
        QTest::newRow("another host") << QStringList{u"192.0.2.1"_s} << -1 << 2 << u"tls.host"_s;
    }
    void noPinHelpsAgainst()
    {
        QFETCH(QStringList, addresses);
        QFETCH(int, from);
        QFETCH(int, until);
        QFETCH(QString, code);
        const Identity identity = makeIdentity({u"Odd"_s, addresses, from, until, false});
        LoopbackServer server(ok(), identity);
        QnamTransport transport;
        QCOMPARE(codeOf(exchange(transport, server)), code);
        QVERIFY(!transport.tlsProblem()->isAcceptable());
        transport.setTrust(pin(server, identity));
        QCOMPARE(codeOf(exchange(transport, server)), code);
        QVERIFY(server.requests.isEmpty());
    }

    void aPinOfAnotherPortMeansNothing()
    {
        const Identity identity = makeIdentity();
        LoopbackServer server(ok(), identity);
        QnamTransport transport;
        TrustDecision decision = pin(server, identity);
        decision.port = 1;
        transport.setTrust(decision);
        QCOMPARE(codeOf(exchange(transport, server)), u"tls.unknown"_s);
    }

    void aServerWithoutTlsIsNotTalkedTo()
    {
        LoopbackServer plain(ok());
        QnamTransport transport;
        WireRequest request;
        request.url = plain.url();
        request.url.setScheme(u"https"_s);
        request.verb = "GET";
        request.silence = std::chrono::seconds(2);
        std::optional<WireReply> result;
        const std::unique_ptr<Exchange> exchange(transport.start(request, nullptr));
        connect(exchange.get(), &Exchange::finished, this, [&result](const WireReply &r) { result = r; });
        QTRY_VERIFY(result);
        QVERIFY(result->failure);
        QVERIFY(plain.requests.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestQnamTls)
#include "tst_qnamtls.moc"
