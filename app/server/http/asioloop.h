// The I/O thread: one io_context and the thread that runs it.
#pragma once

#include "server/http/loop.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <mutex>
#include <optional>
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

} // namespace belvedere::http
