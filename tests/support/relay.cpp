// Passing bytes on, and not.
#include "support/relay.h"

using namespace Qt::StringLiterals;

namespace belvedere::test {

Relay::Relay(quint16 target)
    : m_target(target)
{
    connect(this, &QTcpServer::newConnection, this, &Relay::accept);
    listen(QHostAddress::LocalHost);
}

QString Relay::url() const { return u"http://127.0.0.1:%1"_s.arg(serverPort()); }

void Relay::cut()
{
    m_isCut = true;
    m_text.clear();
    for (auto it = m_lines.cbegin(); it != m_lines.cend(); ++it) {
        for (QTcpSocket *end : {it.key(), it->server}) {
            end->disconnect(this);
            end->abort();
            end->deleteLater();
        }
    }
    m_lines.clear();
}

void Relay::cutAt(const QByteArray &text, qint64 answered)
{
    m_text = text;
    m_answered = answered;
}

void Relay::heal() { m_isCut = false; }

void Relay::accept()
{
    while (QTcpSocket *client = nextPendingConnection()) {
        if (m_isCut) {
            client->abort();
            client->deleteLater();
            continue;
        }
        auto *server = new QTcpSocket(this);
        m_lines.insert(client, Line{server});
        connect(client, &QTcpSocket::readyRead, this, [this, client] { onRequest(client); });
        connect(server, &QTcpSocket::connected, this, [this, client] { onRequest(client); });
        connect(server, &QTcpSocket::readyRead, this, [this, client] { onAnswer(client); });
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        connect(client, &QTcpSocket::disconnected, this, [this, client] {
            const Line line = m_lines.take(client);
            if (line.server)
                line.server->deleteLater();
            client->deleteLater();
        });
        server->connectToHost(QHostAddress::LocalHost, m_target);
    }
}

void Relay::onRequest(QTcpSocket *client)
{
    const auto line = m_lines.find(client);
    if (line == m_lines.end() || line->server->state() != QTcpSocket::ConnectedState)
        return;
    const QByteArray bytes = client->readAll();
    if (!m_text.isEmpty() && bytes.contains(m_text)) {
        if (m_answered == 0) {
            cut();
            return;
        }
        line->isWatched = true;
        line->answered = 0;
    }
    line->server->write(bytes);
}

void Relay::onAnswer(QTcpSocket *client)
{
    const auto line = m_lines.find(client);
    if (line == m_lines.end())
        return;
    QByteArray bytes = line->server->readAll();
    line->answered += bytes.size();
    const bool isOver = line->isWatched && !m_text.isEmpty() && line->answered >= m_answered;
    if (isOver)
        bytes.truncate(bytes.size() - (line->answered - m_answered));
    client->write(bytes);
    if (!isOver)
        return;
    client->flush();
    cut();
}

} // namespace belvedere::test
