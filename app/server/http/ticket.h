// The right to answer one request, as shared between the copies of a Responder and the connection.
#pragma once

#include "server/http/message.h"
#include "server/http/streamstate.h"

#include <atomic>

namespace belvedere::http {

struct Ticket {
    Ticket(std::shared_ptr<Loop> onLoop, std::weak_ptr<Answering> to, quint64 ofSerial, qsizetype bound)
        : loop(std::move(onLoop))
        , session(std::move(to))
        , serial(ofSerial)
        , backlogBound(bound)
    {
    }
    ~Ticket();
    Ticket(const Ticket &) = delete;
    Ticket &operator=(const Ticket &) = delete;

    void send(Response response);

    const std::shared_ptr<Loop> loop;
    const std::weak_ptr<Answering> session;
    const quint64 serial;
    const qsizetype backlogBound;
    std::atomic<bool> taken = false; // answered, or nobody is left to answer
};

} // namespace belvedere::http
