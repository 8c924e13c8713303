// WorkQueue: commands that take long, one after the other: their content is fetched, then they run beside the
// check-ins.
#pragma once

#include "agent/commands/executor.h"
#include "agent/content/contentfetcher.h"

#include <QQueue>
#include <thread>

namespace belvedere {

class WorkQueue : public QObject {
    Q_OBJECT

public:
    // `http` and `executor` must outlive it.
    WorkQueue(HttpClient &http, Executor &executor, QObject *parent = nullptr);
    // Waits for the command that is being carried out: a package manager is never left alone half-way.
    ~WorkQueue() override;

    // The command has been begun; it waits for resume().
    void add(const Command &command);
    // What waits is forgotten; what is being carried out goes on.
    void clear() { m_waiting.clear(); }
    // After the server has heard of what was begun. `authorization` of the device, for contents.
    void resume(const QByteArray &authorization);
    bool isIdle() const { return m_waiting.isEmpty() && !m_isBusy; }

Q_SIGNALS:
    void finished(const QString &command, const CommandEnd &end); // to be written down

private:
    void next();
    void work(const Command &command);
    void end(const Command &command, const CommandEnd &end, bool wasPerformed);

    HttpClient &m_http;
    Executor &m_executor;
    ContentFetcher m_fetcher;
    QQueue<Command> m_waiting;
    QByteArray m_authorization;
    bool m_isBusy = false;
    std::thread m_thread;
};

} // namespace belvedere
