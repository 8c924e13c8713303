// Transport: carries one request to the server and its answer back. The only seam to the network.
#pragma once

#include "rest/tls.h"
#include "rest/wire.h"

#include <QObject>

namespace belvedere {

// One exchange under way. Destroying it gives it up silently and closes what it holds; whoever started it destroys it
// after finished(), though not inside its signals. All signals come after start() has returned.
class Exchange : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

Q_SIGNALS:
    // Streamed requests only, for a 2xx status: the head, without body.
    void started(const belvedere::WireReply &head);
    // Streamed requests only: the next piece of a 2xx body.
    void received(const QByteArray &bytes);
    // Last, exactly once.
    void finished(const belvedere::WireReply &reply);
};

class Transport {
public:
    virtual ~Transport() = default;
    virtual Exchange *start(const WireRequest &request, QObject *parent) = 0;
    // Applies to connections made from now on; open ones are closed.
    virtual void setTrust(const std::optional<TrustDecision> &decision) = 0;
    // The last refused handshake since setTrust().
    virtual std::optional<TlsFacts> tlsProblem() const = 0;
};

} // namespace belvedere
