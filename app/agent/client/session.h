// Session: the life of the agent: enrol when needed, check in, carry out what comes back, wait, again.
#pragma once

#include "agent/client/httpclient.h"
#include "agent/client/reporter.h"
#include "agent/client/workqueue.h"
#include "agent/commands/executor.h"
#include "agent/facts/facts.h"
#include "agent/state/identity.h"

#include <QTimer>

namespace belvedere {

struct SessionSetup {
    ServerTrust server;
    QString token; // enrolment; empty: the device must have enrolled before
    bool once = false; // end when the server has no more commands; any failure ends it
    std::function<Facts()> facts;
};

class Session : public QObject {
    Q_OBJECT

public:
    // `state`, `journal` and `executor` must outlive the session.
    Session(SessionSetup setup, const RootDir &state, Journal &journal, Executor &executor, QObject *parent = nullptr);
    void start();

Q_SIGNALS:
    void ended(bool success); // only with `once`, or when there is nothing that waiting could mend

private:
    void enrol();
    void enrolled(const EnrolAnswer &answer);
    void checkIn();
    void answered(const CheckIn &sent, const CheckInAnswer &answer);
    bool take(const Command &command); // false: it could not be written down
    void worked(const QString &command, const CommandEnd &ended);
    void logEnd(const QString &command);
    void failed(const ApiError &error);
    void end(bool success);

    SessionSetup m_setup;
    const RootDir &m_state;
    Journal &m_journal;
    Executor &m_executor;
    HttpClient m_http;
    WorkQueue m_queue;
    Reporter m_reporter;
    std::shared_ptr<const Identity> m_identity;
    QTimer m_timer;
    int m_failures = 0; // in a row
    int m_rounds = 0; // check-ins of this process
    int m_immediate = 0; // check-ins in a row without waiting
    bool m_tokenUsed = false;
    bool m_isTalking = false; // a check-in is under way
};

} // namespace belvedere
