// The real environment: system clock, Qt timers, Qt's random source.
#include "rest/environment.h"

#include <QRandomGenerator>
#include <QTimer>

namespace belvedere {

namespace {

class TimerScheduler final : public Scheduler {
public:
    void after(std::chrono::milliseconds delay, QObject *owner, std::function<void()> job) override
    {
        QTimer::singleShot(delay, owner, std::move(job));
    }
};

} // namespace

Environment Environment::real()
{
    return {std::make_shared<SystemClock>(), std::make_shared<TimerScheduler>(),
        [] { return QRandomGenerator::global()->generateDouble(); }};
}

} // namespace belvedere
