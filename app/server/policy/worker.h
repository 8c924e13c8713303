// ReconcileWorker: drains the queue of devices in small jobs, so that check-ins and people never wait long for it.
#pragma once

#include "server/jobs/executor.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace belvedere::server {

class ReconcileWorker {
public:
    // Starts at once with what an earlier run left. `executor` must outlive the worker.
    explicit ReconcileWorker(Executor &executor);
    ~ReconcileWorker(); // finishes the job at hand

private:
    void run();
    bool drain();
    bool drainOneByOne(); // whether something is left
    void enqueueByTime();
    void lookAtDue(); // retries and roll-outs
    bool waitFor(std::chrono::milliseconds time); // false: stopping

    Executor &m_executor;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
    std::chrono::steady_clock::time_point m_nextRound;
    std::chrono::steady_clock::time_point m_nextLook;
    std::jthread m_thread; // last: it uses the others
};

} // namespace belvedere::server
