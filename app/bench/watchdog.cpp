// Ticking.
#include "bench/watchdog.h"

#include <algorithm>
#include <ctime>

namespace belvedere::bench {

namespace {

// Of this thread; 0 where the system does not say.
double processorMilliseconds()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time = {};
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
#endif
    return 0;
}

} // namespace

Watchdog::Watchdog()
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(1);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
    reset();
    m_timer.start();
}

void Watchdog::reset()
{
    m_worst = 0;
    m_worstOfProcessor = 0;
    m_processor = processorMilliseconds();
    m_clock.start();
}

void Watchdog::tick()
{
    const double processor = processorMilliseconds();
    m_worst = std::max(m_worst, double(m_clock.nsecsElapsed()) / 1e6);
    m_worstOfProcessor = std::max(m_worstOfProcessor, processor - m_processor);
    m_processor = processor;
    m_clock.start();
}

} // namespace belvedere::bench
