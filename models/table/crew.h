// Crew: splits one computation over the processor's cores; the asking thread does its share and waits for the rest.
#pragma once

#include <functional>
#include <memory>
#include <QSemaphore>
#include <QThreadPool>

namespace belvedere {

// Used by one thread. Costs some ten microseconds a call, so that only work of half a millisecond and more is worth it.
class Crew {
public:
    // As many threads as the computer has cores, within reason; or no others than the asking one.
    enum class Size : quint8 { Shared, Alone };
    explicit Crew(Size size = Size::Shared);
    // Calls `work(part)` once for each part from 0 to parts - 1, on several threads, and returns when all are done.
    void share(size_t parts, const std::function<void(size_t part)> &work);
    // Lets go of something large on another thread: giving a computation up must not take as long as freeing it.
    template<class T> void discard(T rubbish)
    {
        m_pool.start([rubbish = std::make_shared<T>(std::move(rubbish))] {});
    }
    size_t size() const { return m_helpers + 1; } // threads that work at the same time

private:
    size_t m_helpers;
    QSemaphore m_done; // a helper may still be leaving it when share() has returned
    QThreadPool m_pool; // last, so that it ends first
};

} // namespace belvedere
