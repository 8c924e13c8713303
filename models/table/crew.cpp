// Handing out parts.
#include "table/crew.h"

#include <atomic>
#include <QRunnable>
#include <QThread>

namespace belvedere {

namespace {

constexpr int mostThreads = 4; // beyond that, memory is what limits the work over columns

class Helper final : public QRunnable {
public:
    Helper(std::function<void()> work, QSemaphore &done)
        : m_work(std::move(work))
        , m_done(done)
    {
        setAutoDelete(false);
    }
    void run() override
    {
        m_work();
        m_done.release();
    }

private:
    std::function<void()> m_work;
    QSemaphore &m_done;
};

} // namespace

Crew::Crew(Size size)
    : m_helpers(size == Size::Alone ? 0 : size_t(std::clamp(QThread::idealThreadCount(), 1, mostThreads)) - 1)
{
    m_pool.setMaxThreadCount(std::max(1, int(m_helpers)));
}

void Crew::share(size_t parts, const std::function<void(size_t part)> &work)
{
    std::atomic<size_t> next = 0;
    const auto toil = [&next, &work, parts] {
        for (size_t part = next++; part < parts; part = next++)
            work(part);
    };
    std::vector<std::unique_ptr<Helper>> helpers;
    for (size_t i = 0; parts > 1 && i < std::min(m_helpers, parts - 1); ++i) {
        helpers.push_back(std::make_unique<Helper>([&toil] { toil(); }, m_done));
        m_pool.start(helpers.back().get());
    }
    toil();
    // On a busy computer a helper may not have begun yet: there is nothing left for it to do.
    const auto began = std::count_if(
        helpers.begin(), helpers.end(), [this](const auto &helper) { return !m_pool.tryTake(helper.get()); });
    m_done.acquire(int(began));
}

} // namespace belvedere
