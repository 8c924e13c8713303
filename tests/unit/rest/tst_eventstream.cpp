// The event stream stays up: it resumes, backs off, notices silence and knows when to give up.
#include "rest/apiclient.h"
#include "rest/eventstream.h"
#include "support/faketime.h"
#include "support/faketransport.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;
using State = EventStream::State;

class TestEventStream : public QObject {
    Q_OBJECT

    std::shared_ptr<FakeTime> m_time;
    FakeTransport *m_transport = nullptr;
    std::unique_ptr<ApiClient> m_client;
    EventStream *m_stream = nullptr;
    std::vector<ChangeEvent> m_events;

    // The one open stream, once it is there.
    FakeExchange *exchange()
    {
        if (!QTest::qWaitFor([this] { return m_transport->open().size() == 1; }))
            qFatal("no stream");
        return m_transport->open().first();
    }
    void goLive()
    {
        exchange()->startStream("text/event-stream");
        QCOMPARE(m_stream->state(), State::Live);
    }

private Q_SLOTS:
    void init()
    {
        m_time = std::make_shared<FakeTime>();
        auto transport = std::make_unique<FakeTransport>();
        m_transport = transport.get();
        m_transport->keepOpen = [](const WireRequest &request) { return request.streamed; };
        m_transport->handler = [](const WireRequest &) { return problemReply(401, u"auth.failed"_s); };
        m_client = std::make_unique<ApiClient>(
            ApiClient::Setup{QUrl(u"https://mdm.example.org"_s), {}, std::move(transport), fakeEnvironment(m_time)});
        Session session;
        session.accessToken = u"access"_s;
        session.refreshToken = u"refresh"_s;
        session.expiresIn = 100'000;
        m_client->gate().adopt(session);
        m_stream = new EventStream(*m_client);
        m_events.clear();
        connect(m_stream, &EventStream::changed, this, [this](const ChangeEvent &event) { m_events.push_back(event); });
    }
    void cleanup() { m_client.reset(); }

    void eventsArriveAndMoveTheToken()
    {
        m_stream->start(u"40"_s);
        QCOMPARE(m_stream->state(), State::Connecting);
        QCOMPARE(headerOf(exchange()->request, "Last-Event-ID"), "40"_ba);
        QCOMPARE(headerOf(exchange()->request, "Accept"), "text/event-stream, application/problem+json"_ba);
        goLive();
        exchange()->piece("id: 41\ndata: {\"kind\":\"device\",\"id\":\"dev-3\",\"op\":\"put\"}\n\nid: 42\ndata: {\"ki");
        exchange()->piece("nd\":\"person\",\"id\":\"per-1\",\"op\":\"remove\"}\n\n: beat\n\ndata: junk\n\n");
        QCOMPARE(m_events.size(), size_t(2));
        QCOMPARE(m_events[0].id, u"dev-3"_s);
        QVERIFY(!m_events[0].removed);
        QVERIFY(m_events[1].removed);
        QCOMPARE(m_stream->token(), u"42"_s);
    }

    void aLostStreamResumes()
    {
        m_stream->start(u"40"_s);
        goLive();
        exchange()->piece("id: 41\ndata: {\"kind\":\"device\",\"id\":\"dev-3\",\"op\":\"put\"}\n\n");
        exchange()->answer(brokenReply(ApiError::Kind::Transport, u"http.closed"_s));
        QCOMPARE(m_stream->state(), State::Offline);
        QVERIFY(m_transport->open().isEmpty());
        m_time->advance(1s);
        QCOMPARE(headerOf(exchange()->request, "Last-Event-ID"), "41"_ba);
        goLive();
    }

