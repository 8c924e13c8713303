// Calls through the whole pipeline over a fake transport: tokens, replays, retries, lifetimes.
#include "api/operations.h"
#include "rest/apiclient.h"
#include "rest/requestscope.h"
#include "support/faketime.h"
#include "support/faketransport.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;

class TestApiClient : public QObject {
    Q_OBJECT

    std::shared_ptr<FakeTime> m_time;
    FakeTransport *m_transport = nullptr; // owned by m_client
    std::unique_ptr<ApiClient> m_client;
    QString m_validToken; // what the server accepts now
    int m_refreshes = 0;
    QList<WireRequest> m_seen;
    std::function<WireReply(const WireRequest &)> m_answer;

    static QJsonObject account() // of the answers
    {
        return {{u"id"_s, u"acc-1"_s}, {u"email"_s, u"a@example.org"_s}, {u"name"_s, u"A"_s}, {u"role"_s, u"auditor"_s},
            {u"version"_s, 4}};
    }
    QJsonObject session() const
    {
        return {{u"access_token"_s, m_validToken}, {u"expires_in"_s, 600}, {u"refresh_token"_s, u"refresh"_s},
            {u"account"_s, u"acc-1"_s}, {u"email"_s, u"a@example.org"_s}, {u"name"_s, u"A"_s},
            {u"role"_s, u"auditor"_s}};
    }
    WireReply serve(const WireRequest &request)
    {
        m_seen.append(request);
        if (request.url.path().endsWith("/session/refresh"_L1)) {
            m_validToken = u"token-%1"_s.arg(++m_refreshes);
            return jsonReply(session());
        }
        if (headerOf(request, "Authorization") != "Bearer " + m_validToken.toLatin1())
            return problemReply(401, u"auth.expired"_s);
        return m_answer ? m_answer(request) : jsonReply(account());
    }
    static Get<Account> get()
    {
        Get<Account> operation;
        operation.id = {u"acc-1"_s};
        return operation;
    }
    // The result once it is there; fails the test if it is not.
    template<class T> static Result<T> outcome(const Call<T> &call)
    {
        const auto future = call.future();
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }) || future.resultCount() == 0)
            return wireError(ApiError::Kind::Server, u"test.no-result"_s, {});
        return future.result();
    }

