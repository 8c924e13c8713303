// BatchWriter: puts batches into the columns on a thread beside the one that fills them.
#pragma once

#include "table/builder.h"

#include <array>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace belvedere {

// A row's line and why there was no room for it is all that comes back, so whoever fills batches never waits for the
// answer. One thread fills; the builder must be left alone between start() and finish().
class BatchWriter {
public:
    explicit BatchWriter(size_t columns);
    ~BatchWriter() { finish(); }
    Q_DISABLE_COPY_MOVE(BatchWriter)

    // With `aside`, writing goes on beside filling; without it, within next() and remove().
    void start(SnapshotBuilder &builder, bool aside);
    // Everything given is in the columns when this returns.
    void finish();

    // The batch to fill; `line` is that of the row which is being filled.
    RowBatch &batch() { return m_jobs[m_filled % m_jobs.size()].batch; }
    void addRow(qint64 line);
    // Hands the batch over and waits until there is an empty one.
    void next();
    // Removes a row, in its turn. Hands the batch over too.
    void remove(std::string_view id);

    // After finish(): how many rows there were, and the lines of those which had no room.
    qint64 rows() const { return m_rows; }
    const std::vector<qint64> &refusedLines() const { return m_refused; }

private:
    // The rows first, then the removal.
    struct Job {
        explicit Job(size_t columns)
            : batch(columns)
        {
        }
        RowBatch batch;
        std::array<qint64, RowBatch::capacity> lines{};
        std::optional<std::string> removedId;
    };

    void write(Job &job);
    void work();

    std::vector<Job> m_jobs; // a ring
    SnapshotBuilder *m_builder = nullptr;
    std::vector<qint64> m_refused;
    qint64 m_rows = 0;
    std::thread m_thread;
    // Guarded by the mutex while the thread runs; only one side writes each.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    size_t m_filled = 0; // jobs
    size_t m_written = 0;
    bool m_ends = false;
};

} // namespace belvedere
