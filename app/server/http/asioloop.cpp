// Running the I/O thread so that nothing thrown in it can end it.
#include "server/http/asioloop.h"

#include <boost/asio/post.hpp>
#include <exception>
#include <QLoggingCategory>

namespace belvedere::http {

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.http")

} // namespace

AsioLoop::AsioLoop()
    : m_guard(boost::asio::make_work_guard(m_context))
{
}

bool AsioLoop::post(std::function<void()> job)
{
    const std::lock_guard lock(m_mutex);
    if (m_ended)
        return false;
    boost::asio::post(m_context, std::move(job));
    return true;
}

void AsioLoop::start()
{
    m_thread = std::thread([this] { run(); });
}

void AsioLoop::run()
{
    m_id = std::this_thread::get_id();
    for (;;) {
        try {
            m_context.run();
            return;
        } catch (const std::exception &exception) {
            qCCritical(lc) << "an exception reached the I/O thread:" << exception.what();
        }
    }
}

void AsioLoop::join()
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
