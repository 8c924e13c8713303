// The connection's states, and what bytes, answers and time do to them.
#include "server/http/session.h"

#include "server/http/problem.h"

#include <QLoggingCategory>

#include <array>
#include <cstring>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.http")

constexpr qsizetype smallBuffer = 4 * 1024; // what an idle connection costs
constexpr qsizetype bodyBuffer = 64 * 1024;
constexpr qsizetype streamBatch = 256 * 1024;
constexpr qsizetype maximumDiscarded = 1024 * 1024;
constexpr qsizetype minimumRoom = 1024;

Instant now() { return std::chrono::steady_clock::now(); }

} // namespace

Session::Session(
    SessionContext &context, std::unique_ptr<Transport> transport, QString remoteAddress, QString key, bool tls)
    : m_context(context)
    , m_transport(std::move(transport))
    , m_remoteAddress(std::move(remoteAddress))
    , m_key(std::move(key))
    , m_tls(tls)
{
}

void Session::start()
{
    enter(Phase::Handshake);
    m_transport->handshake(shared_from_this());
}

void Session::enter(Phase phase)
{
    m_phase = phase;
    m_since = now();
}

void Session::onHandshake(bool ok)
{
    if (m_phase == Phase::Closed)
        return;
    if (!ok)
        return abandon();
    enter(Phase::Idle);
    process();
}

void Session::onRead(Input input, size_t count)
{
    m_reading = false;
    if (m_phase == Phase::Closed)
        return;
    if (input == Input::Failed)
        return abandon();
    if (input == Input::End) {
        // a client may close its half and still wait for the answer, but not for a stream: there it means good-bye
        m_inputEnded = true;
        if (m_phase != Phase::Running && m_phase != Phase::Writing)
            abandon();
        return;
    }
    m_inEnd += qsizetype(count);
    process();
}

void Session::process()
{
    for (;;) {
        switch (m_phase) {
        case Phase::Idle:
            if (!skipEmptyLines())
                return read();
            enter(Phase::Head);
            m_parser.emplace(m_context.limits.headerBytes);
            break;
        case Phase::Head:
            if (!readHead())
                return;
            break;
        case Phase::Body:
            if (!readBody())
                return;
            break;
        case Phase::Running:
        case Phase::Writing:
        case Phase::Streaming:
            // to learn that the peer has gone; what it sends ahead is kept, once, and read no further
            if (m_inBegin == m_inEnd)
                read();
            return;
        case Phase::Lingering:
            m_discarded += m_inEnd - m_inBegin;
            m_inBegin = m_inEnd = 0;
            if (m_discarded > maximumDiscarded)
                return abandon();
            return read();
        case Phase::Handshake:
        case Phase::Closed:
            return;
        }
    }
}

void Session::read()
{
    if (m_reading || m_inputEnded)
        return;
    const qsizetype kept = m_inEnd - m_inBegin;
    if (m_inBegin > 0 && kept > 0)
        std::memmove(m_in.data(), m_in.constData() + m_inBegin, size_t(kept));
    m_inBegin = 0;
    m_inEnd = kept;
    const qsizetype usual = m_phase == Phase::Body || m_phase == Phase::Lingering ? bodyBuffer : smallBuffer;
    if (kept == 0 && m_in.size() != usual)
        m_in = QByteArray(usual, Qt::Uninitialized);
    else if (m_in.size() - kept < minimumRoom)
        m_in.resize(m_in.size() * 2);
    m_reading = true;
    m_transport->readSome(shared_from_this(), m_in.data() + kept, size_t(m_in.size() - kept));
}

// Empty lines before a request are allowed; true when something else has come.
bool Session::skipEmptyLines()
{
    while (m_inBegin < m_inEnd && (m_in[m_inBegin] == '\r' || m_in[m_inBegin] == '\n'))
        ++m_inBegin;
    return m_inBegin < m_inEnd;
}

bool Session::readHead()
{
    qsizetype consumed = 0;
    const HeadParser::State state = m_parser->feed(buffered(), consumed);
    m_inBegin += consumed;
    switch (state) {
    case HeadParser::State::More:
        read();
        return false;
    case HeadParser::State::TooLarge:
        refuse(problem(431, u"request.headers-too-large"_s,
            u"The headers are larger than %1 bytes."_s.arg(m_context.limits.headerBytes)));
        break;
    case HeadParser::State::Malformed:
        refuse(problem(400, u"request.malformed"_s, u"This is not an HTTP request."_s));
        break;
    case HeadParser::State::Version:
        refuse(problem(505, u"request.version"_s, u"The versions understood are HTTP/1.1 and HTTP/1.0."_s));
        break;
    case HeadParser::State::Done: {
        auto intake = examine(m_parser->takeHead());
        m_parser.reset();
        if (intake)
            beginRequest(std::move(intake).value());
        else
            refuse(problem(intake.error()));
        break;
    }
    }
    return true;
}

