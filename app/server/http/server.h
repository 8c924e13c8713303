// An HTTP server on one address: all connections on one thread of its own.
#pragma once

#include "base/result.h"
#include "server/http/exchange.h"
#include "server/http/identity.h"
#include "server/http/limits.h"

#include <optional>

namespace belvedere::http {

// Called on the I/O thread for every request, so it must not block: it answers at once from memory, or keeps the
// responder and hands the work to another thread.
using Handler = std::function<void(Request, Responder)>;

class Server {
public:
    Server();
    ~Server(); // stops
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    // `listen` as parseListen() reads it. Serves when it returns. Once per server. Errors: `listen.invalid`,
    // `listen.failed`, those of loadIdentity(). Ignores SIGPIPE for the whole process.
    Result<Done> start(
        const QString &listen, const std::optional<TlsFiles> &tls, const Limits &limits, Handler handler);

    quint16 port() const; // 0 when not started
    // "https://127.0.0.1:8443"; with this computer's name when listening on every address.
    QString url() const;
    QString fingerprint() const; // of the certificate, as in Identity; empty without TLS

    // Stops accepting, ends streams cleanly, closes idle connections, lets running answers finish for
    // Limits::stopTime, then closes what is left. Blocks meanwhile; not to be called from a handler.
    void stop();

    // How many connections are open; for tests and a status page. Any thread.
    int connections() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace belvedere::http
