// Passing chunks from any thread to the loop. No callback runs under the mutex.
#include "server/http/streamstate.h"

namespace belvedere::http {

void StreamState::schedule(void (Answering::*what)(quint64))
{
    // posted even from the loop's own thread: several writes in a row then leave as one
    loop->post([to = session, what, serial = serial] {
        if (const auto connection = to.lock())
            (connection.get()->*what)(serial);
    });
}

bool StreamState::write(const QByteArray &chunk)
{
    std::unique_lock lock(m_mutex);
    if (m_closed || m_finished)
        return false;
    if (chunk.isEmpty())
        return true;
    if (m_backlog > 0 && m_backlog + chunk.size() > backlogBound) {
        m_finished = m_cut = true;
        m_pending.clear();
        lock.unlock();
        schedule(&Answering::cut);
        return false;
    }
    m_pending.append(chunk);
    m_backlog += chunk.size();
    m_armed = m_armed || m_backlog > m_lowWater;
    const bool first = !m_scheduled;
    m_scheduled = true;
    lock.unlock();
    if (first)
        schedule(&Answering::pump);
    return true;
}

void StreamState::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed || m_finished)
            return;
        m_finished = true;
    }
    schedule(&Answering::pump);
}

void StreamState::abandon()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed || m_finished)
            return;
        m_finished = m_cut = true;
    }
    schedule(&Answering::cut);
}

bool StreamState::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return !m_closed && !m_finished;
}

qsizetype StreamState::backlogNow() const
{
    const std::lock_guard lock(m_mutex);
    return m_backlog;
}

void StreamState::setClosed(std::function<void()> callback)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_closed) {
            m_onClosed = std::move(callback);
            return;
        }
    }
    callback();
}

void StreamState::setDrained(qsizetype low, std::function<void()> callback)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed)
        return;
    m_lowWater = low;
    m_armed = m_backlog > low;
    m_onDrained = std::move(callback);
}

StreamState::Batch StreamState::take(qsizetype atMost)
{
    const std::lock_guard lock(m_mutex);
    m_scheduled = false;
    Batch batch;
    batch.cut = m_cut; // a pump that was on its way must not end the stream as if it were whole
    if (m_cut)
        return batch;
    qsizetype count = 0;
    while (count < m_pending.size() && (count == 0 || batch.bytes + m_pending[count].size() <= atMost))
        batch.bytes += m_pending[count++].size();
    batch.chunks = m_pending.first(count);
    m_pending.remove(0, count);
    batch.last = m_finished && m_pending.isEmpty();
    return batch;
}

void StreamState::sent(qsizetype bytes)
{
    std::function<void()> drained;
    {
        const std::lock_guard lock(m_mutex);
        m_backlog -= bytes;
        if (m_armed && m_backlog <= m_lowWater && !m_finished) {
            m_armed = false;
            drained = m_onDrained;
        }
    }
    if (drained)
        drained();
}

void StreamState::close()
{
    std::function<void()> closed;
    std::function<void()> drained; // destroyed outside the mutex: it may hold the last handle of the writer
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        m_closed = true;
        m_pending.clear();
        m_backlog = 0;
        closed = std::exchange(m_onClosed, nullptr);
        drained = std::exchange(m_onDrained, nullptr);
    }
    if (closed)
        closed();
}

} // namespace belvedere::http
