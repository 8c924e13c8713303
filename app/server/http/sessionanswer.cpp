// The connection's answers: one at a time, whole or as a stream, and what follows them.
#include "server/http/session.h"

#include "server/http/problem.h"

#include <QLoggingCategory>

#include <array>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.http")

// what the writer may refill while it is on its way
constexpr qsizetype streamBatch = 64 * 1024;

} // namespace

// Counts the request, or answers why it has to wait.
bool Session::admit()
{
    switch (m_context.admission.enterRequest(m_key)) {
    case Admission::Verdict::Admitted:
        m_admitted = true;
        return true;
    case Admission::Verdict::Busy:
        sendResponse(
            problem(503, u"server.busy"_s, u"The server has too many requests at the moment."_s, 1), m_keepAlive);
        return false;
    case Admission::Verdict::AddressBusy:
        sendResponse(
            problem(429, u"request.too-many"_s, u"Too many requests at once from this address."_s, 1), m_keepAlive);
        return false;
    }
    return false;
}

void Session::dispatch()
{
    Request request = std::move(m_intake->request);
    m_intake.reset();
    if (!admit())
        return;
    enter(Phase::Running);
    ++m_serial;
    const auto ticket =
        std::make_shared<Ticket>(m_context.loop, weak_from_this(), m_serial, m_context.limits.streamBacklog);
    m_ticket = ticket;
    try {
        m_context.handler(std::move(request), Responder(ticket));
    } catch (const std::exception &exception) {
        qCCritical(lc) << "a handler let an exception escape:" << exception.what();
        ticket->send(problem(500, u"internal"_s, u"The server could not answer this request."_s));
    }
}

void Session::answer(quint64 serial, Response response)
{
    if (serial == m_serial && m_phase == Phase::Running)
        sendResponse(response, m_keepAlive);
}

// For what is wrong with the request itself: where it ends is then unknown, so the connection ends too.
void Session::refuse(const Response &response) { sendResponse(response, false); }

void Session::sendResponse(const Response &response, bool keepAlive)
{
    releaseRequest();
    m_keepAlive = keepAlive && !m_context.stopping && !m_inputEnded;
    const bool bare = response.status == 204 || response.status == 304;
    m_out.append(responseHead(response.status, response.contentType, response.headers,
        bare ? Framing::None : Framing::Length, response.body.size(), m_keepAlive));
    if (!bare && !m_headOnly)
        m_out.append(response.body);
    enter(Phase::Writing);
    write();
}

void Session::openStream(quint64 serial, int status, const QByteArray &contentType, const Headers &headers,
    std::shared_ptr<StreamState> stream)
{
    if (serial != m_serial || m_phase != Phase::Running)
        return stream->close();
    releaseRequest();
    m_keepAlive = m_keepAlive && m_http11 && !m_context.stopping;
    const Framing framing = m_http11 ? Framing::Chunked : Framing::UntilClose;
    m_out.append(responseHead(status, contentType, headers, framing, 0, m_keepAlive));
    if (m_headOnly) {
        enter(Phase::Writing);
        write();
        return stream->close();
    }
    m_stream = std::move(stream);
    m_lastBatch = false;
    enter(Phase::Streaming);
    if (m_inputEnded)
        return abandon();
    write();
}

void Session::pump(quint64 serial)
{
    if (serial != m_serial || m_phase != Phase::Streaming || m_writing)
        return;
    StreamState::Batch batch = m_stream->take(streamBatch);
    if (batch.cut)
        return abandon();
    if (batch.bytes == 0 && !batch.last)
        return;
    m_batch = batch.bytes;
    m_lastBatch = batch.last;
    if (m_http11 && batch.bytes > 0)
        m_out.append(QByteArray::number(batch.bytes, 16) + "\r\n");
    for (QByteArray &chunk : batch.chunks)
        m_out.append(std::move(chunk));
    if (m_http11 && batch.bytes > 0)
        m_out.append("\r\n");
    if (m_http11 && batch.last)
        m_out.append("0\r\n\r\n");
    if (m_out.isEmpty())
        return finishExchange();
    write();
}

void Session::cut(quint64 serial)
{
    if (serial == m_serial && m_phase == Phase::Streaming)
        abandon();
}

void Session::write()
{
    if (m_writing || m_out.isEmpty())
        return;
    std::array<Piece, 16> pieces;
    m_writing = true;
    m_progress = std::chrono::steady_clock::now();
    m_transport->writeSome(shared_from_this(), m_out.next(pieces));
}

void Session::onWritten(bool ok, size_t count)
{
    m_writing = false;
    if (m_phase == Phase::Closed)
        return;
    if (!ok)
        return abandon();
    m_out.consume(count);
    if (!m_out.isEmpty())
        return write();
    if (m_phase == Phase::Writing)
        return finishExchange();
    if (m_phase != Phase::Streaming)
        return;
    m_stream->sent(std::exchange(m_batch, 0));
    if (m_lastBatch)
        return finishExchange();
    pump(m_serial);
}

void Session::finishExchange()
{
    releaseStream();
    m_discarded = 0;
    if (m_keepAlive && !m_inputEnded && !m_context.stopping) {
        enter(Phase::Idle);
        return process();
    }
    // closing with input unread would make the kernel reset the connection and take the answer back
    m_transport->shutdownSend(shared_from_this());
    enter(Phase::Lingering);
    if (m_inputEnded || m_context.stopping)
        return abandon(); // nobody to wait for, or no time to; what was written is with the kernel
    process();
}

void Session::releaseRequest()
{
    if (std::exchange(m_admitted, false))
        m_context.admission.leaveRequest(m_key);
    m_context.admission.releaseBody(std::exchange(m_reserved, 0));
    m_intake.reset();
    m_parser.reset();
}

void Session::releaseStream()
{
    m_batch = 0;
    if (const auto stream = std::exchange(m_stream, nullptr))
        stream->close();
}

void Session::abandon()
{
    if (m_phase == Phase::Closed)
        return;
    const auto self = shared_from_this();
    enter(Phase::Closed);
    m_transport->close();
    releaseRequest();
    releaseStream();
    if (const auto ticket = m_ticket.lock())
        ticket->taken = true;
    m_context.gone(this);
}

} // namespace belvedere::http
