// Running the server and talking to it.
#include "support/serverprocess.h"
#include "support/places.h"

#include <csignal>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace belvedere::test {

QByteArray HttpReply::header(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerCaseName)
            return value;
    }
    return {};
}

QJsonObject HttpReply::json() const { return QJsonDocument::fromJson(body).object(); }

QString HttpReply::code() const { return json()["code"_L1].toString(); }

ServerProcess::ServerProcess()
    : m_data(m_dir.filePath(u"site"_s))
    , m_database(std::make_shared<TestDatabase>(QString(m_data + u"/site.db"_s)))
{
    QFile password(m_dir.filePath(u"password"_s));
    if (password.open(QIODevice::WriteOnly))
        password.write(QByteArray(adminPassword) + '\n');
}

ServerProcess::~ServerProcess() { kill(); }

bool ServerProcess::start(const QStringList &more)
{
    begin(more);
    return waitUntilReady();
}

void ServerProcess::begin(const QStringList &more)
{
    QStringList line = commandLine(more);
    const QString program = line.takeFirst();
    m_process.start(program, line);
}

bool ServerProcess::startThrough(const QString &program, const QStringList &arguments, const QStringList &more)
{
    m_process.start(program, arguments + commandLine(more));
    return waitUntilReady();
}

QStringList ServerProcess::commandLine(const QStringList &more) const
{
    QStringList line{programPath(u"belvedere-server"), u"--data"_s, m_data, u"--bootstrap-admin"_s,
        QString::fromLatin1(adminEmail), u"--bootstrap-password-file"_s, m_dir.filePath(u"password"_s)};
    if (TestDatabase::isPostgres())
        line << u"--database"_s << m_database->place();
    return line + more;
}

bool ServerProcess::waitUntilReady()
{
    QElapsedTimer timer;
    timer.start();
    while (!m_process.canReadLine()) {
        const int left = patience - int(timer.elapsed());
        if (left <= 0 || (!m_process.waitForReadyRead(left) && m_process.state() == QProcess::NotRunning))
            return false;
    }
    const QJsonObject ready = QJsonDocument::fromJson(m_process.readLine()).object();
    m_url = ready["url"_L1].toString();
    m_fingerprint = ready["fingerprint"_L1].toString();
    return ready["ready"_L1].toBool();
}

int ServerProcess::stop()
{
    m_process.terminate();
    if (!m_process.waitForFinished(patience)) {
        kill();
        return -1;
    }
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

void ServerProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(patience);
}

HttpReply ServerProcess::ask(const QByteArray &method, const QString &path, const QByteArray &token,
    const QByteArray &body, const HttpHeaders &headers) const
{
    QNetworkRequest request(QUrl::fromEncoded((m_url + path).toUtf8()));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token);
    if (!body.isNull() || method == "POST" || method == "PATCH")
        request.setRawHeader("Content-Type", "application/json");
    if (method == "POST")
        request.setRawHeader("Idempotency-Key", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    QSslConfiguration tls = request.sslConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyNone); // the fingerprint is compared by the test that uses TLS
    request.setSslConfiguration(tls);
    QNetworkAccessManager manager; // its own connection each time, so that no test leans on another's
    const std::unique_ptr<QNetworkReply> reply(manager.sendCustomRequest(request, method, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    HttpReply answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.body = reply->readAll();
    for (const auto &[name, value] : reply->rawHeaderPairs())
        answer.headers.append({name.toLower(), value});
    if (answer.status == 0)
        answer.failure = reply->errorString();
    return answer;
}

HttpReply ServerProcess::post(const QString &path, const QByteArray &token, const QJsonObject &body) const
{
    return ask("POST", path, token, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

HttpReply ServerProcess::patch(const QString &path, const QByteArray &token, const QJsonObject &body, int version) const
{
    return ask("PATCH", path, token, QJsonDocument(body).toJson(QJsonDocument::Compact),
        {{"If-Match", '"' + QByteArray::number(version) + '"'}});
}

QJsonObject ServerProcess::signIn(const QString &email, const QString &password) const
{
    return post(u"/api/v1/session"_s, {}, {{u"email"_s, email}, {u"password"_s, password}}).json();
}

QByteArray ServerProcess::administrator() const
{
    return signIn(QString::fromLatin1(adminEmail), QString::fromLatin1(adminPassword))["access_token"_L1]
        .toString()
        .toLatin1();
}

QByteArray ServerProcess::account(const QByteArray &administrator, const QString &email, const QString &role) const
{
    const QString password = u"a password for tests"_s;
    post(u"/api/v1/accounts"_s, administrator,
        {{u"email"_s, email}, {u"name"_s, role}, {u"role"_s, role}, {u"password"_s, password}});
    return signIn(email, password)["access_token"_L1].toString().toLatin1();
}

EventReader::EventReader(const ServerProcess &server, const QByteArray &token, const QByteArray &lastEventId)
{
    const QUrl url(server.url());
    m_socket.connectToHost(url.host(), quint16(url.port()));
    m_socket.waitForConnected(ServerProcess::patience);
    m_socket.write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
        + (lastEventId.isEmpty() ? QByteArray() : QByteArray("Last-Event-ID: " + lastEventId + "\r\n")) + "\r\n");
}

bool EventReader::more(int milliseconds)
{
    if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(milliseconds))
        return false;
    m_in += m_socket.readAll();
    return true;
}

int EventReader::status()
{
    while (!m_in.contains("\r\n\r\n")) {
        if (!more(ServerProcess::patience))
            return 0;
    }
    const int status = m_in.mid(9, 3).toInt();
    m_in.remove(0, m_in.indexOf("\r\n\r\n") + 4);
    return status;
}

EventReader::Event EventReader::next(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        // chunk sizes stand on lines of their own between the events and are skipped with everything unknown
        const qsizetype end = m_in.indexOf("\n\n");
        if (end < 0) {
            const int left = milliseconds - int(timer.elapsed());
            if (left <= 0 || !more(left))
                return {};
            continue;
        }
        const QByteArray block = m_in.first(end);
        m_in.remove(0, end + 2);
        Event event;
        for (const QByteArray &line : block.split('\n')) {
            if (line.startsWith("id: "))
                event.id = line.sliced(4).trimmed();
            else if (line.startsWith("data: "))
                event.data = QJsonDocument::fromJson(line.sliced(6)).object();
        }
        if (!event.data.isEmpty())
            return event;
    }
}

bool EventReader::waitClosed()
{
    QElapsedTimer timer;
    timer.start();
    while (m_socket.state() == QAbstractSocket::ConnectedState) {
        // a stream ends by its last chunk; the connection may stay open for the next request
        if (m_in.contains("\r\n0\r\n\r\n") || m_in == "0\r\n\r\n")
            return true;
        const int left = ServerProcess::patience - int(timer.elapsed());
        if (left <= 0)
            return false;
        more(left);
    }
    return true;
}

} // namespace belvedere::test
