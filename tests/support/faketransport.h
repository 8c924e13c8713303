// FakeTransport: answers requests from a function, at once, on demand or never; no network.
#pragma once

#include "rest/transport.h"

#include <functional>
#include <QJsonObject>
#include <QMetaMethod>
#include <QPointer>

namespace belvedere::test {

class FakeExchange final : public Exchange {
    Q_OBJECT
public:
    FakeExchange(WireRequest request, QObject *parent)
        : Exchange(parent)
        , request(std::move(request))
    {
    }
    const WireRequest request;
    // Answers as the real transport would: streamed 2xx bodies in pieces.
    void answer(const WireReply &reply);
    void startStream(const QByteArray &contentType);
    void piece(const QByteArray &bytes) { Q_EMIT received(bytes); }
    void end();
    // Whether anybody still waits: a client that gave up has disconnected itself.
    bool isWanted() const { return isSignalConnected(QMetaMethod::fromSignal(&Exchange::finished)); }

private:
    WireReply m_head;
};

class FakeTransport final : public Transport {
public:
    using Handler = std::function<WireReply(const WireRequest &)>;

    // Asked for each request one turn after it came, unless holding; then when release() is called.
    Handler handler;
    // An exchange for which this is true is left to the test: see open().
    std::function<bool(const WireRequest &)> keepOpen;
    bool holding = false;
    std::optional<TrustDecision> trust;
    std::optional<TlsFacts> problem;

    Exchange *start(const WireRequest &request, QObject *parent) override;
    void setTrust(const std::optional<TrustDecision> &decision) override { trust = decision; }
    std::optional<TlsFacts> tlsProblem() const override { return problem; }

    void release(); // answers everything that is held, in the order of arrival
    QList<FakeExchange *> open() const; // under way and not given up
    FakeExchange *following() const; // the stream of events that is open; nullptr: none
    int count = 0; // requests ever started

private:
    void answer(const QPointer<FakeExchange> &exchange);
    std::vector<QPointer<FakeExchange>> m_open;
};

WireReply jsonReply(const QJsonObject &object, int status = 200);
WireReply problemReply(int status, const QString &code);
WireReply linesReply(const QByteArray &lines);
WireReply emptyReply(int status = 204);
WireReply brokenReply(ApiError::Kind kind, const QString &code);
// A header of a request; empty when it is missing.
QByteArray headerOf(const WireRequest &request, QByteArrayView name);
QJsonObject bodyOf(const WireRequest &request);

} // namespace belvedere::test
