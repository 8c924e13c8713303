// CallRunner: takes one call through the pipeline, replays and retries included.
#pragma once

#include "rest/call.h"
#include "rest/pipeline.h"

namespace belvedere {

class CallRunner final : public QObject {
public:
    using Over = std::function<void(const Result<WireReply> &)>; // a complete 2xx answer of the right type

    // `flight` is the caller's; its abort() ends the call with Kind::Cancelled. A call that still waits then never
    // reaches the network.
    CallRunner(
        Pipeline &pipeline, Plan plan, CallOptions options, std::shared_ptr<Flight> flight, Over over, QObject *parent);
    // Calls `over` once, never before returning, and then deletes itself.
    void start();

private:
    bool isOver(); // finished, or given up by the caller
    void admit();
    void withTicket(const Result<AuthGate::Ticket> &ticket);
    void enqueue();
    void transmit();
    void onHead(const WireReply &head);
    void onPiece(const QByteArray &bytes);
    void onFinished(const WireReply &reply);
    void fail(const ApiError &error);
    void finish(const Result<WireReply> &outcome);
    void dropExchange();
    std::optional<ApiError> problem(const WireReply &reply) const;

    Pipeline &m_pipeline;
    const Plan m_plan;
    const CallOptions m_options;
    const std::shared_ptr<Flight> m_flight;
    Over m_over;
    CallNames m_names;
    AuthGate::Ticket m_ticket;
    Dispatcher::Slot m_slot;
    QPointer<Exchange> m_exchange;
    int m_attempt = 0;
    bool m_replayed = false;
    bool m_handedOn = false; // a piece of the answer left for the caller
};

} // namespace belvedere
