// Lanes of database threads.
#include "server/jobs/executor.h"

#include "server/jobs/changelistener.h"
#include "server/jobs/jobqueue.h"

#include <future>
#include <QVariant>
#include <thread>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr size_t batchSize = 64;
constexpr int attempts = 4; // of a batch that met another change

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

using ReadJob = std::function<void(Database &)>;

} // namespace

struct Executor::Shared {
    Shared(const Options &options, Clock now, Publish tell)
        : clock(std::move(now))
        , publish(std::move(tell))
        , looked(options.looked)
        , reads(options.queue)
        , slows(options.queue)
        , writes(options.queue)
    {
    }
    ~Shared()
    {
        listener.reset();
        // The slow lane may still need the writer, so it goes first.
        slows.close();
        reads.close();
        readers.clear();
        writes.close();
        writer.reset();
    }

    Result<bool> openFeed(const QString &place, std::optional<qint64> since);
    void runWriter(Database &database);
    void runBatch(Database &database, std::vector<WriteJob> jobs);
    Result<Done> attemptBatch(
        Database &database, const std::vector<WriteJob> &jobs, std::vector<Result<Done>> &results);

    Clock clock;
    Publish publish;
    std::function<void(Database &)> looked;
    std::unique_ptr<ChangeFeed> feed;
    std::unique_ptr<ChangeListener> listener;
    JobQueue<ReadJob> reads;
    JobQueue<ReadJob> slows;
    JobQueue<WriteJob> writes;
    std::vector<std::jthread> readers;
    std::unique_ptr<std::jthread> writer;
};

// One attempt; the results of the jobs, or the error that met them all.
Result<Done> Executor::Shared::attemptBatch(
    Database &database, const std::vector<WriteJob> &jobs, std::vector<Result<Done>> &results)
{
    results.clear();
    Result<WriteBatch> begun = WriteBatch::begin(database);
    if (!begun)
        return begun.error();
    WriteBatch &batch = begun.value();
    for (const WriteJob &job : jobs)
        results.push_back(batch.run(clock(), job.run));
    const bool isOutdated = std::any_of(results.begin(), results.end(),
        [](const Result<Done> &result) { return !result && result.error().code == "store.conflict"_L1; });
    if (isOutdated) {
        batch.undo();
        return storeError(u"store.conflict"_s, u"Another change came in between."_s);
    }
    const Result<Done> committed = batch.commit();
    if (committed)
        feed->committed(batch);
    return committed;
}

void Executor::Shared::runBatch(Database &database, std::vector<WriteJob> jobs)
{
    std::vector<Result<Done>> results;
    Result<Done> batch = attemptBatch(database, jobs, results);
    for (int attempt = 1; attempt < attempts && !batch && batch.error().code == "store.conflict"_L1; ++attempt)
        batch = attemptBatch(database, jobs, results);
    results.resize(jobs.size(), batch);
    for (size_t i = 0; i < jobs.size(); ++i) {
        jobs[i].run = nullptr; // what the job holds is free before anybody hears that it is done
        jobs[i].finished(batch || !results[i] ? results[i] : batch);
    }
}

// Whether other instances may use the same database.
Result<bool> Executor::Shared::openFeed(const QString &place, std::optional<qint64> since)
{
    const Result<std::unique_ptr<Database>> database = Database::open(place, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    if (!since) {
        const Result<QVariant> token = database.value()->value(u"SELECT token FROM change_counter WHERE one = 1"_s);
        if (!token)
            return token.error();
        since = token.value().toLongLong();
    }
    feed = std::make_unique<ChangeFeed>(*since, publish);
    return database.value()->isShared();
}

void Executor::Shared::runWriter(Database &database)
{
    for (;;) {
        std::vector<WriteJob> jobs = writes.pop(batchSize);
        if (jobs.empty())
            return;
        runBatch(database, std::move(jobs));
    }
}

Executor::Executor(std::unique_ptr<Shared> shared)
    : m_shared(std::move(shared))
{
}

Executor::~Executor() = default;

Result<std::unique_ptr<Executor>> Executor::start(
    const QString &place, const Options &options, Clock clock, Publish publish)
{
    auto shared = std::make_unique<Shared>(options, std::move(clock), std::move(publish));
    const Result<bool> isShared = shared->openFeed(place, options.since);
    if (!isShared)
        return isShared.error();
    // Each connection is opened by its own thread, which reports back before it starts to work.
    std::vector<std::future<Result<Done>>> opened;
    const auto open = [&](Database::Mode mode, auto work) {
        auto promise = std::make_shared<std::promise<Result<Done>>>();
        opened.push_back(promise->get_future());
        return std::jthread([place, mode, promise, work] {
            Result<std::unique_ptr<Database>> database = Database::open(place, mode);
            promise->set_value(database.map([](const auto &) { return Done{}; }));
            if (database)
                work(*database.value());
        });
    };
    const auto drain = [](JobQueue<ReadJob> &queue) {
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
    if (isShared.value())
        shared->listener = std::make_unique<ChangeListener>(place, *shared->feed, shared->looked);
    return std::unique_ptr<Executor>(new Executor(std::move(shared)));
}

Result<Done> Executor::catchUp(Database &database) { return m_shared->feed->catchUp(database); }

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
