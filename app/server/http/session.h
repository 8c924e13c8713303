// One connection: a state machine from handshake to close, on the loop's thread.
#pragma once

#include "server/http/admission.h"
#include "server/http/chunkdecoder.h"
#include "server/http/exchange.h"
#include "server/http/head.h"
#include "server/http/ticket.h"
#include "server/http/transport.h"

#include <optional>

namespace belvedere::http {

using Handler = std::function<void(Request, Responder)>;
using Instant = std::chrono::steady_clock::time_point;

// What the connections of one server share.
struct SessionContext {
    explicit SessionContext(Limits l)
        : limits(std::move(l))
    {
    }

    const Limits limits;
    Handler handler;
    Admission admission{limits};
    std::shared_ptr<Loop> loop;
    std::function<void(class Session *)> gone; // the connection is closed and may be forgotten
    bool stopping = false;
};

class Session final : public TransportUser, public Answering, public std::enable_shared_from_this<Session> {
public:
    Session(
        SessionContext &context, std::unique_ptr<Transport> transport, QString remoteAddress, QString key, bool tls);

    void start();
    void tick(Instant now); // called a few times a second: all time limits are kept here
    void beginStop(); // no more requests; running answers and the rest of streams still go out
    void abandon(); // closes at once
    bool isIdle() const { return m_phase == Phase::Idle; }
    Instant since() const { return m_since; } // of the present phase
    const QString &key() const { return m_key; }

    void onHandshake(bool ok) override;
    void onRead(Input input, size_t count) override;
    void onWritten(bool ok, size_t count) override;

    void answer(quint64 serial, Response response) override;
    void openStream(quint64 serial, int status, const QByteArray &contentType, const Headers &headers,
        std::shared_ptr<StreamState> stream) override;
    void pump(quint64 serial) override;
    void cut(quint64 serial) override;

private:
    enum class Phase { Handshake, Idle, Head, Body, Running, Writing, Streaming, Lingering, Closed };

    void enter(Phase phase);
    void process();
    void read();
    bool skipEmptyLines();
    bool readHead();
    void beginRequest(Intake intake);
    bool admit();
    bool readBody();
    void dispatch();
    void refuse(const Response &response);
    void sendResponse(const Response &response, bool keepAlive);
    void write();
    void finishExchange();
    void releaseRequest();
    void releaseStream();
    qint64 bodyLimit(const Request &request) const;
    QByteArrayView buffered() const { return QByteArrayView(m_in).sliced(m_inBegin, m_inEnd - m_inBegin); }

    SessionContext &m_context;
    const std::unique_ptr<Transport> m_transport;
    const QString m_remoteAddress;
    const QString m_key;
    const bool m_tls;

    Phase m_phase = Phase::Handshake;
    Instant m_since{};
    Instant m_progress{}; // of writing

    QByteArray m_in;
    qsizetype m_inBegin = 0;
    qsizetype m_inEnd = 0;
    bool m_reading = false;
    bool m_writing = false;
    bool m_inputEnded = false;
    Outbox m_out;

    std::optional<HeadParser> m_parser;
    std::optional<Intake> m_intake;
    std::optional<ChunkDecoder> m_chunks;
    qint64 m_reserved = 0;
    bool m_admitted = false;

    quint64 m_serial = 0;
    std::weak_ptr<Ticket> m_ticket;
    std::shared_ptr<StreamState> m_stream;
    qsizetype m_batch = 0; // content bytes of the stream that are on their way
    bool m_lastBatch = false;
    bool m_headOnly = false;
    bool m_http11 = true;
    bool m_keepAlive = true;
    qsizetype m_discarded = 0;
};

} // namespace belvedere::http
