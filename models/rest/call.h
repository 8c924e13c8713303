// Call<T>: the handle of one call under way: its outcome as a future, delivery to an owner, and giving it up.
#pragma once

#include "base/result.h"
#include "rest/wire.h"

#include <atomic>
#include <concepts>
#include <functional>
#include <memory>
#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

namespace belvedere {

// Shared by the handle and whoever carries the call out.
struct Flight {
    std::atomic_bool aborted = false;
    std::atomic_bool landed = false;
    std::function<void()> stop; // asks the carrier to stop, one turn later
    void abort()
    {
        if (landed.load() || aborted.exchange(true))
            return;
        if (stop)
            stop();
    }
};

// Letting a Call go does not give the call up. Use it from the client's thread.
template<class T> class [[nodiscard]] Call {
public:
    Call(QFuture<Result<T>> future, std::shared_ptr<Flight> flight)
        : m_future(std::move(future))
        , m_flight(std::move(flight))
    {
    }
    // A call that is over already: for tests and for refusals on this side.
    static Call ready(Result<T> result)
    {
        QPromise<Result<T>> promise;
        promise.start();
        promise.addResult(std::move(result));
        promise.finish();
        auto flight = std::make_shared<Flight>();
        return {promise.future(), std::move(flight)};
    }

    // For composition and tests. It ends cancelled and without a result if the client is destroyed first.
    QFuture<Result<T>> future() const { return m_future; }

    // Calls onResult(const Result<T> &) once, always after this returns, in the caller's thread; never once `owner`
    // or the client is gone. After abort() the result is Kind::Cancelled even if the answer had already arrived.
    template<std::invocable<const Result<T> &> F> void then(QObject *owner, F onResult) const
    {
        auto *watcher = new QFutureWatcher<Result<T>>(owner);
        QObject::connect(watcher, &QFutureWatcherBase::finished, owner,
            [watcher, flight = m_flight, onResult = std::move(onResult)]() mutable {
                watcher->deleteLater();
                const QFuture<Result<T>> future = watcher->future();
                if (future.resultCount() == 0)
                    return;
                flight->landed = true;
                // A callback may destroy its owner and with it the watcher that holds this lambda.
                F deliver = std::move(onResult);
                if (flight->aborted)
                    std::invoke(deliver, Result<T>(cancelledError()));
                else
                    std::invoke(deliver, *future.constBegin());
            });
        watcher->setFuture(m_future);
    }

    // The outcome becomes Kind::Cancelled, one turn of the event loop later; nothing happens once it was delivered.
    void abort() const { m_flight->abort(); }
    std::weak_ptr<Flight> flight() const { return m_flight; }

private:
    QFuture<Result<T>> m_future;
    std::shared_ptr<Flight> m_flight;
};

} // namespace belvedere
