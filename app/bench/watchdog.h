// Watchdog: how long the GUI thread was kept from its event loop.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

namespace belvedere::bench {

// Ticks every millisecond while it lives; of the thread that makes it.
class Watchdog {
public:
    Watchdog();
    // Milliseconds between two ticks, at worst: by the clock, and of the thread's own processor time, which a busy
    // computer does not disturb.
    double worst() const { return m_worst; }
    double worstOfProcessor() const { return m_worstOfProcessor; }
    void reset();

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_processor = 0;
    double m_worst = 0;
    double m_worstOfProcessor = 0;
};

} // namespace belvedere::bench
