// BenchServer: the real belvedere-server on a directory of its own, filled with a demo fleet.
#pragma once

#include "base/result.h"

#include <memory>
#include <QProcess>
#include <QTemporaryDir>

class QTcpSocket;

namespace belvedere::bench {

class BenchServer {
public:
    // Starts the server that lies beside this program; blocks until it serves. Errors "bench.server".
    Result<Done> start(int devices);
    ~BenchServer(); // stops it

    quint16 port() const { return m_port; }
    QByteArray token() const { return m_token; } // an administrator's access token
    QByteArray refreshToken() const { return m_refreshToken; }
    void stop();
    // Processor time that it has used, of all threads; 0 where the system does not tell.
    double processorSeconds() const;
    QString database() const { return m_dir.filePath(QStringLiteral("data/site.db")); }

private:
    Result<Done> signIn();

    QTemporaryDir m_dir;
    QProcess m_process;
    quint16 m_port = 0;
    QByteArray m_token;
    QByteArray m_refreshToken;
};

// One keep-alive connection to it; blocks.
class BenchConnection {
public:
    explicit BenchConnection(quint16 port);
    ~BenchConnection();
    BenchConnection(const BenchConnection &) = delete;
    BenchConnection &operator=(const BenchConnection &) = delete;
    // The body of a 200; empty for anything else.
    QByteArray ask(
        const QByteArray &method, const QByteArray &path, const QByteArray &token, const QByteArray &body = {});
    qint64 sent() const { return m_sent; } // bytes of bodies

private:
    std::unique_ptr<QTcpSocket> m_socket;
    qint64 m_sent = 0;
};

} // namespace belvedere::bench
