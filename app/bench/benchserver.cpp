// Starting the server and talking to it without any of our client in between.
#include "bench/benchserver.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int patience = 600'000; // milliseconds; a million devices take their time
constexpr int answerPatience = 30'000;
constexpr char email[] = "bench@example.org";

ApiError failed(const QString &detail)
{
    ApiError error;
    error.code = u"bench.server"_s;
    error.detail = detail;
    return error;
}

} // namespace

Result<Done> BenchServer::start(int devices)
{
    QFile password(m_dir.filePath(u"password"_s));
    if (!password.open(QIODevice::WriteOnly))
        return failed(password.errorString());
    password.write(QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    password.close();
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QDir(QCoreApplication::applicationDirPath()).filePath(u"belvedere-server"_s),
        {u"--data"_s, m_dir.filePath(u"data"_s), u"--listen"_s, u"127.0.0.1:0"_s, u"--seed-demo"_s,
            QString::number(devices), u"--bootstrap-admin"_s, QString::fromLatin1(email),
            u"--bootstrap-password-file"_s, password.fileName()});
    QElapsedTimer timer;
    timer.start();
    while (!m_process.canReadLine()) {
        const int left = patience - int(timer.elapsed());
        if (left <= 0 || (!m_process.waitForReadyRead(left) && m_process.state() == QProcess::NotRunning))
            return failed(u"belvedere-server did not start."_s);
    }
    const QJsonObject ready = QJsonDocument::fromJson(m_process.readLine()).object();
    m_port = quint16(QUrl(ready["url"_L1].toString()).port(0));
    return signIn();
}

Result<Done> BenchServer::signIn()
{
    QFile password(m_dir.filePath(u"password"_s));
    if (!password.open(QIODevice::ReadOnly))
        return failed(password.errorString());
    const QJsonObject credentials{
        {u"email"_s, QString::fromLatin1(email)}, {u"password"_s, QString::fromLatin1(password.readAll())}};
    BenchConnection connection(m_port);
    const QByteArray answer =
        connection.ask("POST", "/api/v1/session", {}, QJsonDocument(credentials).toJson(QJsonDocument::Compact));
    const QJsonObject session = QJsonDocument::fromJson(answer).object();
    m_token = session["access_token"_L1].toString().toLatin1();
    m_refreshToken = session["refresh_token"_L1].toString().toLatin1();
    return m_token.isEmpty() ? Result<Done>(failed(u"Signing in failed."_s)) : Result<Done>(Done{});
}

BenchServer::~BenchServer() { stop(); }

void BenchServer::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(answerPatience))
        m_process.kill();
}

double BenchServer::processorSeconds() const
{
    QFile file(u"/proc/%1/stat"_s.arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    const QList<QByteArray> values = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype userTime = 11; // counted behind the name
    constexpr double ticksPerSecond = 100; // what the kernel tells programs, whatever it counts in
    return (values.value(userTime).toDouble() + values.value(userTime + 1).toDouble()) / ticksPerSecond;
}

BenchConnection::BenchConnection(quint16 port)
    : m_socket(std::make_unique<QTcpSocket>())
{
    m_socket->connectToHost(u"127.0.0.1"_s, port);
    m_socket->waitForConnected(answerPatience);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

BenchConnection::~BenchConnection() = default;

QByteArray BenchConnection::ask(
    const QByteArray &method, const QByteArray &path, const QByteArray &token, const QByteArray &body)
{
    QByteArray request = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (!token.isEmpty())
        request += "Authorization: Bearer " + token + "\r\n";
    if (method == "POST")
        request += "Idempotency-Key: " + QUuid::createUuid().toByteArray(QUuid::WithoutBraces) + "\r\n";
    if (!body.isEmpty())
        request += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    m_socket->write(request + "\r\n" + body);
    m_sent += body.size();
    QByteArray in;
    qsizetype whole = -1; // head and body; answers of this size have a length
    while (whole < 0 || in.size() < whole) {
        if (m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(answerPatience))
            return {};
        in += m_socket->readAll();
        const qsizetype end = in.indexOf("\r\n\r\n");
        if (whole < 0 && end >= 0) {
            const QByteArray head = in.first(end).toLower();
            const qsizetype at = head.indexOf("content-length:");
            if (at < 0)
                return {};
            whole = end + 4
                + head.mid(at + 15, head.indexOf('\r', at) < 0 ? -1 : head.indexOf('\r', at) - at - 15)
                      .trimmed()
                      .toLongLong();
        }
    }
    return in.startsWith("HTTP/1.1 200") ? in.sliced(in.indexOf("\r\n\r\n") + 4) : QByteArray();
}

} // namespace belvedere::bench
