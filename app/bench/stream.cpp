// How fast the server sends all devices.
#include "bench/benchmarks.h"
#include "bench/benchserver.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpSocket>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int rounds = 5;
constexpr int patience = 60'000; // milliseconds without a byte
constexpr qsizetype endSize = 256; // bytes of an answer's end that are looked at

struct Received {
    qint64 bytes = 0;
    bool isComplete = false;
};

// Throws away what it reads, so that only the server is measured.
Received receive(const BenchServer &server, int devices)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, server.port());
    socket.write("GET /api/v1/devices/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer "
        + server.token() + "\r\n\r\n");
    Received received;
    QByteArray end;
    while (socket.bytesAvailable() > 0 || socket.waitForReadyRead(patience)) {
        const QByteArray part = socket.readAll();
        received.bytes += part.size();
        end += part;
        end = end.last(std::min(endSize, end.size()));
    }
    const QByteArray total = "\"total\":" + QByteArray::number(devices);
    received.isComplete = end.contains(total);
    return received;
}

// Bytes of all lines in the server's database.
qint64 readLines(const QString &file)
{
    qint64 bytes = 0;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"stream"_s);
        database.setDatabaseName(file);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        database.open();
        QSqlQuery rows(database);
        rows.setForwardOnly(true);
        rows.exec(u"SELECT line FROM devices"_s);
        while (rows.next())
            bytes += rows.value(0).toString().toUtf8().size();
    }
    QSqlDatabase::removeDatabase(u"stream"_s);
    return bytes;
}

} // namespace

std::vector<Figure> measureStream(int devices)
{
    BenchServer server;
    const Result<Done> started = server.start(devices);
    if (!started) {
        qCritical("%s", qPrintable(started.error().detail));
        return {};
    }
    std::vector<double> ours;
    std::vector<double> theirs;
    qint64 bytes = 0;
    bool isComplete = true;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        const Received received = receive(server, devices);
        ours.push_back(double(timer.nsecsElapsed()) / 1e6);
        bytes = received.bytes;
        timer.start();
        isComplete = isComplete && received.isComplete && readLines(server.database()) > 0;
        theirs.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    const Times our = timesOf(ours);
    const Times their = timesOf(theirs);
    Figure figure{u"stream"_s, devices, our.median, our.worst, u"the same lines out of the database, not sent"_s,
        their.median, {}, {}};
    figure.more = {{u"mb_per_s"_s, double(bytes) / 1e3 / our.median}, {u"complete"_s, isComplete}};
    return {figure};
}

} // namespace belvedere::bench
