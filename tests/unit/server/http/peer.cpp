// Reading answers strictly, so that wrong framing fails a test.
#include "peer.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslCertificate>

namespace belvedere::http {

using namespace Qt::StringLiterals;

QByteArray Answer::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QString Answer::code() const
{
    if (header("content-type") != "application/problem+json")
        return {};
    const QJsonObject problem = QJsonDocument::fromJson(body).object();
    return problem[u"status"_s].toInt() == status ? problem[u"code"_s].toString() : QString();
}

bool Peer::connectTo(quint16 port)
{
    m_socket.connectToHost(u"127.0.0.1"_s, port);
    return m_socket.waitForConnected(patience);
}

bool Peer::connectTls(quint16 port, const QString &fingerprint)
{
    m_socket.setPeerVerifyMode(QSslSocket::QueryPeer);
    m_socket.connectToHostEncrypted(u"127.0.0.1"_s, port);
    return m_socket.waitForEncrypted(patience)
        && m_socket.peerCertificate().digest(QCryptographicHash::Sha256).toHex() == fingerprint.toLatin1();
}

bool Peer::send(const QByteArray &bytes)
{
    if (m_socket.write(bytes) != bytes.size())
        return false;
    while (m_socket.bytesToWrite() > 0) {
        if (!m_socket.waitForBytesWritten(patience))
            return false;
    }
    return true;
}

bool Peer::more()
{
    if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(patience))
        return false;
    m_in.append(m_socket.readAll());
    return true;
}

bool Peer::readLine(QByteArray &line)
{
    for (;;) {
        const qsizetype end = m_in.indexOf("\r\n");
        if (end >= 0) {
            line = m_in.first(end);
            m_in.remove(0, end + 2);
            return true;
        }
        if (!more())
            return false;
    }
}

bool Peer::readBytes(qsizetype count, QByteArray &to)
{
    while (m_in.size() < count) {
        if (!more())
            return false;
    }
    to.append(m_in.first(count));
    m_in.remove(0, count);
    return true;
}

Answer Peer::read(bool headOnly)
{
    Answer answer;
    QByteArray line;
    if (!readLine(line) || !line.startsWith("HTTP/1.1 "))
        return {};
    answer.status = line.mid(9, 3).toInt();
    while (readLine(line) && !line.isEmpty()) {
        const qsizetype colon = line.indexOf(": ");
        if (colon < 0)
            return {};
        answer.headers.append({line.first(colon).toLower(), line.sliced(colon + 2)});
    }
    if (answer.status == 100)
        return read(headOnly);
    const QByteArray length = answer.header("content-length");
    if (headOnly || answer.status == 204 || answer.status == 304) {
        answer.complete = true;
    } else if (!length.isEmpty()) {
        answer.complete = readBytes(length.toLongLong(), answer.body);
    } else if (answer.header("transfer-encoding") == "chunked") {
        while (readLine(line)) {
            const qsizetype size = line.toLongLong(nullptr, 16);
            if (!readBytes(size, answer.body) || !readLine(line) || !line.isEmpty())
                break;
            answer.complete = size == 0;
            if (answer.complete)
                break;
        }
    } else {
        while (more()) { }
        answer.body = std::exchange(m_in, {});
        answer.complete = m_socket.state() == QAbstractSocket::UnconnectedState;
    }
    return answer;
}

Answer Peer::ask(const QByteArray &bytes) { return send(bytes) ? read() : Answer{}; }

bool Peer::readUntil(const QByteArray &text)
{
    for (;;) {
        const qsizetype at = m_in.indexOf(text);
        if (at >= 0) {
            m_in.remove(0, at + text.size());
            return true;
        }
        if (!more())
            return false;
    }
}

bool Peer::waitClosed()
{
    if (!m_in.isEmpty() || m_socket.bytesAvailable() > 0)
        return false;
    if (m_socket.state() != QAbstractSocket::UnconnectedState)
        m_socket.waitForDisconnected(patience);
    return m_socket.state() == QAbstractSocket::UnconnectedState && m_socket.bytesAvailable() == 0;
}

QByteArray get(const QByteArray &target, const QByteArray &headers)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

QByteArray post(const QByteArray &target, const QByteArray &body)
{
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n\r\n" + body;
}

} // namespace belvedere::http
