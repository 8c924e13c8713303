// Handing answers to the loop.
#include "server/http/exchange.h"

#include "server/http/problem.h"
#include "server/http/ticket.h"

namespace belvedere::http {

using namespace Qt::StringLiterals;

StreamWriter::StreamWriter(std::shared_ptr<StreamState> state)
    : m_state(std::move(state))
{
}

StreamWriter::~StreamWriter() { m_state->abandon(); }
bool StreamWriter::write(const QByteArray &chunk) { return m_state->write(chunk); }
void StreamWriter::finish() { m_state->finish(); }
bool StreamWriter::isOpen() const { return m_state->isOpen(); }
qsizetype StreamWriter::backlog() const { return m_state->backlogNow(); }
void StreamWriter::onClosed(std::function<void()> callback) { m_state->setClosed(std::move(callback)); }

void StreamWriter::onDrained(qsizetype lowWater, std::function<void()> callback)
{
    m_state->setDrained(lowWater, std::move(callback));
}

Ticket::~Ticket()
{
    if (!taken)
        send(problem(500, u"internal"_s, u"The server did not answer this request."_s));
}

void Ticket::send(Response response)
{
    if (taken.exchange(true))
        return;
    if (loop->isCurrent()) {
        if (const auto connection = session.lock())
            connection->answer(serial, std::move(response));
        return;
    }
    loop->post([to = session, serial = serial, response = std::move(response)] {
        if (const auto connection = to.lock())
            connection->answer(serial, response);
    });
}

Responder::Responder(std::shared_ptr<Ticket> ticket)
    : m_ticket(std::move(ticket))
{
}

Responder::Responder(const Responder &) = default;
Responder &Responder::operator=(const Responder &) = default;
Responder::Responder(Responder &&) noexcept = default;
Responder &Responder::operator=(Responder &&) noexcept = default;
Responder::~Responder() = default;

void Responder::send(Response response) const { m_ticket->send(std::move(response)); }
bool Responder::isOpen() const { return !m_ticket->taken; }

std::shared_ptr<StreamWriter> Responder::stream(
    int status, const QByteArray &contentType, Headers headers, qsizetype backlogBound) const
{
    const Ticket &ticket = *m_ticket;
    auto state = std::make_shared<StreamState>(
        ticket.loop, ticket.session, ticket.serial, backlogBound > 0 ? backlogBound : ticket.backlogBound);
    auto writer = std::make_shared<StreamWriter>(state);
    if (m_ticket->taken.exchange(true)) {
        state->close();
        return writer;
    }
    // posted in every case: writes that follow are posted too, and must find the stream open
    const bool posted = ticket.loop->post(
        [to = ticket.session, serial = ticket.serial, status, contentType, headers = std::move(headers), state] {
            if (const auto connection = to.lock())
                connection->openStream(serial, status, contentType, headers, state);
            else
                state->close();
        });
    if (!posted)
        state->close();
    return writer;
}

} // namespace belvedere::http
