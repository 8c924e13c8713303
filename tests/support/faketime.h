// FakeTime: a clock and scheduler that move only when a test says so.
#pragma once

#include "rest/environment.h"

#include <QPointer>
#include <vector>

namespace belvedere::test {

class FakeTime final : public Clock, public Scheduler {
public:
    QDateTime now() const override { return m_now; }
    void after(std::chrono::milliseconds delay, QObject *owner, std::function<void()> job) override;
    // Runs what falls due, in order, including what those jobs schedule.
    void advance(std::chrono::milliseconds time);
    size_t pending() const { return m_jobs.size(); }

private:
    struct Job {
        QDateTime due;
        QPointer<QObject> owner;
        std::function<void()> run;
    };
    QDateTime m_now = QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC); // 2026-01-01T00:00:00Z
    std::vector<Job> m_jobs;
};

// An environment over `time` whose chance is always one half.
Environment fakeEnvironment(const std::shared_ptr<FakeTime> &time);

} // namespace belvedere::test
