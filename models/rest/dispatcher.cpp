// Queueing by priority.
#include "rest/dispatcher.h"

namespace belvedere {

void Dispatcher::Slot::release()
{
    Dispatcher *dispatcher = m_dispatcher;
    m_dispatcher = nullptr;
    if (dispatcher) {
        --dispatcher->m_running[size_t(m_priority)];
        dispatcher->pump();
    }
}

Dispatcher::Dispatcher(Environment environment)
    : m_environment(std::move(environment))
{
}

void Dispatcher::enqueue(QObject *owner, Priority priority, Start start)
{
    m_waiting[size_t(priority)].push_back({owner, std::move(start)});
    pump();
}

void Dispatcher::pause(std::chrono::seconds time)
{
    const QDateTime until = m_environment.clock->now().addSecs(time.count());
    if (m_pausedUntil.isValid() && m_pausedUntil >= until)
        return;
    m_pausedUntil = until;
    m_environment.scheduler->after(time, this, [this, until] {
        if (m_pausedUntil == until) {
            m_pausedUntil = {};
            pump();
        }
    });
}

void Dispatcher::close()
{
    m_closed = true;
    for (std::deque<Waiting> &queue : m_waiting)
        queue.clear();
}

void Dispatcher::pump()
{
    while (!m_closed && !m_pausedUntil.isValid() && running() < limit) {
        const bool mayBackground = m_running[size_t(Priority::Background)] < backgroundLimit;
        if (!startNext(Priority::Foreground) && !(mayBackground && startNext(Priority::Background)))
            return;
    }
}

bool Dispatcher::startNext(Priority priority)
{
    std::deque<Waiting> &queue = m_waiting[size_t(priority)];
    while (!queue.empty()) {
        const Waiting next = std::move(queue.front());
        queue.pop_front();
        if (!next.owner)
            continue;
        ++m_running[size_t(priority)];
        next.start(Slot(this, priority));
        return true;
    }
    return false;
}

} // namespace belvedere
