// The order of commands that take long.
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
            end(command, CommandEnd::failed(fetched.error()), false);
    });
}

void WorkQueue::work(const Command &command)
{
    if (m_thread.joinable())
        m_thread.join();
    // from here on a crash leaves something to be observed; of an identity that was given up nothing is begun
    if (const Result<Done> marked = m_executor.turn(command.id); !marked) {
        const CommandEnd failed = CommandEnd::failed(marked.error());
        QMetaObject::invokeMethod(
            this, [this, command, failed] { end(command, failed, false); }, Qt::QueuedConnection);
        return;
    }
    m_thread = std::thread([this, command] {
        const CommandEnd ended = m_executor.perform(command);
        QMetaObject::invokeMethod(
            this, [this, command, ended] { end(command, ended, true); }, Qt::QueuedConnection);
    });
}

void WorkQueue::end(const Command &command, const CommandEnd &end, bool wasPerformed)
{
    if (m_thread.joinable())
        m_thread.join();
    m_isBusy = false;
    // what was fetched in part waits for the command to come again
    if (const auto content = ItemWork::contentOf(command); content && wasPerformed) {
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
