// ServerProcess: the real belvedere-server on a directory of its own, and a blocking client for tests.
#pragma once

#include "support/testdatabase.h"

#include <memory>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>

namespace belvedere::test {

struct HttpReply {
    int status = 0; // 0: no answer came
    QByteArray body;
    QList<QPair<QByteArray, QByteArray>> headers; // names in lower case
    QString failure; // why no answer came

    QByteArray header(QByteArrayView lowerCaseName) const;
    QJsonObject json() const;
    QString code() const; // of a problem document
};

using HttpHeaders = QList<QPair<QByteArray, QByteArray>>;

class ServerProcess {
public:
    static constexpr char adminEmail[] = "admin@example.org";
    static constexpr char adminPassword[] = "correct horse battery";
    static constexpr int patience = 30'000; // milliseconds

    ServerProcess();
    ~ServerProcess(); // kills what still runs

    // Starts it with --data, --bootstrap-admin and `more`, and waits for the ready line; also again after stop() or
    // kill(). False when it ended instead: see exitCode() and errors().
    bool start(const QStringList &more = {});
    // The two halves of it, for servers that start at the same time.
    void begin(const QStringList &more = {});
    bool waitUntilReady();
    // The same through another program, which must end in an exec of the server's command line.
    bool startThrough(const QString &program, const QStringList &arguments, const QStringList &more = {});
    int stop(); // SIGTERM; the exit code, or -1 when it had to be killed
    void kill(); // SIGKILL
    int exitCode() const { return m_process.exitCode(); }
    QString errors() { return QString::fromUtf8(m_process.readAllStandardError()); }
    qint64 pid() const { return m_process.processId(); }

    QString url() const { return m_url; }
    QString fingerprint() const { return m_fingerprint; }
    QString data() const { return m_data; }
    void setData(const QString &directory) { m_data = directory; }
    // The site's database, for a look beside the server. On PostgreSQL each ServerProcess has one of its own, unless it
    // is to serve that of another one, which must outlive it.
    const TestDatabase &database() const { return *m_database; }
    void shareDatabaseOf(const ServerProcess &other) { m_database = other.m_database; }

    // `body` is sent as application/json unless it is null; a POST gets an Idempotency-Key unless one is given.
    HttpReply ask(const QByteArray &method, const QString &path, const QByteArray &token = {},
        const QByteArray &body = {}, const HttpHeaders &headers = {}) const;
    HttpReply get(const QString &path, const QByteArray &token) const { return ask("GET", path, token); }
    HttpReply post(const QString &path, const QByteArray &token, const QJsonObject &body) const;
    HttpReply patch(const QString &path, const QByteArray &token, const QJsonObject &body, int version) const;

    QJsonObject signIn(const QString &email, const QString &password) const;
    QByteArray administrator() const; // a fresh access token
    // Makes an account of that role and signs in.
    QByteArray account(const QByteArray &administrator, const QString &email, const QString &role) const;

private:
    QStringList commandLine(const QStringList &more) const;

    QTemporaryDir m_dir;
    QString m_data;
    std::shared_ptr<TestDatabase> m_database;
    QProcess m_process;
    QString m_url;
    QString m_fingerprint;
};

// An open /api/v1/events stream.
class EventReader {
public:
    EventReader(const ServerProcess &server, const QByteArray &token, const QByteArray &lastEventId = {});
    int status(); // 0 when none came
    // The next event that carries data; both empty when none comes in time.
    struct Event {
        QByteArray id;
        QJsonObject data;
    };
    Event next(int milliseconds = ServerProcess::patience);
    bool waitClosed();

private:
    bool more(int milliseconds);

    QTcpSocket m_socket;
    QByteArray m_in;
};

} // namespace belvedere::test
