// The ways to answer a request: at once, later from any thread, or bit by bit.
#pragma once

#include "server/http/message.h"

#include <functional>
#include <memory>

namespace belvedere::http {

struct StreamState;
struct Ticket;

// An answer that is written over time (server-sent events, NDJSON). Every function may be called from any thread.
// Destroyed without finish(), it cuts the connection, so that a client never takes a part for the whole.
class StreamWriter {
public:
    explicit StreamWriter(std::shared_ptr<StreamState> state);
    ~StreamWriter();
    StreamWriter(const StreamWriter &) = delete;
    StreamWriter &operator=(const StreamWriter &) = delete;

    // False once the peer is gone, finish() was called, or the backlog would pass its bound; in the last case the
    // peer is too slow and its connection is cut. One chunk of any size is taken when nothing is waiting.
    bool write(const QByteArray &chunk);
    void finish(); // ends the answer after what was written so far
    bool isOpen() const;
    qsizetype backlog() const; // bytes accepted and not yet handed to the operating system

    // Called once, when the stream is over for whatever reason: on the I/O thread, or at once if it already is.
    void onClosed(std::function<void()> callback);
    // For bulk bodies: write until backlog() is high, then return and go on in this callback, which is called on
    // the I/O thread each time the backlog has fallen from above `lowWater` bytes to it or below. Must not block.
    void onDrained(qsizetype lowWater, std::function<void()> callback);

private:
    std::shared_ptr<StreamState> m_state;
};

// The right to answer one request, once; the first answer counts, later ones are ignored. Copies share the right.
// When the last copy goes unanswered, the answer is 500 `internal`. May outlive the server.
class Responder {
public:
    explicit Responder(std::shared_ptr<Ticket> ticket);
    Responder(const Responder &);
    Responder &operator=(const Responder &);
    Responder(Responder &&) noexcept;
    Responder &operator=(Responder &&) noexcept;
    ~Responder();

    void send(Response response) const;
    // `backlogBound` in bytes; 0 takes the server's (Limits::streamBacklog).
    std::shared_ptr<StreamWriter> stream(
        int status, const QByteArray &contentType, Headers headers = {}, qsizetype backlogBound = 0) const;
    bool isOpen() const; // false once answered, or when the client has gone: work for it can stop

private:
    std::shared_ptr<Ticket> m_ticket;
};

} // namespace belvedere::http
