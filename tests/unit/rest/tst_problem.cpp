// A refusal keeps everything that the window needs, and nothing hostile in it does harm.
#include "rest/problem.h"
#include "support/faketransport.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestProblem : public QObject {
    Q_OBJECT

    const QDateTime m_now = QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC);

    static WireReply problem(int status, const QByteArray &body)
    {
        WireReply reply = problemReply(status, {});
        reply.body = body;
        return reply;
    }

private Q_SLOTS:
    void successIsNoProblem() { QVERIFY(!problemOf(emptyReply(204), m_now)); }

    void validationNamesItsFields()
    {
        const auto error = problemOf(problem(422, R"({"code":"validation","detail":"No.","errors":[
            {"field":"name","message":"required"},{"field":"tags","message":"too many"}]})"),
            m_now);
        QVERIFY(error);
        QCOMPARE(error->kind, ApiError::Kind::Validation);
        QCOMPARE(error->code, u"validation"_s);
        QCOMPARE(error->detail, u"No."_s);
        QCOMPARE(error->fields, (QList<FieldError>{{u"name"_s, u"required"_s}, {u"tags"_s, u"too many"_s}}));
        QCOMPARE(error->requestId, u"server-7"_s);
        QCOMPARE(error->http, 422);
    }

    void statusesHaveKinds_data()
    {
        using Kind = ApiError::Kind;
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        const std::pair<int, Kind> rows[] = {{400, Kind::Validation}, {401, Kind::Unauthorized}, {403, Kind::Forbidden},
            {404, Kind::NotFound}, {409, Kind::Conflict}, {412, Kind::Conflict}, {428, Kind::Conflict},
            {429, Kind::RateLimited}, {500, Kind::Server}, {503, Kind::Server}, {302, Kind::Server}};
        for (const auto &[status, kind] : rows)
            QTest::addRow("%d", status) << status << int(kind);
    }
    void statusesHaveKinds()
    {
        QFETCH(int, status);
        QFETCH(int, kind);
        const auto error = problemOf(emptyReply(status), m_now);
        QVERIFY(error);
        QCOMPARE(int(error->kind), kind);
        QVERIFY(!error->code.isEmpty());
        QVERIFY(!error->detail.isEmpty());
    }

    void redirectsHaveACodeOfTheirOwn() { QCOMPARE(problemOf(emptyReply(307), m_now)->code, u"http.redirect"_s); }

    void retryAfterAsSecondsAndAsDate()
    {
        WireReply reply = problemReply(429, u"rate.limited"_s);
        reply.headers.push_back({"retry-after"_ba, "7"_ba});
        QCOMPARE(problemOf(reply, m_now)->retryAfter, std::optional<int>(7));
        reply.headers.back().value = "Thu, 01 Jan 2026 00:01:30 GMT";
        QCOMPARE(problemOf(reply, m_now)->retryAfter, std::optional<int>(90));
        reply.headers.back().value = "soon";
        QCOMPARE(problemOf(reply, m_now)->retryAfter, std::optional<int>());
        reply.headers.back().value = "-5";
        QCOMPARE(problemOf(reply, m_now)->retryAfter, std::optional<int>(0));
    }

    void hostileBodiesAreHarmless_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("not JSON") << "<html>"_ba;
        QTest::newRow("not UTF-8") << "{\"code\":\"\xff\"}"_ba;
        QTest::newRow("list") << "[1]"_ba;
        QTest::newRow("types") << R"({"code":1,"detail":[],"errors":{"field":2}})"_ba;
        QTest::newRow("code with markup") << R"({"code":"<b>"})"_ba;
        QTest::newRow("deep") << QByteArray(10'000, '[');
        QTest::newRow("large") << "{\"detail\":\"" + QByteArray(100'000, 'x') + "\"}";
    }
    void hostileBodiesAreHarmless()
    {
        QFETCH(QByteArray, body);
        const auto error = problemOf(problem(500, body), m_now);
        QVERIFY(error);
        QCOMPARE(error->code, u"http.500"_s);
        QVERIFY(error->detail.size() <= 1'000);
    }
};

QTEST_GUILESS_MAIN(TestProblem)
#include "tst_problem.moc"
