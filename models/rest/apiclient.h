// ApiClient: sends operations to one server and hands their answers back, typed.
#pragma once

#include "rest/call.h"
#include "rest/callrunner.h"
#include "rest/decode.h"

#include <QThreadPool>

namespace belvedere {

class ApiClient final : public QObject {
    Q_OBJECT
public:
    struct Setup {
        QUrl base; // "https://host:port", optionally with a path; see checkedBase()
        QString language; // BCP 47, for messages of the server; empty: none asked for
        std::unique_ptr<Transport> transport; // empty: the real one
        Environment environment = Environment::real();
    };
    // Calls of a client that is destroyed end without any callback.
    explicit ApiClient(Setup setup, QObject *parent = nullptr);
    ~ApiClient() override;

    // The outcome is always delivered later. Abort it, add it to a RequestScope, or let the handle go.
    template<class Op> Call<AnswerValue<Op>> send(const Op &operation, const CallOptions &options = {})
    {
        using Value = AnswerValue<Op>;
        auto promise = std::make_shared<QPromise<Result<Value>>>();
        promise->start();
        auto flight = std::make_shared<Flight>();
        const auto land = [promise, flight](Result<Value> result) {
            promise->addResult(flight->aborted ? Result<Value>(cancelledError()) : std::move(result));
            promise->finish();
        };
        const Call<Value> call(promise->future(), flight);
        carry(planOf(operation), options, flight, [land](const Result<WireReply> &reply) {
            if (!reply) {
                land(reply.error());
                return;
            }
            const auto decode = [land, reply = reply.value()] {
                Result<Value> value = AnswerTraits<typename Op::Answer>::decode(reply.body, reply.body.size());
                land(value ? std::move(value) : Result<Value>(withReply(value.error(), reply)));
            };
            if (needsWorker(reply.value(), SchemaOf<typename Op::Answer>::get().shape))
                QThreadPool::globalInstance()->start(decode);
            else
                decode();
        });
        return call;
    }

    AuthGate &gate() { return *m_gate; }
    Pipeline &pipeline() { return *m_pipeline; }
    QUrl base() const { return m_pipeline->builder.base(); }
    // Applies to the calls sent from now on.
    void setTrust(const std::optional<TrustDecision> &decision) { m_transport->setTrust(decision); }
    // The facts behind the last error of Kind::Tls.
    std::optional<TlsFacts> tlsProblem() const { return m_transport->tlsProblem(); }

private:
    void carry(Plan plan, CallOptions options, const std::shared_ptr<Flight> &flight, CallRunner::Over over);
    static bool needsWorker(const WireReply &reply, Shape shape);
    static ApiError withReply(ApiError error, const WireReply &reply);

    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Dispatcher> m_dispatcher;
    std::unique_ptr<AuthGate> m_gate;
    std::unique_ptr<Pipeline> m_pipeline;
};

// A server address that may be used: https, or http to loopback; no user, query or fragment. Codes "url.invalid",
// "tls.required".
Result<QUrl> checkedBase(const QUrl &url);

} // namespace belvedere