    void aStreamThatEndsInOrderIsRenewedQuietly()
    {
        m_stream->start({});
        goLive();
        exchange()->piece("id: 41\ndata: {\"kind\":\"device\",\"id\":\"dev-3\",\"op\":\"put\"}\n\n");
        const QSignalSpy states(m_stream, &EventStream::stateChanged);
        const QSignalSpy connections(m_stream, &EventStream::connected);
        exchange()->end();
        QCOMPARE(headerOf(exchange()->request, "Last-Event-ID"), "41"_ba);
        exchange()->startStream("text/event-stream");
        QCOMPARE(states.count(), 0);
        QCOMPARE(connections.count(), 1);
        // A server that accepts and closes, over and over, is not hammered.
        exchange()->end();
        QCOMPARE(m_stream->state(), State::Offline);
        QVERIFY(m_transport->open().isEmpty());
    }

    void failuresBackOff()
    {
        m_stream->start({});
        for (int i = 0; i < 10; ++i) {
            exchange()->answer(brokenReply(ApiError::Kind::Transport, u"http.refused"_s));
            m_time->advance(31s);
        }
        exchange()->answer(brokenReply(ApiError::Kind::Transport, u"http.refused"_s));
        const int before = m_transport->count;
        m_time->advance(15s);
        QCOMPARE(m_transport->count, before);
        m_stream->hurry();
        QCOMPARE(m_transport->count, before + 1);
    }

    void silenceIsNoticed()
    {
        m_stream->start({});
        goLive();
        m_time->advance(40s);
        exchange()->piece(": beat\n\n");
        m_time->advance(40s);
        QCOMPARE(m_stream->state(), State::Live);
        m_time->advance(6s);
        QCOMPARE(m_stream->state(), State::Offline);
        m_time->advance(1s);
        goLive();
    }

    void anExpiredTokenAsksForEverything()
    {
        const QSignalSpy reload(m_stream, &EventStream::fullReloadNeeded);
        m_stream->start(u"1"_s);
        exchange()->answer(problemReply(410, u"changes.expired"_s));
        QCOMPARE(reload.count(), 1);
        m_time->advance(60s);
        QVERIFY(m_transport->open().isEmpty());
        m_stream->start(u"90"_s);
        goLive();
    }

    void aRefusedSessionEndsIt()
    {
        const QSignalSpy refused(m_stream, &EventStream::refused);
        m_stream->start({});
        exchange()->answer(problemReply(401, u"auth.expired"_s)); // the refresh is refused too
        QTRY_COMPARE(refused.count(), 1);
        QCOMPARE(m_stream->state(), State::Stopped);
    }

    void anExpiredAccessTokenIsRefreshed()
    {
        m_transport->handler = [](const WireRequest &) {
            return jsonReply({{u"access_token"_s, u"newer"_s}, {u"expires_in"_s, 600}, {u"refresh_token"_s, u"r"_s},
                {u"account"_s, u"acc-1"_s}, {u"email"_s, u"a"_s}, {u"name"_s, u"a"_s}, {u"role"_s, u"auditor"_s}});
        };
        m_stream->start({});
        exchange()->answer(problemReply(401, u"auth.expired"_s));
        QTRY_VERIFY(!m_transport->open().isEmpty() && m_transport->open().first()->request.streamed);
        QCOMPARE(headerOf(exchange()->request, "Authorization"), "Bearer newer"_ba);
        goLive();
    }

    void somethingElseThanAStreamIsNotRead()
    {
        m_stream->start({});
        exchange()->startStream("text/html");
        QCOMPARE(m_stream->state(), State::Offline);
        QVERIFY(m_transport->open().isEmpty());
    }

    void anEndlessLineDropsTheStream()
    {
        m_stream->start({});
        goLive();
        exchange()->piece(QByteArray(200'000, 'x'));
        QCOMPARE(m_stream->state(), State::Offline);
    }

    void stoppingInAnEventStopsAtOnce()
    {
        connect(m_stream, &EventStream::changed, m_stream, &EventStream::stop);
        m_stream->start({});
        goLive();
        exchange()->piece("data: {\"kind\":\"a\"}\n\ndata: {\"kind\":\"b\"}\n\n");
        QCOMPARE(m_events.size(), size_t(1));
        QCOMPARE(m_stream->state(), State::Stopped);
        m_time->advance(100s);
        QVERIFY(m_transport->open().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_eventstream.moc"
