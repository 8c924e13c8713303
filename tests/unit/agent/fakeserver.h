// A small HTTP server for the agent's tests: one handler answers every POST; with a certificate it speaks TLS.
#pragma once

#include <functional>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslServer>
#include <QTcpSocket>

namespace belvedere {

struct FakeRequest {
    QByteArray path;
    QByteArray authorization;
    QJsonObject body;
};

struct FakeAnswer {
    int status = 200;
    QByteArray body;
    QByteArray headers; // complete lines
};

inline FakeAnswer answerWith(const QJsonObject &object, int status = 200)
{
    return {status, QJsonDocument(object).toJson(QJsonDocument::Compact), {}};
}

class FakeServer : public QObject {
    Q_OBJECT

public:
    std::function<FakeAnswer(const FakeRequest &)> handler;

    // Listens on a free port of loopback; `certificate` null: plain HTTP.
    explicit FakeServer(const QSslCertificate &certificate = QSslCertificate(), const QSslKey &key = {})
    {
        if (certificate.isNull()) {
            m_server = std::make_unique<QTcpServer>();
        } else {
            auto server = std::make_unique<QSslServer>();
            QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
            configuration.setLocalCertificate(certificate);
            configuration.setPrivateKey(key);
            server->setSslConfiguration(configuration);
            m_server = std::move(server);
        }
        m_scheme = certificate.isNull() ? QStringLiteral("http") : QStringLiteral("https");
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &FakeServer::accept);
        if (!m_server->listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    QString url() const { return QStringLiteral("%1://127.0.0.1:%2").arg(m_scheme).arg(m_server->serverPort()); }

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server->nextPendingConnection()) {
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
            read(*socket);
        }
    }
    void read(QTcpSocket &socket)
    {
        QByteArray bytes = socket.property("bytes").toByteArray() + socket.readAll();
        for (;;) {
            const qsizetype end = bytes.indexOf("\r\n\r\n");
            const QList<QByteArray> lines = bytes.left(end).split('\n');
            qsizetype length = 0;
            FakeRequest request;
            for (const QByteArray &line : lines) {
                const QByteArray name = line.left(line.indexOf(':')).toLower();
                const QByteArray value = line.mid(line.indexOf(':') + 1).trimmed();
                if (name == "content-length")
                    length = value.toInt();
                else if (name == "authorization")
                    request.authorization = value;
            }
            if (end < 0 || bytes.size() < end + 4 + length)
                break;
            request.path = lines.first().split(' ').value(1);
            request.body = QJsonDocument::fromJson(bytes.mid(end + 4, length)).object();
            bytes = bytes.mid(end + 4 + length);
            const FakeAnswer answer = handler(request);
            socket.write("HTTP/1.1 " + QByteArray::number(answer.status) + " X\r\nContent-Type: application/json\r\n"
                + answer.headers + "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n"
                + answer.body);
        }
        socket.setProperty("bytes", bytes);
    }

    std::unique_ptr<QTcpServer> m_server;
    QString m_scheme;
};

} // namespace belvedere
