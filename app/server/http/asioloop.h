// The I/O thread: one io_context and the thread that runs it; nothing thrown in it can end it. All in the header, so
// that Boost.Asio is read by one file less.
#pragma once

#include "server/http/loop.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <mutex>
#include <optional>
#include <QDebug>
#include <thread>

namespace belvedere::http {

class AsioLoop final : public Loop {
public:
    AsioLoop();

    bool post(std::function<void()> job) override;
    bool isCurrent() const override { return std::this_thread::get_id() == m_id; }

    boost::asio::io_context &context() { return m_context; }
    void start();
    void join(); // returns when nothing is under way any more; what is posted later is refused

private:
    void run();

    boost::asio::io_context m_context{1}; // one thread runs it
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> m_guard;
    std::thread m_thread;
    std::atomic<std::thread::id> m_id; // set by the thread itself: it may run before m_thread is assigned
    std::mutex m_mutex;
    bool m_ended = false;
};

inline AsioLoop::AsioLoop()
    : m_guard(boost::asio::make_work_guard(m_context))
{
}

inline bool AsioLoop::post(std::function<void()> job)
{
    const std::lock_guard lock(m_mutex);
    if (m_ended)
        return false;
    boost::asio::post(m_context, std::move(job));
    return true;
}

inline void AsioLoop::start()
{
    m_thread = std::thread([this] { run(); });
}

inline void AsioLoop::run()
{
    m_id = std::this_thread::get_id();
    for (;;) {
        try {
            m_context.run();
            return;
        } catch (const std::exception &exception) {
            qCritical() << "belvedere.http: an exception reached the I/O thread:" << exception.what();
        }
    }
}

inline void AsioLoop::join()
{
    m_guard.reset();
    if (m_thread.joinable())
        m_thread.join();
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
    }
    // what was posted between the end of the run and the mark still gets its turn
    m_context.restart();
    m_context.poll();
}

} // namespace belvedere::http
