// A client that sends exactly the bytes it is told to, and reads answers as they are framed.
#pragma once

#include "server/http/message.h"

#include <QSslSocket>

namespace belvedere::http {

struct Answer {
    int status = 0; // 0: no complete answer came
    Headers headers; // names in lower case
    QByteArray body; // decoded when chunked
    bool complete = false; // ended as its framing promised
    QByteArray header(QByteArrayView name) const;
    QString code() const; // of a problem document
};

class Peer {
public:
    static constexpr int patience = 10'000; // milliseconds

    bool connectTo(quint16 port);
    bool connectTls(quint16 port, const QString &fingerprint); // false when the certificate is another one
    bool send(const QByteArray &bytes);
    Answer read(bool headOnly = false); // the next answer, interim ones left out
    Answer ask(const QByteArray &bytes);
    bool readUntil(const QByteArray &text); // until what has come and was not read yet contains it
    bool waitClosed(); // true when the server closes without another byte
    QSslSocket &socket() { return m_socket; }

private:
    bool more();
    bool readLine(QByteArray &line);
    bool readBytes(qsizetype count, QByteArray &to);

    QSslSocket m_socket;
    QByteArray m_in;
};

QByteArray get(const QByteArray &target, const QByteArray &headers = {});
QByteArray post(const QByteArray &target, const QByteArray &body);

} // namespace belvedere::http
