// Only what may be repeated is repeated, only when it can help, and never for long.
#include "rest/retrypolicy.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;

class TestRetryPolicy : public QObject {
    Q_OBJECT

    static ApiError error(ApiError::Kind kind, int http = 0, std::optional<int> retryAfter = {})
    {
        ApiError error;
        error.kind = kind;
        error.http = http;
        error.retryAfter = retryAfter;
        return error;
    }

private Q_SLOTS:
    void table_data()
    {
        using Kind = ApiError::Kind;
        QTest::addColumn<int>("repeat");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("http");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char *name, Repeat repeat, Kind kind, int http, bool expected) {
            QTest::newRow(name) << int(repeat) << int(kind) << http << expected;
        };
        row("lost connection", Repeat::Harmless, Kind::Transport, 0, true);
        row("timeout with key", Repeat::Keyed, Kind::Timeout, 0, true);
        row("sign-in lost", Repeat::Unkeyed, Kind::Transport, 0, false);
        row("sign-in throttled", Repeat::Unkeyed, Kind::RateLimited, 429, false);
        row("throttled", Repeat::Harmless, Kind::RateLimited, 429, true);
        row("gateway", Repeat::Keyed, Kind::Server, 502, true);
        row("unavailable", Repeat::Harmless, Kind::Server, 503, true);
        row("broken server", Repeat::Harmless, Kind::Server, 500, false);
        row("validation", Repeat::Keyed, Kind::Validation, 422, false);
        row("stale", Repeat::Harmless, Kind::Conflict, 412, false);
        row("given up", Repeat::Harmless, Kind::Cancelled, 0, false);
        row("certificate", Repeat::Harmless, Kind::Tls, 0, false);
        row("nonsense", Repeat::Harmless, Kind::Decode, 200, false);
    }
    void table()
    {
        QFETCH(int, repeat);
        QFETCH(int, kind);
        QFETCH(int, http);
        QFETCH(bool, expected);
        const ApiError failure = error(ApiError::Kind(kind), http);
        QCOMPARE(retryDelay(Repeat(repeat), failure, 1, 0.5).has_value(), expected);
        QVERIFY(!retryDelay(Repeat(repeat), failure, maximumTries, 0.5));
    }

    void delaysGrowAndAreSpread()
    {
        const ApiError lost = error(ApiError::Kind::Transport);
        QCOMPARE(*retryDelay(Repeat::Harmless, lost, 1, 0.0), 100ms);
        QCOMPARE(*retryDelay(Repeat::Harmless, lost, 1, 0.5), 600ms);
        QCOMPARE(*retryDelay(Repeat::Harmless, lost, 2, 0.5), 1'100ms);
    }

    void theServersWishIsHonouredUnlessItIsLong()
    {
        QVERIFY(*retryDelay(Repeat::Harmless, error(ApiError::Kind::RateLimited, 429, 7), 1, 0.0) >= 7s);
        QVERIFY(!retryDelay(Repeat::Harmless, error(ApiError::Kind::RateLimited, 429, 600), 1, 0.0));
    }

    void aKeyedRequestWaitsForItsFirstTry()
    {
        ApiError running = error(ApiError::Kind::Conflict, 409);
        running.code = u"idempotency.running"_s;
        QVERIFY(retryDelay(Repeat::Keyed, running, 1, 0.5));
        QVERIFY(!retryDelay(Repeat::Harmless, running, 1, 0.5));
    }
};

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
