// Running view computations one after the other.
#include "table/viewworker.h"

namespace belvedere {

ViewWorker::ViewWorker(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

ViewWorker::~ViewWorker()
{
    if (m_current)
        *m_current = true;
    m_pool.waitForDone();
}

void ViewWorker::request(ViewSpec spec, ViewPointer from)
{
    if (m_current)
        *m_current = true;
    m_current = std::make_shared<StopFlag>(false);
    m_pool.start([this, spec = std::move(spec), from = std::move(from), stop = m_current]() mutable {
        if (*stop)
            return;
        ViewPointer view = m_builder.build(spec, *stop);
        if (!view)
            return;
        auto change = viewChange(std::move(from), std::move(view), *stop);
        if (!change)
            return;
        // The destructor waits for this thread, so `this` is alive here, and a queued call dies with it.
        QMetaObject::invokeMethod(
            this,
            [this, change = std::move(change), stop = std::move(stop)] {
                if (stop != m_current)
                    return;
                m_current.reset();
                Q_EMIT ready(change);
            },
            Qt::QueuedConnection);
    });
}

} // namespace belvedere
