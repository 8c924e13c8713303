// Operations become exactly the requests that the API document describes.
#include "api/operations.h"
#include "rest/requestbuilder.h"
#include "support/faketransport.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestRequestBuilder : public QObject {
    Q_OBJECT

    const RequestBuilder m_builder{QUrl(u"https://mdm.example.org/site/"_s), u"nl"_s};

    template<class Op> WireRequest built(const Op &operation, const CallOptions &options = {}, int attempt = 1) const
    {
        const Plan plan = planOf(operation);
        return m_builder.build(plan, options, m_builder.names(plan, options), attempt, "token");
    }

private Q_SLOTS:
    void parametersAreEncodedOnce()
    {
        List<Device> operation;
        operation.parameters.query = u"name:\"a+b & 100%25\" os<17.4"_s;
        operation.parameters.limit = 50;
        const WireRequest request = built(operation);
        QCOMPARE(request.verb, "GET"_ba);
        QCOMPARE(request.url.toEncoded(),
            "https://mdm.example.org/site/api/v1/devices?query=name%3A%22a%2Bb%20%26%20100%2525%22%20os%3C17.4&limit=50"_ba);
        QVERIFY(request.contentType.isEmpty());
    }

    void headersNameTheCall()
    {
        CallOptions options;
        options.ifMatch = u"7"_s;
        Update<Device> operation;
        operation.id = {u"dev-3"_s};
        operation.body.changes = {{u"name"_s, u"Ä"_s}, {u"note"_s, QJsonValue::Null}};
        const WireRequest request = built(operation, options);
        QCOMPARE(request.verb, "PATCH"_ba);
        QVERIFY(request.url.path().endsWith("/api/v1/devices/dev-3"_L1));
        QCOMPARE(request.contentType, "application/merge-patch+json"_ba);
        QCOMPARE(request.body, "{\"name\":\"Ä\",\"note\":null}"_ba);
        QCOMPARE(headerOf(request, "If-Match"), "\"7\""_ba);
        QCOMPARE(headerOf(request, "Accept"), "application/json, application/problem+json"_ba);
        QCOMPARE(headerOf(request, "Accept-Language"), "nl"_ba);
        QVERIFY(headerOf(request, "User-Agent").startsWith("Belvedere/"));
        QCOMPARE(headerOf(request, "Authorization"), "Bearer token"_ba);
        QVERIFY(headerOf(request, "X-Request-Id").size() >= 16);
        QVERIFY(headerOf(request, "Idempotency-Key").isEmpty());
    }

    void postsCarryAKeyThatTheCallerMayChoose()
    {
        ChangeDevices operation;
        operation.body.devices = {u"dev-1"_s};
        const QByteArray made = headerOf(built(operation), "Idempotency-Key");
        QVERIFY(made.size() >= 20);
        QVERIFY(made != headerOf(built(operation), "Idempotency-Key"));
        CallOptions options;
        options.idempotencyKey = u"mine"_s;
        QCOMPARE(headerOf(built(operation, options), "Idempotency-Key"), "mine"_ba);
        QVERIFY(!built(operation).once);
    }

    void signInHasNoKeyAndIsSentOnce()
    {
        SignIn operation;
        operation.body = {u"a@example.org"_s, u"secret"_s, {}};
        const WireRequest request = built(operation);
        QVERIFY(headerOf(request, "Idempotency-Key").isEmpty());
        QVERIFY(request.once);
        QVERIFY(planOf(operation).open);
    }

    void triesOfOneCallShareIdAndKey()
    {
        const Plan plan = planOf(RemoveDevices());
        const CallNames names = m_builder.names(plan, {});
        const WireRequest first = m_builder.build(plan, {}, names, 1, {});
        const WireRequest second = m_builder.build(plan, {}, names, 2, {});
        QCOMPARE(headerOf(second, "X-Request-Id"), headerOf(first, "X-Request-Id") + "-2");
        QCOMPARE(headerOf(second, "Idempotency-Key"), headerOf(first, "Idempotency-Key"));
        QVERIFY(headerOf(first, "Authorization").isEmpty());
    }

    void readOnlyFieldsAreNotSent()
    {
        Person person;
        person.id = {u"per-1"_s};
        person.version = 3;
        Create<Person> operation;
        operation.body = person;
        const QJsonObject body = bodyOf(built(operation));
        QVERIFY(!body.contains("id"_L1));
        QVERIFY(!body.contains("version"_L1));
    }

    void idsThatWouldChangeThePathAreRefused_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("empty") << QString();
        QTest::newRow("climbing") << u".."_s;
        QTest::newRow("of another kind") << u"per-1"_s;
        QTest::newRow("with a slash") << u"dev-1/x"_s;
    }
    void idsThatWouldChangeThePathAreRefused()
    {
        QFETCH(QString, id);
        Get<Device> operation;
        operation.id = {id};
        const Plan plan = planOf(operation);
        QVERIFY(plan.refusal);
        QCOMPARE(plan.refusal->kind, ApiError::Kind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestRequestBuilder)
#include "tst_requestbuilder.moc"
