// ViewWorker: computes views on its own thread; a newer request supersedes the one before.
#pragma once

#include "table/viewbuilder.h"
#include "table/viewchange.h"

#include <QObject>
#include <QThreadPool>

namespace belvedere {

class ViewWorker final : public QObject {
    Q_OBJECT

public:
    explicit ViewWorker(QObject *parent = nullptr);
    ~ViewWorker() override; // waits until the worker has noticed that it should stop

    // `ready` follows, and then `counted` if facets are asked for, unless another request comes first. `from` is what
    // is shown now.
    void request(ViewSpec spec, ViewPointer from);
    bool isBusy() const { return m_isBusy; } // with a view; facets do not count
    // Lets go of a view on the worker's thread: freeing a million rows takes milliseconds.
    void dispose(ViewPointer view);

Q_SIGNALS:
    void ready(const std::shared_ptr<const ViewChange> &change);
    void counted(const FacetCounts &counts);

private:
    template<class Deliver> void deliver(const std::shared_ptr<StopFlag> &stop, Deliver deliver);

    std::shared_ptr<StopFlag> m_current; // of the latest request
    bool m_isBusy = false;
    ViewBuilder m_builder; // of the worker's thread
    QThreadPool m_pool; // last, so that it ends first
};

} // namespace belvedere
