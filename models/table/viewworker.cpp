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

// Calls `deliver` in the GUI thread, unless a newer request has come.
template<class Deliver> void ViewWorker::deliver(const std::shared_ptr<StopFlag> &stop, Deliver deliver)
{
    // The destructor waits for this thread, so `this` is alive here, and a queued call dies with it.
    QMetaObject::invokeMethod(
        this,
        [this, stop, deliver = std::move(deliver)] {
            if (stop == m_current)
                deliver();
        },
        Qt::QueuedConnection);
}

void ViewWorker::request(ViewSpec spec, ViewPointer from)
{
    if (m_current)
        *m_current = true;
    m_current = std::make_shared<StopFlag>(false);
    m_isBusy = true;
    m_pool.start([this, spec = std::move(spec), from = std::move(from), stop = m_current]() mutable {
        if (*stop)
            return;
        const ViewPointer view = m_builder.build(spec, *stop);
        if (!view)
            return;
        auto change = viewChange(std::move(from), view, *stop);
        if (!change)
            return;
        deliver(stop, [this, change = std::move(change)] {
            m_isBusy = false;
            Q_EMIT ready(change);
        });
        if (spec.facets.empty())
            return;
        const FacetCounts counts = m_builder.countFacets(spec, *view, *stop);
        if (!*stop)
            deliver(stop, [this, counts] { Q_EMIT counted(counts); });
    });
}

void ViewWorker::dispose(ViewPointer view)
{
    m_pool.start([view = std::move(view)] {});
}

} // namespace belvedere