qint64 Session::bodyLimit(const Request &request) const
{
    const Limits &limits = m_context.limits;
    return limits.bodyLimit ? limits.bodyLimit(request.method, request.path) : limits.bodyBytes;
}

void Session::beginRequest(Intake intake)
{
    m_headOnly = intake.request.method == "HEAD";
    m_http11 = intake.version >= 11;
    m_keepAlive = intake.keepAlive;
    intake.request.remoteAddress = m_remoteAddress;
    intake.request.tls = m_tls;
    m_intake.emplace(std::move(intake));
    if (!m_intake->hasBody())
        return dispatch();

    const qint64 limit = bodyLimit(m_intake->request);
    if (m_intake->length > limit) {
        return refuse(
            problem(413, u"request.too-large"_s, u"The body of this request may have at most %1 bytes."_s.arg(limit)));
    }
    m_chunks.reset();
    if (m_intake->chunked)
        m_chunks.emplace(limit);
    enter(Phase::Body);
    if (m_intake->expectContinue && buffered().isEmpty()) {
        m_out.append("HTTP/1.1 100 Continue\r\n\r\n");
        write();
    }
}

bool Session::readBody()
{
    QByteArray &body = m_intake->request.body;
    const QByteArrayView data = buffered();
    const qsizetype before = body.size();
    qsizetype consumed = 0;
    auto state = ChunkDecoder::State::More;
    if (m_chunks) {
        state = m_chunks->feed(data, body, consumed);
    } else {
        consumed = qsizetype(std::min<qint64>(m_intake->length - before, data.size()));
        body.append(data.first(consumed));
        if (body.size() == m_intake->length)
            state = ChunkDecoder::State::Done;
    }
    m_inBegin += consumed;
    const qint64 growth = body.size() - before;
    if (!m_context.admission.reserveBody(growth)) {
        refuse(problem(503, u"server.busy"_s, u"The server has too much to read at the moment."_s, 5));
        return true;
    }
    m_reserved += growth;

    switch (state) {
    case ChunkDecoder::State::More:
        read();
        return false;
    case ChunkDecoder::State::Done:
        dispatch();
        break;
    case ChunkDecoder::State::Malformed:
        refuse(problem(400, u"request.malformed"_s, u"The chunked body is not well-formed."_s));
        break;
    case ChunkDecoder::State::TooLarge:
        refuse(problem(413, u"request.too-large"_s,
            u"The body of this request may have at most %1 bytes."_s.arg(bodyLimit(m_intake->request))));
        break;
    }
    return true;
}

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
    if (m_context.stopping)
        m_stream->finish();
    if (m_inputEnded)
        return abandon();
    write();
}

void Session::pump(quint64 serial)
{
    if (serial != m_serial || m_phase != Phase::Streaming || m_writing)
        return;
    StreamState::Batch batch = m_stream->take(streamBatch);
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
    m_progress = now();
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

void Session::tick(Instant time)
{
    const Limits &limits = m_context.limits;
    const auto age = time - m_since;
    switch (m_phase) {
    case Phase::Handshake:
        if (age > limits.headerTime)
            abandon();
        break;
    case Phase::Idle:
        if (age > limits.idleTime)
            abandon();
        break;
    case Phase::Head:
        if (age > limits.headerTime)
            refuse(problem(408, u"request.timeout"_s, u"The headers took too long to arrive."_s));
        break;
    case Phase::Body: {
        const std::chrono::milliseconds earned(
            m_intake->request.body.size() * 1000 / std::max<qint64>(1, limits.bodyRate));
        if (age > limits.bodyTime + earned)
            refuse(problem(408, u"request.timeout"_s, u"The body took too long to arrive."_s));
        break;
    }
    case Phase::Running:
        if (age > limits.answerTime) {
            if (const auto ticket = m_ticket.lock())
                ticket->taken = true;
            refuse(problem(503, u"server.timeout"_s, u"The server took too long to answer."_s, 5));
        }
        break;
    case Phase::Writing:
    case Phase::Streaming:
        if (m_writing && time - m_progress > limits.writeTime)
            abandon();
        break;
    case Phase::Lingering:
        if (age > limits.lingerTime)
            abandon();
        break;
    case Phase::Closed:
        break;
    }
}

void Session::beginStop()
{
    switch (m_phase) {
    case Phase::Running:
    case Phase::Writing:
    case Phase::Closed:
        break;
    case Phase::Streaming:
        m_keepAlive = false;
        m_stream->finish();
        break;
    default:
        abandon();
    }
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
