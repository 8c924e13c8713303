// LoopbackServer: a server on 127.0.0.1 that a test makes misbehave byte by byte.
#pragma once

#include "support/certificates.h"

#include <functional>
#include <optional>
#include <QTcpServer>
#include <QTcpSocket>

namespace belvedere::test {

struct RawRequest {
    QByteArray verb;
    QByteArray target;
    QList<QPair<QByteArray, QByteArray>> headers; // names in lower case
    QByteArray body;
    QByteArray header(QByteArrayView lowerCaseName) const;
};

class LoopbackServer final : public QTcpServer {
    Q_OBJECT
public:
    // Writes whatever it likes to the socket, now or later.
    using Handler = std::function<void(const RawRequest &, QTcpSocket *)>;

    explicit LoopbackServer(Handler handler, std::optional<Identity> identity = std::nullopt);
    QUrl url() const;
    // Serves connections made from now on with another certificate.
    void setIdentity(const Identity &identity) { m_identity = identity; }

    QList<RawRequest> requests; // complete ones, in the order of arrival
    int connections = 0;

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *socket);
    Handler m_handler;
    std::optional<Identity> m_identity;
    QHash<QTcpSocket *, QByteArray> m_buffers;
};

// A complete answer with a length.
QByteArray httpReply(const QByteArray &status, const QByteArray &contentType, const QByteArray &body,
    const QByteArray &moreHeaders = {});
QByteArray httpJson(const QByteArray &body);

} // namespace belvedere::test
