// Cadence: when a device is to call again; soon while somebody waits, as seldom as usual otherwise.
#pragma once

#include "server/jobs/eventhub.h"

#include <atomic>

namespace belvedere::server {

class Cadence {
public:
    // `events` must outlive it.
    explicit Cadence(const EventHub &events)
        : m_events(events)
    {
    }
    // Any thread. How many devices there are, give or take what came in the last minute.
    void setDevices(qint64 devices) { m_devices = devices; }
    // Any thread. Event streams that are open at other instances.
    void setOtherListeners(qint64 listeners) { m_otherListeners = listeners; }
    // Seconds; any thread. `isBusy`: the device has commands that have not ended.
    int next(bool isBusy) const;

    static constexpr int usualSeconds = 300;
    static constexpr int soonSeconds = 5;
    static constexpr int devicesPerSecond = 200; // that call while somebody watches

private:
    const EventHub &m_events;
    std::atomic<qint64> m_devices = 0;
    std::atomic<qint64> m_otherListeners = 0;
};

} // namespace belvedere::server
