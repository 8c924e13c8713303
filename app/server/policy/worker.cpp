// The thread behind the queue of devices.
#include "server/policy/worker.h"

#include "server/policy/queue.h"
#include "server/policy/rollouts.h"
#include "server/policy/waivers.h"
#include "server/store/instances.h"

#include <future>
#include <QSet>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using namespace std::chrono_literals;

constexpr int batch = 200; // devices of one job
constexpr int mostInARow = 5; // devices that fail before any succeeds: then the trouble is elsewhere
constexpr auto batchTime = 40ms; // what a check-in may have to wait for
constexpr auto pause = 2ms; // between jobs, so that others come in
constexpr auto poll = 500ms;
constexpr auto afterTrouble = 10s;
constexpr auto look = 1min; // whether a round is due
constexpr auto round = 1h; // of all instances together
constexpr auto dueLook = 2s; // at retries and roll-outs, which are due to the minute

} // namespace

ReconcileWorker::ReconcileWorker(Executor &executor)
    : m_executor(executor)
    , m_nextRound(std::chrono::steady_clock::now() + look)
    , m_thread([this] { run(); })
{
}

ReconcileWorker::~ReconcileWorker()
{
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    m_changed.notify_all();
}

bool ReconcileWorker::waitFor(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    return !m_changed.wait_for(lock, time, [this] { return m_stopping; });
}

bool ReconcileWorker::drain()
{
    // most of the time there is nothing, and looking must not cost a place among the writers
    auto promise = std::make_shared<std::promise<bool>>();
    std::future<bool> found = promise->get_future();
    const bool taken = m_executor.read([promise](Database &database) {
        const Result<QVariant> any = database.value(u"SELECT EXISTS (SELECT 1 FROM reconcile_queue)"_s);
        promise->set_value(any && any.value().toBool());
    });
    if (!taken || !found.get())
        return false;
    bool left = false;
    const Result<Done> done = m_executor.writeAndWait([&left](Transaction &transaction) {
        return drainQueue(transaction, batch, batchTime).map([&left](bool more) {
            left = more;
            return Done{};
        });
    });
    if (!done) {
        qWarning("reconciliation: %s (%s)", qPrintable(done.error().detail), qPrintable(done.error().code));
        left = drainOneByOne();
        if (!left)
            waitFor(afterTrouble);
    }
    return left;
}

// One device that cannot be reconciled undoes what was done for the others of its batch, over and over again.
bool ReconcileWorker::drainOneByOne()
{
    QSet<QString> bad;
    int good = 0;
    bool left = true;
    for (int i = 0; left && i < batch && waitFor(pause); ++i) {
        const Result<Done> done = m_executor.writeAndWait([&left](Transaction &transaction) {
            return drainQueue(transaction, 1, batchTime).map([&left](bool more) {
                left = more;
                return Done{};
            });
        });
        if (done) {
            ++good;
            continue;
        }
        QString device;
        const Result<Done> later = m_executor.writeAndWait([&device](Transaction &transaction) {
            return putOff(transaction).map([&device](const QString &id) {
                device = id;
                return Done{};
            });
        });
        const bool isTheirFault = later && !bad.contains(device) && (good > 0 || bad.size() < mostInARow);
        if (!isTheirFault)
            return false; // or only such are left
        bad.insert(device);
        qWarning("reconciliation of %s: %s (%s)", qPrintable(device), qPrintable(done.error().detail),
            qPrintable(done.error().code));
    }
    return left && good > 0;
}

void ReconcileWorker::enqueueByTime()
{
    if (std::chrono::steady_clock::now() < m_nextRound)
        return;
    m_nextRound = std::chrono::steady_clock::now() + look;
    const Result<Done> done = m_executor.writeAndWait([](Transaction &transaction) -> Result<Done> {
        const Result<bool> isOurs = claimRound(transaction, u"policies"_s, round);
        if (!isOurs || !isOurs.value())
            return isOurs ? Result<Done>(Done{}) : isOurs.error();
        const Result<Done> tended = tendWaivers(transaction);
        return tended ? enqueueAged(transaction) : tended;
    });
    if (!done)
        qWarning("reconciliation: %s (%s)", qPrintable(done.error().detail), qPrintable(done.error().code));
}

void ReconcileWorker::lookAtDue()
{
    if (std::chrono::steady_clock::now() < m_nextLook)
        return;
    m_nextLook = std::chrono::steady_clock::now() + dueLook;
    // as above, it must not cost a place among the writers to find nothing
    auto promise = std::make_shared<std::promise<bool>>();
    std::future<bool> found = promise->get_future();
    const bool taken = m_executor.read([promise](Database &database) {
        const Result<QVariant> any = database.value(
            u"SELECT EXISTS (SELECT 1 FROM deployments WHERE due IS NOT NULL) OR "
            "EXISTS (SELECT 1 FROM policies WHERE state = 'active' AND rollout_state IN ('running', 'waiting'))"_s);
        promise->set_value(any && any.value().toBool());
    });
    if (!taken || !found.get())
        return;
    // apart from each other: neither holds up the other
    const Result<Done> enqueued =
        m_executor.writeAndWait([](Transaction &transaction) { return enqueueDue(transaction); });
    if (!enqueued)
        qWarning("deployments: %s (%s)", qPrintable(enqueued.error().detail), qPrintable(enqueued.error().code));
    const Result<Done> carried =
        m_executor.writeAndWait([](Transaction &transaction) { return runRollouts(transaction); });
    if (!carried)
        qWarning("roll-outs: %s (%s)", qPrintable(carried.error().detail), qPrintable(carried.error().code));
}

void ReconcileWorker::run()
{
    bool left = false;
    while (waitFor(left ? std::chrono::milliseconds(pause) : std::chrono::milliseconds(poll))) {
        enqueueByTime();
        lookAtDue();
        left = drain();
    }
}

} // namespace belvedere::server
