// Reconnection, resumption and the watchdog of the event stream.
#include "rest/eventstream.h"

#include "domain/json.h"
#include "rest/apiclient.h"
#include "rest/problem.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace belvedere {

EventStream::EventStream(ApiClient &client)
    : QObject(&client)
    , m_pipeline(client.pipeline())
{
}

void EventStream::start(const QString &since)
{
    drop();
    m_token = since;
    m_failures = 0;
    setState(State::Connecting);
    connectNow();
}

void EventStream::stop()
{
    drop();
    setState(State::Stopped);
}

void EventStream::hurry()
{
    if (m_state != State::Offline || m_exchange)
        return;
    m_failures = 0;
    connectNow();
}

void EventStream::connectNow()
{
    drop();
    m_replayed = false;
    m_pipeline.gate.enter(this, [this, connection = m_connection](const Result<AuthGate::Ticket> &ticket) {
        if (connection != m_connection)
            return;
        if (ticket)
            open(ticket.value());
        else
            failed(ticket.error());
    });
}

void EventStream::open(const AuthGate::Ticket &ticket)
{
    drop();
    m_ticket = ticket;
    m_parser = SseParser();
    const FollowEvents operation;
    const Plan plan = planOf(operation);
    CallOptions options;
    options.silence = 0ms; // the watchdog is ours
    options.deadline = 0ms;
    WireRequest request =
        m_pipeline.builder.build(plan, options, m_pipeline.builder.names(plan, options), 1, ticket.bearer);
    request.maximumBytes = 0;
    if (!m_token.isEmpty())
        request.headers.push_back({"Last-Event-ID"_ba, m_token.toLatin1()});
    m_exchange = m_pipeline.transport.start(request, this);
    connect(m_exchange, &Exchange::started, this, &EventStream::onHead);
    connect(m_exchange, &Exchange::received, this, &EventStream::onPiece);
    connect(m_exchange, &Exchange::finished, this, &EventStream::onFinished);
    m_heard = m_pipeline.environment.clock->now();
    armWatchdog(m_connection, watchdog);
}

void EventStream::onHead(const WireReply &head)
{
    m_heard = m_pipeline.environment.clock->now();
    if (head.mediaType() != "text/event-stream") {
        failed(wireError(ApiError::Kind::Decode, u"http.content-type"_s, u"The answer is not an event stream."_s));
        return;
    }
    const quint64 connection = m_connection;
    setState(State::Live);
    if (connection == m_connection)
        Q_EMIT connected();
}

void EventStream::onPiece(const QByteArray &bytes)
{
    m_heard = m_pipeline.environment.clock->now();
    m_failures = 0; // not at the head already: a server may accept and close, over and over
    const quint64 connection = m_connection;
    for (const SseMessage &message : m_parser.feed(bytes)) {
        handle(message);
        if (connection != m_connection)
            return; // a slot restarted or stopped us
    }
    if (m_parser.hasFailed()) {
        drop();
        retryLater();
    }
}

void EventStream::handle(const SseMessage &message)
{
    if (message.id.size() > 200)
        return;
    if (!message.id.isEmpty())
        m_token = QString::fromLatin1(message.id);
    if (message.event == "changes.expired") {
        Q_EMIT fullReloadNeeded();
        return;
    }
    const Result<QJsonObject> parsed = parseObject(message.data, SseParser::maximumData);
    if (!parsed)
        return; // an event of a kind that we do not know
    const QJsonObject &object = parsed.value();
    const ChangeEvent event{object.value("kind"_L1).toString().left(100), object.value("id"_L1).toString().left(200),
        object.value("op"_L1).toString() == "remove"_L1, m_token};
    if (!event.kind.isEmpty())
        Q_EMIT changed(event);
}

void EventStream::onFinished(const WireReply &reply)
{
    if (reply.failure) {
        failed(*reply.failure);
        return;
    }
    if (const auto problem = problemOf(reply, m_pipeline.environment.clock->now())) {
        failed(*problem);
        return;
    }
    // Ended in good order, because the access token ran out or the server stops. The first is no reason to alarm
    // anybody: come back at once with a fresh token, and be Offline only if that fails.
    drop();
    if (m_failures == 0 && m_state == State::Live) {
        ++m_failures;
        connectNow();
    } else {
        retryLater();
    }
}

void EventStream::failed(const ApiError &error)
{
    drop();
    if (error.http == 401 && !m_replayed) {
        m_replayed = true;
        m_pipeline.gate.reenter(
            m_ticket.generation, this, [this, connection = m_connection](const Result<AuthGate::Ticket> &ticket) {
                if (connection != m_connection)
                    return;
                if (ticket)
                    open(ticket.value());
                else
                    failed(ticket.error());
            });
        return;
    }
    if (error.http == 410) {
        setState(State::Offline);
        Q_EMIT fullReloadNeeded();
        return;
    }
    using Kind = ApiError::Kind;
    const bool isDistrust = error.kind == Kind::Tls && error.code != "tls.failed"_L1;
    if (error.kind == Kind::Unauthorized || error.kind == Kind::Forbidden || isDistrust) {
        setState(State::Stopped);
        Q_EMIT refused(error);
        return;
    }
    retryLater();
}

void EventStream::retryLater()
{
    setState(State::Offline);
    // 0.5 s, 1 s, 2 s … 30 s, each spread over its upper half.
    const double ceiling = std::min(30'000.0, 500.0 * double(1 << std::min(m_failures, 6)));
    ++m_failures;
    const auto delay = std::chrono::milliseconds(qint64(ceiling * (0.5 + 0.5 * m_pipeline.environment.random())));
    m_pipeline.environment.scheduler->after(delay, this, [this, connection = m_connection] {
        if (connection == m_connection)
            connectNow();
    });
}

void EventStream::armWatchdog(quint64 connection, std::chrono::milliseconds wait)
{
    m_pipeline.environment.scheduler->after(wait, this, [this, connection] {
        if (connection != m_connection)
            return;
        const std::chrono::milliseconds silent(m_heard.msecsTo(m_pipeline.environment.clock->now()));
        // A clock set back would stretch the silence for ever: count it as one.
        if (silent >= watchdog || silent < 0ms) {
            drop();
            retryLater();
        } else {
            armWatchdog(connection, watchdog - silent);
        }
    });
}

void EventStream::drop()
{
    ++m_connection;
    if (Exchange *exchange = m_exchange) {
        m_exchange = nullptr;
        exchange->disconnect(this);
        exchange->deleteLater();
    }
}

void EventStream::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

} // namespace belvedere
