// Writing beside reading.
#include "table/batchwriter.h"

namespace belvedere {

namespace {

constexpr size_t ringSize = 8;

} // namespace

BatchWriter::BatchWriter(size_t columns)
{
    m_jobs.reserve(ringSize);
    for (size_t i = 0; i < ringSize; ++i)
        m_jobs.emplace_back(columns);
}

void BatchWriter::start(SnapshotBuilder &builder, bool aside)
{
    m_builder = &builder;
    m_refused.clear();
    m_rows = 0;
    m_ends = false;
    if (aside)
        m_thread = std::thread([this] { work(); });
}

void BatchWriter::finish()
{
    if (!m_builder)
        return;
    next();
    if (m_thread.joinable()) {
        {
            const std::lock_guard lock(m_mutex);
            m_ends = true;
        }
        m_changed.notify_one();
        m_thread.join();
    }
    m_builder = nullptr;
}

void BatchWriter::addRow(qint64 line)
{
    Job &job = m_jobs[m_filled % m_jobs.size()];
    job.lines[job.batch.rows()] = line;
    job.batch.add();
}

void BatchWriter::next()
{
    if (!m_thread.joinable()) {
        write(m_jobs[m_filled % m_jobs.size()]);
        return;
    }
    m_builder->encodeAhead(batch()); // putting takes longer than reading
    std::unique_lock lock(m_mutex);
    ++m_filled;
    m_changed.notify_one();
    if (m_filled - m_written < m_jobs.size())
        return;
    // Waking up costs as much as some batches.
    m_changed.wait(lock, [this] { return m_filled - m_written <= m_jobs.size() / 2; });
}

void BatchWriter::remove(std::string_view id)
{
    m_jobs[m_filled % m_jobs.size()].removedId = id;
    next();
}

void BatchWriter::write(Job &job)
{
    const std::vector<quint32> refused = m_builder->put(job.batch);
    m_rows += job.batch.rows() - qint64(refused.size());
    for (const quint32 row : refused)
        m_refused.push_back(job.lines[row]);
    if (job.removedId)
        m_builder->remove(*job.removedId);
    job.removedId.reset();
    job.batch.clear();
}

void BatchWriter::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_ends || m_written < m_filled; });
        if (m_written == m_filled)
            return;
        Job &job = m_jobs[m_written % m_jobs.size()];
        lock.unlock();
        write(job);
        lock.lock();
        ++m_written;
        if (m_filled - m_written == m_jobs.size() / 2)
            m_changed.notify_one();
    }
}

} // namespace belvedere
