// Executor: the threads that touch the database. One writes, in batches that share a durable commit; few read.
#pragma once

#include "server/jobs/changefeed.h"

#include <memory>

namespace belvedere::server {

class Executor {
public:
    // Called with every committed change, of this instance and of others over the same database, in commit order and
    // by one thread at a time; see ChangeFeed. What this instance committed is told before the job's `finished`.
    using Publish = ChangeFeed::Publish;
    using Clock = std::function<QDateTime()>;

    struct Options {
        int readers = 2;
        int slow = 2; // password checks at a time
        qsizetype queue = 4'000; // jobs waiting per lane; more are refused
        std::optional<qint64> since = {}; // changes after this number are told; those after the start if none is given
        // Called every second and a half or so, where other instances may be at work on the same database.
        std::function<void(Database &)> looked = {};
    };

    // Opens the connections; the database must have been migrated.
    // `place` as for Database::open().
    static Result<std::unique_ptr<Executor>> start(
        const QString &place, const Options &options, Clock clock, Publish publish);
    ~Executor(); // finishes what was accepted

    QDateTime now() const;
    // Each returns false when the lane is full; the job is then not taken.
    bool read(std::function<void(Database &)> job);
    // For what takes tens of milliseconds of processor time. The job may call writeAndWait().
    bool slow(std::function<void(Database &)> job);
    // `job` runs inside a batch; an error undoes this job alone. `finished` is called in the writing thread once the
    // batch is on the disk, or with the error of the job or of the commit. It must be quick. The job is run again when
    // the database asks for that ("store.conflict"), so it must not keep anything of its first run.
    bool write(std::function<Result<Done>(Transaction &)> job, std::function<void(Result<Done>)> finished);
    // Never from the writing thread.
    Result<Done> writeAndWait(std::function<Result<Done>(Transaction &)> job);
    // Tells at once what has been committed by now. With the connection of a job that reads.
    Result<Done> catchUp(Database &database);

private:
    struct Shared;
    explicit Executor(std::unique_ptr<Shared> shared);

    std::unique_ptr<Shared> m_shared;
};

} // namespace belvedere::server
