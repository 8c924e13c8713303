// DeliveryWorker: tells targets outside what the database holds for them, in a thread of its own.
#pragma once

#include "server/jobs/executor.h"
#include "server/store/sitekey.h"

#include <QThread>

namespace belvedere::server {

inline constexpr int deliveriesAtOnce = 4;

class DeliveryWorker {
public:
    // Starts at once with what is due. `site` is what it tells of where it comes from; `executor` must outlive the
    // worker. Needs a QCoreApplication, but no event loop of the caller.
    DeliveryWorker(Executor &executor, const SiteKey &key, const QString &site);
    ~DeliveryWorker(); // what is under way is given up, and sent again later under the same key

private:
    QThread m_thread;
};

} // namespace belvedere::server
