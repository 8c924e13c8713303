// Handing out parts.
#include "table/crew.h"

#include <atomic>
#include <QSemaphore>
#include <QThread>

namespace belvedere {

namespace {

constexpr int mostThreads = 4; // beyond that, memory is what limits the work over columns

} // namespace

Crew::Crew(Size size)
    : m_helpers(size == Size::Alone ? 0 : size_t(std::clamp(QThread::idealThreadCount(), 1, mostThreads)) - 1)
{
    m_pool.setMaxThreadCount(std::max(1, int(m_helpers)));
}

void Crew::share(size_t parts, const std::function<void(size_t part)> &work)
{
    const size_t helpers = parts > 0 ? std::min(m_helpers, parts - 1) : 0;
    std::atomic<size_t> next = 0;
    QSemaphore done;
    const auto toil = [&next, &work, parts] {
        for (size_t part = next++; part < parts; part = next++)
            work(part);
    };
    for (size_t i = 0; i < helpers; ++i) {
        m_pool.start([&toil, &done] {
            toil();
            done.release();
        });
    }
    toil();
    done.acquire(int(helpers));
}

} // namespace belvedere
