// Executor: the threads that touch the database. One writes, in batches that share a durable commit; few read.
#pragma once

#include "server/store/transaction.h"

#include <functional>
#include <memory>

namespace belvedere::server {

class Executor {
public:
    // Called in the writing thread after a commit, in commit order.
    using Publish = std::function<void(const QList<Change> &)>;
    using Clock = std::function<QDateTime()>;

    struct Options {
        int readers = 2;
        int slow = 2; // password checks at a time
        qsizetype queue = 4'000; // jobs waiting per lane; more are refused
    };

    // Opens the connections; the database must have been migrated.
    static Result<std::unique_ptr<Executor>> start(const QString &file, Options options, Clock clock, Publish publish);
    ~Executor(); // finishes what was accepted

    QDateTime now() const;
    // Each returns false when the lane is full; the job is then not taken.
    bool read(std::function<void(Database &)> job);
    // For what takes tens of milliseconds of processor time. The job may call writeAndWait().
    bool slow(std::function<void(Database &)> job);
    // `job` runs inside a batch; an error undoes this job alone. `finished` is called in the writing thread once the
    // batch is on the disk, or with the error of the job or of the commit. It must be quick.
    bool write(std::function<Result<Done>(Transaction &)> job, std::function<void(Result<Done>)> finished);
    // Never from the writing thread.
    Result<Done> writeAndWait(std::function<Result<Done>(Transaction &)> job);

private:
    struct Shared;
    explicit Executor(std::unique_ptr<Shared> shared);

    std::unique_ptr<Shared> m_shared;
};

} // namespace belvedere::server
