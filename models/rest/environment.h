// Environment: time, delays and chance as the client sees them, injected so that tests need no waiting.
#pragma once

#include "base/clock.h"

#include <chrono>
#include <functional>
#include <memory>
#include <QObject>

namespace belvedere {

class Scheduler {
public:
    virtual ~Scheduler() = default;
    // Runs `job` once in the calling thread, after `delay`; never once `owner` is gone, never before returning.
    virtual void after(std::chrono::milliseconds delay, QObject *owner, std::function<void()> job) = 0;
};

struct Environment {
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<Scheduler> scheduler;
    std::function<double()> random; // evenly within [0, 1)

    static Environment real();
};

} // namespace belvedere
