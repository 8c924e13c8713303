// Dispatcher: lets only so many requests of one host be under way at once, the foreground first.
#pragma once

#include "rest/environment.h"
#include "rest/plan.h"

#include <deque>
#include <QPointer>

namespace belvedere {

class Dispatcher final : public QObject {
public:
    // A place among those under way; giving it up lets the next one start.
    class Slot {
    public:
        Slot() = default;
        Slot(Slot &&other) noexcept
            : m_dispatcher(std::exchange(other.m_dispatcher, {}))
            , m_priority(other.m_priority)
        {
        }
        Slot &operator=(Slot &&other) noexcept
        {
            if (this != &other) {
                release();
                m_dispatcher = std::exchange(other.m_dispatcher, {});
                m_priority = other.m_priority;
            }
            return *this;
        }
        ~Slot() { release(); }
        void release();

    private:
        friend class Dispatcher;
        Slot(Dispatcher *dispatcher, Priority priority)
            : m_dispatcher(dispatcher)
            , m_priority(priority)
        {
        }
        QPointer<Dispatcher> m_dispatcher;
        Priority m_priority = Priority::Foreground;
    };
    using Start = std::function<void(Slot)>;

    static constexpr int limit = 6; // QNetworkAccessManager's own connections for one host
    static constexpr int backgroundLimit = 4; // so that background work never keeps a person waiting

    explicit Dispatcher(Environment environment);
    // Calls `start` at once or later; never once `owner` is gone.
    void enqueue(QObject *owner, Priority priority, Start start);
    // Starts nothing for that long: the server asked for it.
    void pause(std::chrono::seconds time);
    // Forgets what waits and starts nothing more.
    void close();
    int running() const { return m_running[0] + m_running[1]; }

private:
    struct Waiting {
        QPointer<QObject> owner;
        Start start;
    };
    void pump();
    bool startNext(Priority priority);

    Environment m_environment;
    std::deque<Waiting> m_waiting[2];
    int m_running[2] = {0, 0};
    QDateTime m_pausedUntil;
    bool m_closed = false;
};

} // namespace belvedere