private Q_SLOTS:
    void init()
    {
        m_time = std::make_shared<FakeTime>();
        auto transport = std::make_unique<FakeTransport>();
        m_transport = transport.get();
        m_transport->handler = [this](const WireRequest &request) { return serve(request); };
        m_seen.clear();
        m_refreshes = 0;
        m_answer = nullptr;
        m_validToken = u"token-0"_s;
        m_client = std::make_unique<ApiClient>(ApiClient::Setup{
            QUrl(u"https://mdm.example.org"_s), u"en"_s, std::move(transport), fakeEnvironment(m_time)});
        m_client->gate().adopt(fromJson<Session>(session()).value());
    }
    void cleanup() { m_client.reset(); }

    void anAnswerIsDecodedAndDeliveredLater()
    {
        bool delivered = false;
        m_client->send(get()).then(this, [&delivered](const Result<Account> &result) {
            delivered = true;
            QVERIFY(result);
            QCOMPARE(result.value().version, 4);
        });
        QVERIFY(!delivered);
        QTRY_VERIFY(delivered);
    }

    void severalConsumersGetTheSame()
    {
        int count = 0;
        const auto call = m_client->send(get());
        call.then(this, [&count](const Result<Account> &result) { count += bool(result); });
        call.then(this, [&count](const Result<Account> &result) { count += bool(result); });
        QTRY_COMPARE(count, 2);
        call.then(this, [&count](const Result<Account> &result) { count += bool(result); });
        QTRY_COMPARE(count, 3);
    }

    void aLargeAnswerIsDecodedOnAWorker()
    {
        QJsonArray items;
        for (int i = 0; i < 1'000; ++i)
            items.append(account());
        m_answer = [items](const WireRequest &) { return jsonReply({{u"items"_s, items}, {u"total"_s, 1'000}}); };
        const auto result = outcome(m_client->send(List<Account>()));
        QVERIFY(result);
        QCOMPARE(result.value().items.size(), size_t(1'000));
    }

    void anExpiredTokenIsRefreshedAndTheCallReplayed()
    {
        m_validToken = u"changed"_s;
        QVERIFY(outcome(m_client->send(get())));
        QCOMPARE(m_refreshes, 1);
        QCOMPARE(m_seen.size(), 3);
        QVERIFY(headerOf(m_seen[1], "Authorization").isEmpty());
        QCOMPARE(bodyOf(m_seen[1]).value("refresh_token"_L1).toString(), u"refresh"_s);
        QCOMPARE(headerOf(m_seen[2], "Authorization"), "Bearer token-1"_ba);
    }

    void parallelRefusalsRefreshOnce()
    {
        m_validToken = u"changed"_s;
        std::vector<Call<Account>> calls;
        for (int i = 0; i < 8; ++i)
            calls.push_back(m_client->send(get()));
        for (const auto &call : calls)
            QVERIFY(outcome(call));
        QCOMPARE(m_refreshes, 1);
    }

    void aCallIsReplayedOnlyOnce()
    {
        m_answer = [](const WireRequest &) { return problemReply(401, u"auth.strange"_s); };
        const auto result = outcome(m_client->send(get()));
        QCOMPARE(result.error().code, u"auth.strange"_s);
        QCOMPARE(m_refreshes, 1);
        QVERIFY(m_client->gate().hasSession());
    }

    void signingInNeedsNoSession()
    {
        m_client->gate().clear();
        m_transport->handler = [this](const WireRequest &request) {
            return headerOf(request, "Authorization").isEmpty() ? jsonReply(session()) : problemReply(500, u"x"_s);
        };
        QVERIFY(outcome(m_client->send(SignIn())));
        QCOMPARE(outcome(m_client->send(get())).error().code, u"auth.signed-out"_s);
    }

    void aPassingFailureIsRetriedWithTheSameKey()
    {
        m_answer = [this](const WireRequest &) {
            return m_seen.size() < 3 ? problemReply(503, u"busy"_s) : jsonReply({{u"matched"_s, 1}, {u"changed"_s, 1}});
        };
        const auto call = m_client->send(ChangeDevices());
        for (int tries = 1; tries <= 3; ++tries) {
            QTRY_COMPARE(m_seen.size(), tries);
            QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
            m_time->advance(5s);
        }
        QVERIFY(outcome(call));
        QCOMPARE(headerOf(m_seen[2], "Idempotency-Key"), headerOf(m_seen[0], "Idempotency-Key"));
        QCOMPARE(headerOf(m_seen[2], "X-Request-Id"), headerOf(m_seen[0], "X-Request-Id") + "-3");
    }

    void retryAfterPausesEverybody()
    {
        m_answer = [this](const WireRequest &) {
            WireReply reply = problemReply(429, u"rate.limited"_s);
            reply.headers.push_back({"retry-after"_ba, "10"_ba});
            return m_seen.size() == 1 ? reply : jsonReply(account());
        };
        const auto first = m_client->send(get());
        QTRY_COMPARE(m_time->pending(), size_t(2)); // the pause and the retry
        const auto second = m_client->send(get());
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        QCOMPARE(m_seen.size(), 1);
        m_time->advance(11s);
        QVERIFY(outcome(first));
        QVERIFY(outcome(second));
    }

    void theErrorCarriesTheRequestId()
    {
        m_answer = [](const WireRequest &) { return problemReply(500, u"server.fault"_s); };
        QCOMPARE(outcome(m_client->send(get())).error().requestId, u"server-7"_s);
        m_answer = [](const WireRequest &) { return brokenReply(ApiError::Kind::Tls, u"tls.unknown"_s); };
        const auto error = outcome(m_client->send(get())).error();
        QCOMPARE(error.requestId.toLatin1(), headerOf(m_seen.last(), "X-Request-Id"));
    }

    void aWrongContentTypeIsAnError()
    {
        m_answer = [](const WireRequest &) {
            WireReply reply = jsonReply(account());
            reply.headers = {{"content-type"_ba, "text/html; charset=utf-8"_ba}};
            return reply;
        };
        const auto error = outcome(m_client->send(get())).error();
        QCOMPARE(error.kind, ApiError::Kind::Decode);
        QCOMPARE(error.code, u"http.content-type"_s);
    }

    void linesCanBeTakenInPieces()
    {
        const QByteArray lines = QByteArray("{\"id\":\"dev-1\"}\n").repeated(500);
        m_answer = [lines](const WireRequest &) { return linesReply(lines); };
        QByteArray pieces;
        CallOptions options;
        options.received = [&pieces](const QByteArray &piece) { pieces += piece; };
        const auto inPieces = outcome(m_client->send(Stream<Device>(), options));
        QVERIFY(inPieces);
        QVERIFY(inPieces.value().bytes.isEmpty());
        QCOMPARE(pieces, lines);
        QCOMPARE(outcome(m_client->send(Stream<Device>())).value().bytes, lines);
    }

    void anIdOfAnotherKindIsNotSent()
    {
        Get<Device> operation;
        operation.id = {u"../session"_s};
        QCOMPARE(outcome(m_client->send(operation)).error().kind, ApiError::Kind::NotFound);
        QVERIFY(m_seen.isEmpty());
    }

    void abortBeforeSendingNeverReachesTheNetwork()
    {
        const auto call = m_client->send(get());
        call.abort();
        QCOMPARE(outcome(call).error().kind, ApiError::Kind::Cancelled);
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        QCOMPARE(m_transport->count, 0);
    }

    void abortInFlight()
    {
        m_transport->holding = true;
        const auto call = m_client->send(get());
        QTRY_COMPARE(m_transport->open().size(), 1);
        call.abort();
        QCOMPARE(outcome(call).error().kind, ApiError::Kind::Cancelled);
        QVERIFY(m_transport->open().isEmpty());
    }

    void abortAfterTheAnswerButBeforeDelivery()
    {
        QList<ApiError::Kind> kinds;
        const auto call = m_client->send(get());
        call.then(this, [&kinds](const Result<Account> &result) {
            kinds.append(result ? ApiError::Kind::Server : result.error().kind);
        });
        QVERIFY(QTest::qWaitFor([this] { return !m_seen.isEmpty(); }));
        call.abort();
        QTRY_COMPARE(kinds, QList{ApiError::Kind::Cancelled});
    }

    void abortAfterDeliveryChangesNothing()
    {
        int count = 0;
        const auto call = m_client->send(get());
        call.then(this, [&count](const Result<Account> &result) { count += bool(result); });
        QTRY_COMPARE(count, 1);
        call.abort();
        call.then(this, [&count](const Result<Account> &result) { count += bool(result); });
        QTRY_COMPARE(count, 2);
    }

    void theOwnerGoesInFlight()
    {
        bool delivered = false;
        auto owner = std::make_unique<QObject>();
        const auto call = m_client->send(get());
        call.then(owner.get(), [&delivered](const Result<Account> &) { delivered = true; });
        owner.reset();
        QVERIFY(outcome(call));
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        QVERIFY(!delivered);
    }

    void theOwnerGoesInItsCallback()
    {
        auto *owner = new QObject;
        QString text = u"kept by the lambda"_s;
        bool delivered = false;
        m_client->send(get()).then(owner, [owner, text, &delivered](const Result<Account> &) {
            delete owner;
            delivered = text.size() > 4;
        });
        QTRY_VERIFY(delivered);
    }

    void theClientGoesInFlight()
    {
        m_transport->holding = true;
        bool delivered = false;
        const auto call = m_client->send(get());
        call.then(this, [&delivered](const Result<Account> &) { delivered = true; });
        QTRY_COMPARE(m_transport->open().size(), 1);
        m_client.reset();
        QVERIFY(call.future().isFinished());
        QCOMPARE(call.future().resultCount(), 0);
        call.abort();
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        QVERIFY(!delivered);
    }

    void theClientGoesWithCallsQueued()
    {
        m_transport->holding = true;
        for (int i = 0; i < 20; ++i)
            m_client->send(get()).then(this, [](const Result<Account> &) { QFAIL("delivered"); });
        QTRY_COMPARE(m_transport->open().size(), 6);
        const int started = m_transport->count;
        QCOMPARE(started, 6);
        m_client.reset();
    }

    void theClientGoesInACallback()
    {
        bool delivered = false;
        m_client->send(get()).then(this, [this, &delivered](const Result<Account> &) {
            m_client.reset();
            delivered = true;
        });
        QTRY_VERIFY(delivered);
    }

    void aScopeGivesUpWhatItHolds()
    {
        m_transport->holding = true;
        QList<ApiError::Kind> kinds;
        {
            RequestScope scope;
            for (int i = 0; i < 2; ++i)
                scope.add(m_client->send(get())).then(this, [&kinds](const Result<Account> &result) {
                    kinds.append(result.error().kind);
                });
            QTRY_COMPARE(m_transport->open().size(), 2);
        }
        QTRY_COMPARE(kinds, (QList{ApiError::Kind::Cancelled, ApiError::Kind::Cancelled}));
    }

    void aScopeForgetsFinishedCalls()
    {
        RequestScope scope;
        int count = 0;
        for (int i = 1; i <= 5; ++i) {
            scope.add(m_client->send(get())).then(this, [&count](const Result<Account> &) { ++count; });
            QTRY_COMPARE(count, i);
        }
        QCOMPARE(scope.size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_apiclient.moc"
