// Router: from the list of operations to their handlers, with sign-in, permission and repetition settled before.
#pragma once

#include "server/api/answer.h"
#include "server/api/call.h"
#include "server/api/decode.h"
#include "server/http/exchange.h"
#include "server/jobs/executor.h"

#include <mutex>
#include <QSet>

namespace belvedere::server {

class Router {
public:
    explicit Router(Executor &executor)
        : m_executor(executor)
    {
    }

    // Where a handler runs follows from what it is given. Register everything before the first request.
    template<class Op, class Handler> void read(Handler handler)
    {
        add(describe<Op>()).read = [handler](ReadCall &call, const RawOperation &raw) {
            return run<Op>(raw, [&](const Op &operation) { return handler(call, operation); });
        };
    }
    template<class Op, class Handler> void write(Handler handler)
    {
        add(describe<Op>()).write = [handler](WriteCall &call, const RawOperation &raw) {
            return run<Op>(raw, [&](const Op &operation) { return handler(call, operation); });
        };
    }
    // For what takes tens of milliseconds of processor time: `prepare` runs beside the others, reads only, and
    // returns what is left to write: Result<std::function<Result<Answer>(WriteCall &)>>.
    template<class Op, class Handler> void slow(Handler prepare)
    {
        add(describe<Op>()).slow = [prepare](ReadCall &call, const RawOperation &raw) -> Result<WriteStep> {
            const Result<Op> operation = decodeOperation<Op>(raw);
            if (!operation)
                return operation.error();
            using Step = std::function<Result<typename Op::Answer>(WriteCall &)>;
            const Result<Step> step = prepare(call, operation.value());
            if (!step)
                return step.error();
            return WriteStep([step = step.value()](WriteCall &write) {
                return step(write).map([](const auto &answer) { return Encode<typename Op::Answer>::from(answer); });
            });
        };
    }
    // An answer that is written over time. The handler is called in a reading thread and keeps the responder.
    // An error is answered instead, if the stream has not begun.
    using Streamer = std::function<Result<Done>(ReadCall &, const RawOperation &, const http::Responder &)>;
    template<class Op> void stream(const Streamer &handler) { add(describe<Op>()).stream = handler; }

    Executor &executor() const { return m_executor; } // for what goes on after a handler has returned

    // Answers, now or later, from any thread. Called on the I/O thread.
    void dispatch(http::Request request, const http::Responder &responder);

    // Operations of the API that nobody has registered; must be empty.
    QStringList missing() const;

private:
    using WriteStep = std::function<Result<Encoded>(WriteCall &)>;
    struct Route {
        OperationInfo info;
        QStringList segments; // "{id}" stands for itself
        std::function<Result<Encoded>(ReadCall &, const RawOperation &)> read = {};
        std::function<Result<Encoded>(WriteCall &, const RawOperation &)> write = {};
        std::function<Result<WriteStep>(ReadCall &, const RawOperation &)> slow = {};
        Streamer stream = {};
    };
    struct Job; // one request on its way

    template<class Op, class F> static Result<Encoded> run(const RawOperation &raw, F f)
    {
        const Result<Op> operation = decodeOperation<Op>(raw);
        if (!operation)
            return operation.error();
        const auto answer = f(operation.value());
        if (!answer)
            return answer.error();
        // what a handler has ready as bytes need not be made from an entity
        if constexpr (std::is_same_v<std::decay_t<decltype(answer)>, Result<Encoded>>)
            return answer;
        else
            return Encode<typename Op::Answer>::from(answer.value());
    }

    Route &add(const OperationInfo &info);
    const Route *find(const QStringList &segments, Verb verb, bool &pathKnown) const;
    void runRead(const std::shared_ptr<Job> &job);
    void runWrite(const std::shared_ptr<Job> &job, WriteStep step);
    void runSlow(const std::shared_ptr<Job> &job);
    void forgetRunning(const Job &job);
    void recordDenial(const std::shared_ptr<Job> &job, const ApiError &error);

    Executor &m_executor;
    std::vector<std::unique_ptr<Route>> m_routes;
    std::mutex m_runningMutex;
    QSet<QString> m_running; // slow keyed requests
};

} // namespace belvedere::server
