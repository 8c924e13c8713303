// JobQueue: jobs on their way to a thread, with an end.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <QtGlobal>
#include <vector>

namespace belvedere::server {

// After close() what is in it is still handed out.
template<class Job> class JobQueue {
public:
    explicit JobQueue(qsizetype maximum)
        : m_maximum(size_t(maximum))
    {
    }
    bool push(Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed || m_jobs.size() >= m_maximum)
                return false;
            m_jobs.push_back(std::move(job));
        }
        m_ready.notify_one();
        return true;
    }
    // Waits for work; empty only when the queue is closed and done.
    std::vector<Job> pop(size_t most)
    {
        std::unique_lock lock(m_mutex);
        m_ready.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
        std::vector<Job> jobs;
        while (!m_jobs.empty() && jobs.size() < most) {
            jobs.push_back(std::move(m_jobs.front()));
            m_jobs.pop_front();
        }
        return jobs;
    }
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_ready.notify_all();
    }

private:
    size_t m_maximum;
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::deque<Job> m_jobs;
    bool m_closed = false;
};

} // namespace belvedere::server
