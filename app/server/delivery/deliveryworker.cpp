// The thread that sends.
#include "server/delivery/deliveryworker.h"

#include "server/delivery/targetrequest.h"

#include <future>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using namespace std::chrono_literals;

constexpr auto poll = 500ms;

// Lives in the thread, which may wait for the database: answers from outside do not mind.
class Sender final : public QObject {
public:
    Sender(Executor &executor, SiteKey key, QString site)
        : m_executor(executor)
        , m_key(std::move(key))
        , m_site(std::move(site))
    {
    }

    // Requests first: they use the manager until they go.
    ~Sender() override { qDeleteAll(findChildren<TargetRequest *>(QString(), Qt::FindDirectChildrenOnly)); }

    void begin()
    {
        m_manager = new QNetworkAccessManager(this);
        m_manager->setProxy(QNetworkProxy::NoProxy);
        auto *timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [this] { look(); });
        timer->start(poll);
        look();
    }

private:
    // Most of the time there is nothing, and looking must not cost a place among the writers.
    bool isDue()
    {
        auto promise = std::make_shared<std::promise<bool>>();
        std::future<bool> found = promise->get_future();
        const bool taken = m_executor.read([promise, now = m_executor.now()](Database &database) {
            const Result<bool> any = hasDeliveries(database, now);
            promise->set_value(any && any.value());
        });
        return taken && found.get();
    }

    void look()
    {
        const int room = deliveriesAtOnce - m_running;
        if (room <= 0 || !isDue())
            return;
        std::vector<Outgoing> claimed;
        const Result<Done> done = m_executor.writeAndWait([this, room, &claimed](Transaction &transaction) {
            return claimDeliveries(transaction, m_key, m_site, room, claimed);
        });
        if (!done) {
            qWarning("deliveries: %s (%s)", qPrintable(done.error().detail), qPrintable(done.error().code));
            return;
        }
        for (const Outgoing &outgoing : claimed) {
            if (outgoing.problem.isEmpty())
                send(outgoing);
            else
                finish(outgoing.id, {outgoing.problem});
        }
    }

    void send(const Outgoing &outgoing)
    {
        ++m_running;
        auto *request = new TargetRequest(*m_manager, outgoing, m_executor.now().toSecsSinceEpoch(), this);
        connect(
            request, &TargetRequest::finished, this, [this, request, id = outgoing.id](const DeliveryOutcome &outcome) {
                request->deleteLater();
                --m_running;
                finish(id, outcome);
                QTimer::singleShot(0, this, [this] { look(); }); // more may wait
            });
    }

    // What is not on record is sent again once its claim is over, under the same key.
    void finish(const QString &id, const DeliveryOutcome &outcome)
    {
        const Result<Done> done = m_executor.writeAndWait(
            [&id, &outcome](Transaction &transaction) { return finishDelivery(transaction, id, outcome); });
        if (!done)
            qWarning(
                "delivery %s: %s (%s)", qPrintable(id), qPrintable(done.error().detail), qPrintable(done.error().code));
    }

    Executor &m_executor;
    SiteKey m_key;
    QString m_site;
    QNetworkAccessManager *m_manager = nullptr;
    int m_running = 0;
};

} // namespace

DeliveryWorker::DeliveryWorker(Executor &executor, const SiteKey &key, const QString &site)
{
    auto *sender = new Sender(executor, key, site);
    sender->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, sender, [sender] { sender->begin(); });
    QObject::connect(&m_thread, &QThread::finished, sender, &QObject::deleteLater);
    m_thread.start();
}

DeliveryWorker::~DeliveryWorker()
{
    m_thread.quit();
    m_thread.wait();
}

} // namespace belvedere::server
