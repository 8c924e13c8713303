// One call on its way.
#include "rest/callrunner.h"

#include "rest/problem.h"
#include "rest/retrypolicy.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Neither queries nor bodies are logged: both hold personal data.
Q_LOGGING_CATEGORY(log, "belvedere.rest", QtWarningMsg)

} // namespace

CallRunner::CallRunner(
    Pipeline &pipeline, Plan plan, CallOptions options, std::shared_ptr<Flight> flight, Over over, QObject *parent)
    : QObject(parent)
    , m_pipeline(pipeline)
    , m_plan(std::move(plan))
    , m_options(std::move(options))
    , m_flight(std::move(flight))
    , m_over(std::move(over))
    , m_names(pipeline.builder.names(m_plan, m_options))
{
    m_flight->stop = [self = QPointer<CallRunner>(this)] {
        if (self)
            QMetaObject::invokeMethod(
                self, [self] { self->isOver(); }, Qt::QueuedConnection);
    };
}

void CallRunner::start()
{
    QMetaObject::invokeMethod(
        this, [this] { admit(); }, Qt::QueuedConnection);
}

bool CallRunner::isOver()
{
    if (m_flight->aborted)
        finish(cancelledError());
    return !m_over;
}

void CallRunner::admit()
{
    if (isOver())
        return;
    if (m_plan.refusal)
        finish(*m_plan.refusal);
    else if (m_plan.open)
        enqueue();
    else
        m_pipeline.gate.enter(this, [this](const Result<AuthGate::Ticket> &ticket) { withTicket(ticket); });
}

void CallRunner::withTicket(const Result<AuthGate::Ticket> &ticket)
{
    if (isOver())
        return;
    if (!ticket) {
        finish(ticket.error());
        return;
    }
    m_ticket = ticket.value();
    enqueue();
}

void CallRunner::enqueue()
{
    m_pipeline.dispatcher.enqueue(this, m_options.priority, [this](Dispatcher::Slot slot) {
        if (isOver())
            return;
        m_slot = std::move(slot);
        transmit();
    });
}

void CallRunner::transmit()
{
    ++m_attempt;
    const WireRequest request =
        m_pipeline.builder.build(m_plan, m_options, m_names, m_attempt, m_plan.open ? QByteArray() : m_ticket.bearer);
    m_exchange = m_pipeline.transport.start(request, this);
    connect(m_exchange, &Exchange::started, this, &CallRunner::onHead);
    connect(m_exchange, &Exchange::received, this, &CallRunner::onPiece);
    connect(m_exchange, &Exchange::finished, this, &CallRunner::onFinished);
}

std::optional<ApiError> CallRunner::problem(const WireReply &reply) const
{
    if (reply.failure)
        return reply.failure;
    if (auto refused = problemOf(reply, m_pipeline.environment.clock->now()))
        return refused;
    const QByteArray type = expectedType(m_plan.answer);
    if (type.isEmpty() || reply.mediaType() == type)
        return std::nullopt;
    ApiError error = wireError(ApiError::Kind::Decode, u"http.content-type"_s,
        u"The answer has the content type \"%1\"; \"%2\" was expected."_s.arg(
            QString::fromLatin1(reply.mediaType().left(100)), QString::fromLatin1(type)));
    error.http = reply.status;
    return error;
}

void CallRunner::onHead(const WireReply &head)
{
    if (const auto error = problem(head))
        fail(*error);
}

void CallRunner::onPiece(const QByteArray &bytes)
{
    if (isOver() || !m_exchange)
        return;
    m_handedOn = true;
    m_options.received(bytes);
}

void CallRunner::onFinished(const WireReply &reply)
{
    if (isOver())
        return;
    qCDebug(log).noquote() << m_plan.verb << m_plan.path << "try" << m_attempt << "status" << reply.status << "request"
                           << m_names.requestId;
    if (const auto error = problem(reply))
        fail(*error);
    else
        finish(reply);
}

void CallRunner::fail(const ApiError &error)
{
    if (isOver())
        return;
    ApiError told = error;
    if (told.requestId.isEmpty())
        told.requestId = m_names.requestId;
    qCInfo(log).noquote() << m_plan.verb << m_plan.path << "try" << m_attempt << told.code << "request"
                          << told.requestId;
    dropExchange();
    if (told.retryAfter && (told.http == 429 || told.http == 503))
        m_pipeline.dispatcher.pause(std::chrono::seconds(std::min(*told.retryAfter, 60)));
    m_slot.release();
    if (told.http == 401 && !m_plan.open && !m_replayed && !m_handedOn) {
        m_replayed = true;
        m_pipeline.gate.reenter(
            m_ticket.generation, this, [this](const Result<AuthGate::Ticket> &ticket) { withTicket(ticket); });
        return;
    }
    const auto delay = m_options.retry && !m_handedOn
        ? retryDelay(m_plan.repeat, told, m_attempt, m_pipeline.environment.random())
        : std::nullopt;
    if (delay)
        m_pipeline.environment.scheduler->after(*delay, this, [this] { admit(); });
    else
        finish(told);
}

void CallRunner::finish(const Result<WireReply> &outcome)
{
    const Over over = std::exchange(m_over, {});
    if (!over)
        return;
    dropExchange();
    deleteLater();
    const QPointer<CallRunner> self(this);
    over(outcome);
    if (self)
        m_slot.release();
}

void CallRunner::dropExchange()
{
    if (Exchange *exchange = m_exchange) {
        m_exchange = nullptr;
        exchange->disconnect(this);
        exchange->deleteLater(); // we may be inside one of its signals
    }
}

} // namespace belvedere
