// Balancer: one address in front of several servers, as a balancer is; passes bytes on and can be pointed elsewhere.
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace belvedere::test {

// Works while the test runs an event loop.
class Balancer {
public:
    explicit Balancer(const QString &target)
        : m_target(target)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { take(); });
        m_server.listen(QHostAddress::LocalHost);
    }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()); }
    // New connections go there; those to the old target end.
    void pointTo(const QString &target)
    {
        m_target = QUrl(target);
        for (QTcpSocket *client : m_server.findChildren<QTcpSocket *>())
            client->abort();
    }

private:
    void take()
    {
        while (QTcpSocket *client = m_server.nextPendingConnection()) {
            auto *onward = new QTcpSocket(client);
            onward->connectToHost(m_target.host(), quint16(m_target.port()));
            QObject::connect(
                client, &QTcpSocket::readyRead, onward, [client, onward] { onward->write(client->readAll()); });
            QObject::connect(
                onward, &QTcpSocket::readyRead, client, [client, onward] { client->write(onward->readAll()); });
            QObject::connect(onward, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
            QObject::connect(onward, &QTcpSocket::errorOccurred, client, [client] { client->abort(); });
            QObject::connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        }
    }

    QTcpServer m_server;
    QUrl m_target;
};

} // namespace belvedere::test
