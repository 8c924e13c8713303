// Answers written over time: order, end, backlog, a client that stops reading, a client that goes.
#include "peer.h"
#include "service.h"

#include <QTest>

using namespace belvedere;
using namespace belvedere::http;
using namespace Qt::StringLiterals;

class TestHttpStreams : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { start({}); }
    void cleanup()
    {
        m_writer.reset();
        m_peer.reset();
        m_service.reset();
    }

    void sendsEachEventAtOnce()
    {
        open();
        for (const char *event : {"data: one\n\n", "data: two\n\n"}) {
            QVERIFY(m_writer->write(event));
            QVERIFY(m_peer->readUntil(event));
        }
        QTRY_COMPARE(m_writer->backlog(), 0);
        QVERIFY(m_writer->isOpen());
        QCOMPARE(m_service->closed, 0);
    }

    void goesOnWithTheNextRequestAfterTheEnd()
    {
        open();
        QVERIFY(m_writer->write("a"));
        QVERIFY(m_writer->write("b"));
        m_writer->finish();
        QVERIFY(!m_writer->write("c"));
        const Answer answer = m_peer->read();
        QVERIFY(answer.complete);
        QCOMPARE(answer.body, "ab");
        QCOMPARE(answer.header("content-type"), "text/event-stream");
        QTRY_COMPARE(m_service->closed, 1);
        QCOMPARE(m_peer->ask(get("/echo")).status, 200);
    }

    void endsAStreamOfNothing()
    {
        open();
        m_writer->finish();
        const Answer answer = m_peer->read();
        QVERIFY(answer.complete);
        QVERIFY(answer.body.isEmpty());
    }

    void keepsTheOrderOfABulkBodyFromAnotherThread()
    {
        open();
        QByteArray expected;
        std::thread producer([&] {
            for (int i = 0; i < 20'000; ++i) {
                const QByteArray line =
                    "{\"n\":" + QByteArray::number(i) + ",\"filler\":\"" + QByteArray(100, 'x') + "\"}\n";
                while (m_writer->backlog() > 128 * 1024)
                    std::this_thread::yield();
                if (!m_writer->write(line))
                    return;
                expected += line;
            }
            m_writer->finish();
        });
        const Answer answer = m_peer->read();
        producer.join();
        QVERIFY(answer.complete);
        QCOMPARE(answer.body.size(), expected.size());
        QVERIFY(answer.body == expected);
        QVERIFY(m_service->drained > 0);
    }

    void sendsAChunkLargerThanTheBacklog()
    {
        open();
        const QByteArray large(5 * 1024 * 1024, 'y');
        QVERIFY(m_writer->write(large));
        m_writer->finish();
        QCOMPARE(m_peer->read().body, large);
    }

    void callsBackWhenTheBacklogHasDrained()
    {
        open();
        QVERIFY(m_writer->write(QByteArray(100'000, 'z')));
        QTRY_COMPARE(m_service->drained, 1);
        QVERIFY(m_writer->write("small")); // never above the mark
        QTRY_COMPARE(m_writer->backlog(), 0);
        QCOMPARE(m_service->drained, 1);
    }

    void cutsAClientThatNeverReads()
    {
        open();
        m_peer->socket().setReadBufferSize(1024);
        // what the kernel buffers on both sides comes on top of the bound
        bool open = true;
        qsizetype most = 0;
        for (int i = 0; open && i < 10'000; ++i) {
            open = m_writer->write(QByteArray(16 * 1024, 'x'));
            most = std::max(most, m_writer->backlog());
        }
        QVERIFY(!open);
        QVERIFY(most <= 256 * 1024);
        QTRY_COMPARE(m_service->closed, 1);
        QTRY_COMPARE(m_service->server.connections(), 0);
        QVERIFY(!m_writer->isOpen());
    }

    void noticesThatTheClientHasGone()
    {
        open();
        m_peer->socket().abort();
        QTRY_COMPARE(m_service->closed, 1);
        QVERIFY(!m_writer->write("late"));
        bool told = false;
        m_writer->onClosed([&] { told = true; });
        QVERIFY(told);
    }

    void cutsTheConnectionWhenTheWriterIsLost()
    {
        open();
        QVERIFY(m_writer->write("half"));
        QVERIFY(m_peer->readUntil("half"));
        m_writer.reset();
        const Answer answer = m_peer->read();
        QVERIFY(!answer.complete);
        QTRY_COMPARE(m_service->closed, 1);
    }

    // A pump that is already on its way when the writer goes must not end the answer as if it were whole.
    void neverEndsALostStreamAsIfItWereWhole()
    {
        for (int i = 0; i < 50; ++i) {
            Peer peer;
            QVERIFY(peer.connectTo(m_service->port()));
            QVERIFY(peer.send(get("/events")));
            take();
            QVERIFY(m_writer->write("half"));
            m_writer.reset();
            QVERIFY(!peer.read().complete);
        }
    }

    void answersHeadWithoutAStream()
    {
        QVERIFY(m_peer->send("HEAD /events HTTP/1.1\r\nHost: h\r\n\r\n"));
        QCOMPARE(m_peer->read(true).status, 200);
        QTRY_COMPARE(m_service->closed, 1);
        QCOMPARE(m_peer->ask(get("/echo")).status, 200);
    }

    void endsAnHttp10StreamByClosing()
    {
        QVERIFY(m_peer->send("GET /events HTTP/1.0\r\n\r\n"));
        take();
        QVERIFY(m_writer->write("plain"));
        m_writer->finish();
        const Answer answer = m_peer->read();
        QVERIFY(answer.header("transfer-encoding").isEmpty());
        QCOMPARE(answer.body, "plain");
        QVERIFY(answer.complete);
    }

    // Only its writer knows that a stream is whole.
    void letsStreamsEndWhenStopping()
    {
        open();
        QVERIFY(m_writer->write("last "));
        std::thread stopper([this] { m_service->server.stop(); });
        QVERIFY(m_writer->write("words"));
        m_writer->finish();
        const Answer answer = m_peer->read();
        stopper.join();
        QVERIFY(answer.complete);
        QCOMPARE(answer.body, "last words");
        QCOMPARE(m_service->closed, 1);
        QVERIFY(!m_writer->write("late"));
    }

    void cutsStreamsThatDoNotEndWhenStopping()
    {
        Limits limits;
        limits.stopTime = std::chrono::milliseconds(100);
        cleanup();
        start(limits);
        open();
        QVERIFY(m_writer->write("a part"));
        std::thread stopper([this] { m_service->server.stop(); });
        const Answer answer = m_peer->read();
        stopper.join();
        QVERIFY(!answer.complete);
        QCOMPARE(m_service->closed, 1);
    }

private:
    void start(Limits limits)
    {
        limits.streamBacklog = 256 * 1024;
        m_service = std::make_unique<Service>();
        QVERIFY(m_service->start(limits));
        QVERIFY(m_peer.emplace().connectTo(m_service->port()));
    }
    void open()
    {
        QVERIFY(m_peer->send(get("/events")));
        take();
    }
    void take()
    {
        QVERIFY(m_service->arrived.acquireWithin(Peer::patience));
        const std::lock_guard lock(m_service->mutex);
        m_writer = std::move(m_service->writer);
    }

    std::unique_ptr<Service> m_service;
    std::optional<Peer> m_peer;
    std::shared_ptr<StreamWriter> m_writer;
};

QTEST_GUILESS_MAIN(TestHttpStreams)
#include "tst_http_streams.moc"
