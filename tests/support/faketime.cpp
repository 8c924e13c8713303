// Moving the fake time.
#include "support/faketime.h"

#include <algorithm>

namespace belvedere::test {

void FakeTime::after(std::chrono::milliseconds delay, QObject *owner, std::function<void()> job)
{
    m_jobs.push_back({m_now.addMSecs(delay.count()), owner, std::move(job)});
}

void FakeTime::advance(std::chrono::milliseconds time)
{
    const QDateTime end = m_now.addMSecs(time.count());
    while (true) {
        const auto next =
            std::min_element(m_jobs.begin(), m_jobs.end(), [](const Job &a, const Job &b) { return a.due < b.due; });
        if (next == m_jobs.end() || next->due > end)
            break;
        const Job job = std::move(*next);
        m_jobs.erase(next);
        m_now = std::max(m_now, job.due);
        if (job.owner)
            job.run();
    }
    m_now = end;
}

Environment fakeEnvironment(const std::shared_ptr<FakeTime> &time)
{
    return {time, time, [] { return 0.5; }};
}

} // namespace belvedere::test
