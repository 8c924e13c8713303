// Just enough HTTP to hand requests to a test.
#include "support/loopbackserver.h"

#include <QSslSocket>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere::test {

QByteArray RawRequest::header(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerCaseName)
            return value;
    }
    return {};
}

LoopbackServer::LoopbackServer(Handler handler, std::optional<Identity> identity)
    : m_handler(std::move(handler))
    , m_identity(std::move(identity))
{
    listen(QHostAddress::LocalHost);
}

QUrl LoopbackServer::url() const
{
    QUrl url;
    url.setScheme(m_identity ? u"https"_s : u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(serverPort());
    return url;
}

void LoopbackServer::incomingConnection(qintptr descriptor)
{
    ++connections;
    QTcpSocket *socket = nullptr;
    if (m_identity) {
        auto *secure = new QSslSocket(this);
        secure->setSocketDescriptor(descriptor);
        secure->setLocalCertificate(m_identity->certificate);
        secure->setPrivateKey(m_identity->key);
        secure->startServerEncryption();
        socket = secure;
    } else {
        socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
    }
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_buffers.remove(socket);
        socket->deleteLater();
    });
}

void LoopbackServer::read(QTcpSocket *socket)
{
    QByteArray &buffer = m_buffers[socket];
    buffer += socket->readAll();
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    RawRequest request;
    const QList<QByteArray> lines = buffer.first(headEnd).split('\n');
    const QList<QByteArray> first = lines.first().split(' ');
    request.verb = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.first(colon).trimmed().toLower(), line.sliced(colon + 1).trimmed()});
    }
    const qsizetype length = request.header("content-length").toLongLong();
    if (buffer.size() < headEnd + 4 + length)
        return;
    request.body = buffer.mid(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    requests.append(request);
    m_handler(request, socket);
}

QByteArray httpReply(
    const QByteArray &status, const QByteArray &contentType, const QByteArray &body, const QByteArray &moreHeaders)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + contentType
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + moreHeaders + "\r\n" + body;
}

QByteArray httpJson(const QByteArray &body) { return httpReply("200 OK", "application/json", body); }

} // namespace belvedere::test
