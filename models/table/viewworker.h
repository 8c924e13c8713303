// ViewWorker: computes views on its own thread; a newer request supersedes the one before.
#pragma once

#include "table/viewchange.h"

#include <QObject>
#include <QThreadPool>

namespace belvedere {

class ViewWorker final : public QObject {
    Q_OBJECT

public:
    explicit ViewWorker(QObject *parent = nullptr);
    ~ViewWorker() override; // waits until the worker has noticed that it should stop

    // `ready` follows, unless another request comes first. `from` is what is shown now.
    void request(ViewSpec spec, ViewPointer from);
    bool isBusy() const { return m_current != nullptr; }

Q_SIGNALS:
    void ready(const std::shared_ptr<const ViewChange> &change);

private:
    std::shared_ptr<StopFlag> m_current; // of the request that is under way
    ViewBuilder m_builder; // of the worker's thread
    QThreadPool m_pool; // last, so that it ends first
};

} // namespace belvedere
