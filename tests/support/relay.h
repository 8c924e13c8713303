// Relay: the network between a client and a server on loopback, which a test cuts and heals.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>

namespace belvedere::test {

class Relay final : public QTcpServer {
    Q_OBJECT
public:
    // Passes everything on to that port of this computer until told otherwise.
    explicit Relay(quint16 target);
    QString url() const;

    // Breaks all connections and refuses new ones.
    void cut();
    // As soon as a request holds `text`, and this many bytes of its answer have passed: 0 before the server sees it.
    void cutAt(const QByteArray &text, qint64 answered = 0);
    void heal();
    bool isCut() const { return m_isCut; }

private:
    struct Line {
        QTcpSocket *server;
        bool isWatched = false;
        qint64 answered = 0;
    };
    void accept();
    void onRequest(QTcpSocket *client);
    void onAnswer(QTcpSocket *client);

    quint16 m_target;
    QByteArray m_text;
    qint64 m_answered = 0;
    bool m_isCut = false;
    QHash<QTcpSocket *, Line> m_lines; // by the client's end
};

} // namespace belvedere::test
