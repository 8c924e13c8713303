// Bulk lists on their way to clients that drink fast, slowly, or not to the end.
#include "http/peer.h"
#include "sitefile.h"

#include "server/api/linestream.h"
#include "server/http/server.h"

#include <atomic>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

constexpr int pieces = 400;
constexpr qsizetype pieceBytes = 64 * 1024;

// Lettered pieces, and how many of them were taken; an error behind the last one when told so.
class Numbered final : public LineSource {
public:
    Numbered(std::atomic<int> &made, std::atomic<int> &alive, bool fails)
        : m_made(made)
        , m_alive(alive)
        , m_fails(fails)
    {
        ++m_alive;
    }
    ~Numbered() override { --m_alive; }
    Result<QByteArray> next(Database &) override
    {
        if (m_made == pieces)
            return m_fails ? Result<QByteArray>(storeError(u"store.failed"_s, {})) : Result<QByteArray>(QByteArray());
        return QByteArray(pieceBytes, char('a' + m_made++ % 26));
    }

private:
    std::atomic<int> &m_made;
    std::atomic<int> &m_alive;
    bool m_fails;
};

} // namespace

class TestLineStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_made = m_alive = 0;
        m_fails = false;
        auto executor = Executor::start(
            m_site.path, {}, [] { return QDateTime::currentDateTimeUtc(); }, [](const QList<Change> &) {});
        OK(executor);
        m_executor = std::move(executor).value();
        m_server = std::make_unique<http::Server>();
        OK(m_server->start(
            u"127.0.0.1:0"_s, {}, {}, [this](const http::Request &request, const http::Responder &responder) {
                if (request.path == "/lines"_L1)
                    streamLines(*m_executor, std::make_shared<Numbered>(m_made, m_alive, m_fails), responder, u"req"_s);
                else
                    responder.send({204, {}, {}, {}});
            }));
        QVERIFY(m_peer.emplace().connectTo(m_server->port()));
    }
    void cleanup()
    {
        m_peer.reset();
        m_server->stop();
        m_server.reset();
        m_executor.reset();
        QCOMPARE(m_alive, 0);
    }

    void everyPieceArrivesInOrder()
    {
        const http::Answer answer = m_peer->ask(http::get("/lines"));
        QVERIFY(answer.complete);
        QCOMPARE(answer.header("content-type"), "application/x-ndjson");
        QCOMPARE(answer.header("x-request-id"), "req");
        QCOMPARE(answer.body.size(), pieces * pieceBytes);
        for (int i = 0; i < pieces; ++i)
            QCOMPARE(answer.body[i * pieceBytes], char('a' + i % 26));
        QTRY_COMPARE(m_alive, 0);
        QCOMPARE(m_peer->ask(http::get("/none")).status, 204); // the connection stays
    }

    void aClientThatDoesNotReadStopsTheWork()
    {
        // little room in the kernel, so that it is the server that waits
        m_peer->socket().setReadBufferSize(16 * 1024);
        QVERIFY(m_peer->send(http::get("/lines")));
        QTRY_VERIFY(m_made > 0);
        int before = -1;
        for (int quiet = 0; quiet < 5; quiet = m_made == before ? quiet + 1 : 0) {
            before = m_made;
            QTest::qSleep(50);
        }
        QVERIFY2(m_made < pieces * 3 / 4, qPrintable(QString::number(m_made)));
        m_peer->socket().setReadBufferSize(0);
        const http::Answer answer = m_peer->read();
        QVERIFY(answer.complete);
        QCOMPARE(answer.body.size(), pieces * pieceBytes);
    }

    void aClientThatGoesEndsTheWork()
    {
        m_peer->socket().setReadBufferSize(16 * 1024);
        QVERIFY(m_peer->send(http::get("/lines")));
        QTRY_VERIFY(m_made > 0);
        m_peer.reset();
        QTRY_COMPARE(m_alive, 0);
        QVERIFY(m_made < pieces);
    }

    void anErrorOnTheWayIsNoWholeAnswer()
    {
        m_fails = true;
        QVERIFY(m_peer->send(http::get("/lines")));
        QVERIFY(!m_peer->read().complete);
        QTRY_COMPARE(m_alive, 0);
    }

private:
    SiteFile m_site;
    std::atomic<int> m_made = 0;
    std::atomic<int> m_alive = 0;
    bool m_fails = false;
    std::unique_ptr<Executor> m_executor;
    std::unique_ptr<http::Server> m_server;
    std::optional<http::Peer> m_peer;
};

QTEST_GUILESS_MAIN(TestLineStream)
#include "tst_line_stream.moc"
