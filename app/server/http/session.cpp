// The connection's states, and what arriving bytes and passing time do to them.
#include "server/http/session.h"

#include "server/http/problem.h"

#include <cstring>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype smallBuffer = 4 * 1024; // what an idle connection costs
constexpr qsizetype bodyBuffer = 64 * 1024;
constexpr qsizetype maximumDiscarded = 8 * 1024 * 1024; // a piece of an upload that is too long still hears why
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
    case Phase::Streaming: // whoever writes knows whether it is whole; what takes too long is cut
        m_keepAlive = false;
        break;
    default:
        abandon();
    }
}

} // namespace belvedere::http
