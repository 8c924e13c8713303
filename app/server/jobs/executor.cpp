// Lanes of database threads.
#include "server/jobs/executor.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr size_t batchSize = 64;

struct WriteJob {
    std::function<Result<Done>(Transaction &)> run;
    std::function<void(Result<Done>)> finished;
};

ApiError busy()
{
    ApiError error;
    error.kind = ApiError::Kind::RateLimited;
    error.code = u"server.busy"_s;
    error.detail = u"Too much work is waiting."_s;
    error.http = 503;
    error.retryAfter = 1;
    return error;
}

// A queue with an end: after close() what is in it is still handed out.
template<class Job> class Queue {
public:
    explicit Queue(qsizetype maximum)
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

// Prepared once, like every statement: taking a text to pieces costs as much as a small job.
Result<Done> ran(Database &database, const QString &statement)
{
    return database.run(statement).map([](QSqlQuery *) { return Done{}; });
}

using ReadJob = std::function<void(Database &)>;

} // namespace

struct Executor::Shared {
    Shared(const Options &options, Clock now, Publish tell)
        : clock(std::move(now))
        , publish(std::move(tell))
        , reads(options.queue)
        , slows(options.queue)
        , writes(options.queue)
    {
    }
    ~Shared()
    {
        // The slow lane may still need the writer, so it goes first.
        slows.close();
        reads.close();
        readers.clear();
        writes.close();
        writer.reset();
    }

    void runWriter(Database &database);
    void runBatch(Database &database, std::vector<WriteJob> &jobs);

    Clock clock;
    Publish publish;
    Queue<ReadJob> reads;
    Queue<ReadJob> slows;
    Queue<WriteJob> writes;
    std::vector<std::jthread> readers;
    std::unique_ptr<std::jthread> writer;
};

void Executor::Shared::runBatch(Database &database, std::vector<WriteJob> &jobs)
{
    QList<Change> changes;
    std::vector<Result<Done>> results;
    Result<Done> batch = ran(database, u"BEGIN IMMEDIATE"_s);
    for (const WriteJob &job : jobs) {
        if (!batch) {
            results.push_back(batch);
            continue;
        }
        Transaction transaction(database, clock());
        Result<Done> result = ran(database, u"SAVEPOINT job"_s);
        if (result)
            result = job.run(transaction);
        const Result<Done> closed =
            result ? ran(database, u"RELEASE job"_s) : database.script(u"ROLLBACK TO job; RELEASE job"_s);
        if (result)
            changes += transaction.changes();
        // SQLite undoes the whole transaction by itself on some errors (a full disk): then nothing of it stands.
        if (!closed)
            batch = result ? closed : result;
        results.push_back(result);
    }
    if (batch)
        batch = ran(database, u"COMMIT"_s);
    if (!batch)
        static_cast<void>(bool(database.script(u"ROLLBACK"_s))); // may be undone already; both are fine
    else if (!changes.isEmpty())
        publish(changes);
    for (size_t i = 0; i < jobs.size(); ++i)
        jobs[i].finished(batch || !results[i] ? results[i] : batch);
}

void Executor::Shared::runWriter(Database &database)
{
    for (;;) {
        std::vector<WriteJob> jobs = writes.pop(batchSize);
        if (jobs.empty())
            return;
        runBatch(database, jobs);
    }
}

Executor::Executor(std::unique_ptr<Shared> shared)
    : m_shared(std::move(shared))
{
}

Executor::~Executor() = default;

Result<std::unique_ptr<Executor>> Executor::start(const QString &file, Options options, Clock clock, Publish publish)
{
    auto shared = std::make_unique<Shared>(options, std::move(clock), std::move(publish));
    // Each connection is opened by its own thread, which reports back before it starts to work.
    std::vector<std::future<Result<Done>>> opened;
    const auto open = [&](Database::Mode mode, auto work) {
        auto promise = std::make_shared<std::promise<Result<Done>>>();
        opened.push_back(promise->get_future());
        return std::jthread([file, mode, promise, work] {
            Result<std::unique_ptr<Database>> database = Database::open(file, mode);
            promise->set_value(database.map([](const auto &) { return Done{}; }));
            if (database)
                work(*database.value());
        });
    };
    const auto drain = [](Queue<ReadJob> &queue) {
        return [&queue](Database &database) {
            for (;;) {
                const std::vector<ReadJob> jobs = queue.pop(1);
                if (jobs.empty())
                    return;
                jobs.front()(database);
            }
        };
    };
    Shared *raw = shared.get();
    shared->writer = std::make_unique<std::jthread>(
        open(Database::Mode::ReadWrite, [raw](Database &database) { raw->runWriter(database); }));
    for (int i = 0; i < options.readers; ++i)
        shared->readers.push_back(open(Database::Mode::ReadOnly, drain(shared->reads)));
    for (int i = 0; i < options.slow; ++i)
        shared->readers.push_back(open(Database::Mode::ReadOnly, drain(shared->slows)));
    for (auto &future : opened) {
        const Result<Done> result = future.get();
        if (!result)
            return result.error();
    }
    return std::unique_ptr<Executor>(new Executor(std::move(shared)));
}

QDateTime Executor::now() const { return m_shared->clock(); }

bool Executor::read(std::function<void(Database &)> job) { return m_shared->reads.push(std::move(job)); }

bool Executor::slow(std::function<void(Database &)> job) { return m_shared->slows.push(std::move(job)); }

bool Executor::write(std::function<Result<Done>(Transaction &)> job, std::function<void(Result<Done>)> finished)
{
    return m_shared->writes.push(WriteJob{std::move(job), std::move(finished)});
}

Result<Done> Executor::writeAndWait(std::function<Result<Done>(Transaction &)> job)
{
    auto promise = std::make_shared<std::promise<Result<Done>>>();
    std::future<Result<Done>> future = promise->get_future();
    if (!write(std::move(job), [promise](Result<Done> result) { promise->set_value(std::move(result)); }))
        return busy();
    return future.get();
}

} // namespace belvedere::server
