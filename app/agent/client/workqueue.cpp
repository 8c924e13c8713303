// The order of commands about items.
#include "agent/client/workqueue.h"

namespace belvedere {

WorkQueue::WorkQueue(HttpClient &http, Executor &executor, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_executor(executor)
    , m_fetcher(http, executor.work().content())
{
}

WorkQueue::~WorkQueue()
{
    if (m_thread.joinable())
        m_thread.join();
}

void WorkQueue::add(const Command &command) { m_waiting.enqueue(command); }

void WorkQueue::resume(const QByteArray &authorization)
{
    m_authorization = authorization;
    next();
}

void WorkQueue::next()
{
    if (m_isBusy || m_waiting.isEmpty())
        return;
    m_isBusy = true;
    const Command command = m_waiting.dequeue();
    const std::optional<ContentReference> content = ItemWork::contentOf(command);
    if (!content)
        return work(command);
    m_fetcher.fetch(*content, m_authorization, [this, command](const Result<Done> &fetched) {
        if (fetched)
            work(command);
        else
            end(command, CommandEnd::failed(fetched.error()));
    });
}

void WorkQueue::work(const Command &command)
{
    if (m_thread.joinable())
        m_thread.join();
    m_thread = std::thread([this, command] {
        const CommandEnd ended = m_executor.work().perform(command);
        QMetaObject::invokeMethod(
            this, [this, command, ended] { end(command, ended); }, Qt::QueuedConnection);
    });
}

void WorkQueue::end(const Command &command, const CommandEnd &end)
{
    if (m_thread.joinable())
        m_thread.join();
    m_isBusy = false;
    if (const auto content = ItemWork::contentOf(command)) {
        const bool isWanted = std::any_of(m_waiting.begin(), m_waiting.end(), [&content](const Command &other) {
            const auto same = ItemWork::contentOf(other);
            return same && same->sha256 == content->sha256;
        });
        if (!isWanted)
            m_executor.work().content().remove(content->sha256);
    }
    Q_EMIT finished(command.id, end);
    next();
}

} // namespace belvedere
