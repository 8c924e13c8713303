// EventStream: follows the server's change events for as long as the session lasts, reconnecting by itself.
#pragma once

#include "api/operations.h"
#include "rest/pipeline.h"
#include "rest/sseparser.h"

namespace belvedere {

class ApiClient;

struct ChangeEvent {
    QString kind; // Resource<E>::singular: "device"
    QString id;
    bool removed = false;
    QString token; // change token after this event
};

class EventStream final : public QObject {
    Q_OBJECT
public:
    enum class State {
        Stopped,
        Connecting, // for the first time
        Live,
        Offline, // lost, and trying again
    };
    Q_ENUM(State)

    static constexpr std::chrono::seconds watchdog{45}; // three missed heartbeats

    // Belongs to the client and goes with it.
    explicit EventStream(ApiClient &client);

    // Follows from a change token on; empty: from now. Restarts if it runs already.
    void start(const QString &since);
    void stop();
    // Tries at once instead of when the back-off ends (the computer woke up, the network came back).
    void hurry();
    State state() const { return m_state; }
    QString token() const { return m_token; }

Q_SIGNALS:
    void stateChanged(belvedere::EventStream::State state);
    // Every time a connection is live: what happened in between must be asked for.
    void connected();
    void changed(const belvedere::ChangeEvent &event);
    // The token is too old, or the stream cannot be read: load everything, then start() from the new token.
    void fullReloadNeeded();
    // The server refuses (permission, session): no more tries.
    void refused(const belvedere::ApiError &why);

private:
    void connectNow();
    void open(const AuthGate::Ticket &ticket);
    void onHead(const WireReply &head);
    void onPiece(const QByteArray &bytes);
    void onFinished(const WireReply &reply);
    void handle(const SseMessage &message);
    void failed(const ApiError &error);
    void retryLater();
    void armWatchdog(quint64 connection, std::chrono::milliseconds wait);
    void drop();
    void setState(State state);

    Pipeline &m_pipeline;
    QPointer<Exchange> m_exchange;
    SseParser m_parser;
    AuthGate::Ticket m_ticket;
    QString m_token;
    State m_state = State::Stopped;
    QDateTime m_heard; // when the last byte came
    quint64 m_connection = 0; // counts connections; timers of older ones mean nothing
    int m_failures = 0; // in a row
    bool m_replayed = false; // after a 401
};

} // namespace belvedere
