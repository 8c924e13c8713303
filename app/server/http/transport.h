// One socket, plain or TLS, as the session sees it. Boost stays behind this header.
#pragma once

#include "server/http/outbox.h"

#include <memory>

namespace belvedere::http {

// Called on the loop's thread, never from inside the call that asked for it.
class TransportUser {
public:
    enum class Input { Bytes, End, Failed };

    virtual ~TransportUser() = default;
    virtual void onHandshake(bool ok) = 0;
    virtual void onRead(Input input, size_t count) = 0;
    virtual void onWritten(bool ok, size_t count) = 0;
};

// Each operation keeps its user alive until it has reported; at most one read and one write at a time.
class Transport {
public:
    virtual ~Transport() = default;
    virtual void handshake(std::shared_ptr<TransportUser> user) = 0; // a plain socket is ready at once
    virtual void readSome(std::shared_ptr<TransportUser> user, char *to, size_t size) = 0;
    virtual void writeSome(std::shared_ptr<TransportUser> user, std::span<const Piece> pieces) = 0;
    virtual void shutdownSend(std::shared_ptr<TransportUser> user) = 0; // reports nothing
    virtual void close() = 0; // what is under way ends with a failure
};

} // namespace belvedere::http
