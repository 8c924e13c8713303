// A small service behind a real server: what the tests of the HTTP server talk to.
#pragma once

#include "server/http/server.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace belvedere::http {

// A counting semaphore of the standard library's parts, which the thread sanitizer understands.
class Gate {
public:
    void release(int count = 1)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_count += count;
        }
        m_changed.notify_all();
    }
    void acquire()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_count > 0; });
        --m_count;
    }
    bool acquireWithin(int milliseconds)
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return m_count > 0; }))
            return false;
        --m_count;
        return true;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_count = 0;
};

// /echo gives the request back in a text; the other paths are named after what they do.
class Service {
public:
    ~Service() { stop(); }

    Result<Done> start(const Limits &limits = {}, const std::optional<TlsFiles> &tls = {})
    {
        using namespace Qt::StringLiterals;
        return server.start(u"127.0.0.1:0"_s, tls, limits,
            [this](const Request &request, const Responder &responder) { handle(request, responder); });
    }
    quint16 port() const { return server.port(); }
    void stop()
    {
        release.release(1000);
        server.stop();
        for (std::thread &worker : workers)
            worker.join();
        workers.clear();
    }

    Server server;
    Gate arrived; // /slow has begun
    Gate release; // lets /slow go on
    std::atomic<int> closed = 0; // streams that are over
    std::atomic<int> drained = 0;
    std::mutex mutex;
    std::shared_ptr<StreamWriter> writer; // of the latest /events
    std::optional<Responder> kept; // of the latest /keep
    std::vector<std::thread> workers; // touched by the I/O thread while serving

private:
    void handle(const Request &request, const Responder &responder)
    {
        using namespace Qt::StringLiterals;
        if (request.path == u"/echo") {
            QByteArray text = request.method + "|" + request.path.toUtf8() + "|";
            for (const auto &[name, value] : request.parameters)
                text += name.toUtf8() + "=" + value.toUtf8() + ";";
            responder.send({200, "text/plain", text + "|" + request.body, {}});
        } else if (request.path == u"/large") {
            responder.send({200, "text/plain", QByteArray(24 * 1024 * 1024, 'x'), {}});
        } else if (request.path == u"/none") {
            responder.send({204, {}, {}, {}});
        } else if (request.path == u"/drop") {
            // goes unanswered
        } else if (request.path == u"/throw") {
            throw std::runtime_error("a fault in a handler");
        } else if (request.path == u"/inject") {
            responder.send(
                {200, "text/plain", "ok", {{"X-Bad", "a\r\nSet-Cookie: b"}, {"Cache-Control", "max-age=1"}}});
        } else if (request.path == u"/keep") {
            const std::lock_guard lock(mutex);
            kept = responder;
            arrived.release();
        } else if (request.path == u"/slow") {
            workers.emplace_back([this, responder] {
                arrived.release();
                release.acquire();
                responder.send({200, "text/plain", "slow", {}});
            });
        } else if (request.path == u"/thread") {
            workers.emplace_back([responder] { responder.send({200, "text/plain", "from a thread", {}}); });
        } else if (request.path == u"/events") {
            const auto stream = responder.stream(200, "text/event-stream");
            stream->onClosed([this] { ++closed; });
            stream->onDrained(1024, [this] { ++drained; });
            const std::lock_guard lock(mutex);
            writer = stream;
            arrived.release();
        } else {
            responder.send({404, "text/plain", "no", {}});
        }
    }
};

} // namespace belvedere::http
