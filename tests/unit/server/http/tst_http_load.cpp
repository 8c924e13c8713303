// Small requests stay fast beside 500 event streams and 500 idle connections (p99 at most 25 ms), and by themselves.
#include "server/http/server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <mutex>
#include <poll.h>
#include <QElapsedTimer>
#include <QTest>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace belvedere;
using namespace belvedere::http;
using namespace Qt::StringLiterals;

namespace {

constexpr int streams = 500;
constexpr int idlers = 500;
constexpr int askers = 8;

// One blocking socket; a receive time-out keeps a broken server from hanging the test.
class Line {
public:
    explicit Line(quint16 port)
        : m_fd(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{10, 0};
        ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        m_ok = ::connect(m_fd, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0;
    }
    Line(Line &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
        , m_ok(other.m_ok)
    {
    }
    Line(const Line &) = delete;
    Line &operator=(const Line &) = delete;
    Line &operator=(Line &&) = delete;
    ~Line()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    bool isOpen() const { return m_ok; }
    int descriptor() const { return m_fd; }
    bool send(const QByteArray &bytes) const
    {
        return ::send(m_fd, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
    }
    // Answers here fit one segment: one read is one answer.
    bool receive() const
    {
        char buffer[2048];
        const ssize_t count = ::recv(m_fd, buffer, sizeof buffer, 0);
        return count > 12 && QByteArrayView(buffer, count).startsWith("HTTP/1.1 200");
    }

private:
    int m_fd;
    bool m_ok = false;
};

const QByteArray smallGet = "GET /small HTTP/1.1\r\nHost: h\r\n\r\n";
const QByteArray eventsGet = "GET /events HTTP/1.1\r\nHost: h\r\n\r\n";

} // namespace

class TestHttpLoad : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        rlimit descriptors{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &descriptors), 0);
        descriptors.rlim_cur = std::min<rlim_t>(descriptors.rlim_max, 8192);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &descriptors), 0);
        if (descriptors.rlim_cur < 2 * (streams + idlers) + 200)
            QSKIP("too few file descriptors are allowed here");
        const auto started =
            m_server.start(u"127.0.0.1:0"_s, {}, {}, [this](const Request &request, const Responder &responder) {
                if (request.path == u"/events") {
                    const std::lock_guard lock(m_mutex);
                    m_writers.push_back(responder.stream(200, "text/event-stream"));
                } else {
                    responder.send({200, "application/json", "{\"ok\":true}", {}});
                }
            });
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    }
    void cleanupTestCase()
    {
        m_server.stop();
        m_writers.clear();
    }

    void answersManySmallRequests()
    {
        double worst = 0;
        const double rate = ask(std::chrono::milliseconds(1000), worst);
        qInfo("%d connections: %.0f requests a second, p99 %.2f ms", askers, rate, worst);
        QVERIFY(rate > 1500);
    }

    void staysFastBesideStreamsAndIdleConnections()
    {
        std::vector<Line> held;
        std::vector<pollfd> watched;
        for (int i = 0; i < streams + idlers; ++i) {
            held.emplace_back(m_server.port());
            QVERIFY(held.back().isOpen());
            if (i < streams) {
                QVERIFY(held.back().send(eventsGet));
                QVERIFY(held.back().receive());
                watched.push_back({held.back().descriptor(), POLLIN, 0});
            }
        }
        QTRY_COMPARE(m_server.connections(), streams + idlers);

        // every stream gets an event ten times a second, and one thread reads them all
        std::atomic<bool> running = true;
        std::atomic<qint64> received = 0;
        std::thread reader([&] {
            char buffer[4096];
            while (running) {
                if (::poll(watched.data(), nfds_t(watched.size()), 50) <= 0)
                    continue;
                for (const pollfd &one : watched) {
                    if (one.revents & POLLIN)
                        received += ::recv(one.fd, buffer, sizeof buffer, MSG_DONTWAIT);
                }
            }
        });
        std::thread producer([&] {
            const QByteArray event = "id: 17\ndata: {\"kind\":\"device\",\"id\":\"x\",\"op\":\"update\"}\n\n";
            while (running) {
                {
                    const std::lock_guard lock(m_mutex);
                    for (const auto &writer : m_writers)
                        writer->write(event);
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
            }
        });
        double worst = 0;
        const double rate = ask(std::chrono::milliseconds(3000), worst);
        running = false;
        producer.join();
        reader.join();
        qInfo("beside %d streams and %d idle connections: %.0f requests a second, p99 %.2f ms", streams, idlers, rate,
            worst);
        QVERIFY(received > 0);
        QCOMPARE(m_server.connections(), streams + idlers);
        QVERIFY2(worst <= 25.0, qPrintable(QString::number(worst)));
        for (const auto &writer : m_writers)
            QVERIFY(writer->isOpen());
    }

private:
    // Requests a second over `askers` keep-alive connections in so much time; `p99` in milliseconds.
    double ask(std::chrono::milliseconds duration, double &p99)
    {
        std::vector<std::vector<qint64>> times(askers);
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < askers; ++i) {
            threads.emplace_back([&, i] {
                const Line line(m_server.port());
                while (clock.elapsed() < duration.count()) {
                    QElapsedTimer one;
                    one.start();
                    if (!line.send(smallGet) || !line.receive()) {
                        ++failures;
                        return;
                    }
                    times[size_t(i)].push_back(one.nsecsElapsed());
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        const double seconds = double(clock.nsecsElapsed()) / 1e9;
        std::vector<qint64> all;
        for (const auto &part : times)
            all.insert(all.end(), part.begin(), part.end());
        std::sort(all.begin(), all.end());
        p99 = failures > 0 || all.empty() ? 1e9 : double(all[all.size() * 99 / 100]) / 1e6;
        return double(all.size()) / seconds;
    }

    Server m_server;
    std::mutex m_mutex;
    std::vector<std::shared_ptr<StreamWriter>> m_writers;
};

QTEST_GUILESS_MAIN(TestHttpLoad)
#include "tst_http_load.moc"
