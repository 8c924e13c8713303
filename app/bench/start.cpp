// From process start to devices on the screen.
#include "bench/benchmarks.h"
#include "bench/benchserver.h"

#include <chrono>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int rounds = 7;
constexpr int patience = 180'000; // milliseconds
constexpr char siteId[] = "bench";

double now()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A person's folders, in which the window finds its site and keeps its lists.
class Home {
public:
    bool fill(quint16 port)
    {
        const QJsonObject site{{u"id"_s, QLatin1StringView(siteId)}, {u"provider"_s, u"belvedere"_s},
            {u"address"_s, u"http://127.0.0.1:%1"_s.arg(port)}, {u"email"_s, u"bench@example.org"_s},
            {u"name"_s, u"Bench"_s}, {u"remember"_s, true}};
        const QString folder = m_dir.filePath(u"config/belvedere/belvedere"_s);
        QFile file(folder + "/sites.json"_L1);
        return QDir().mkpath(folder) && file.open(QIODevice::WriteOnly)
            && file.write(QJsonDocument(QJsonObject{{u"sites"_s, QJsonArray{site}}}).toJson()) > 0;
    }
    QProcessEnvironment environment() const
    {
        QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
        all.insert(u"HOME"_s, m_dir.path());
        all.insert(u"XDG_CONFIG_HOME"_s, m_dir.filePath(u"config"_s));
        all.insert(u"XDG_CACHE_HOME"_s, m_dir.filePath(u"cache"_s));
        all.insert(u"XDG_DATA_HOME"_s, m_dir.filePath(u"data"_s));
        all.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        return all;
    }
    void forgetLists() { QDir(m_dir.filePath(u"cache"_s)).removeRecursively(); }

private:
    QTemporaryDir m_dir;
};

struct Steps {
    std::vector<double> painted;
    std::vector<double> loaded;
    std::vector<double> blocked; // the GUI thread, after the first rows were painted, at worst
    QJsonObject last; // single steps of the last run
};

// One start; false: it did not get there. Keys change hands: a refresh token is good once.
bool runOnce(const Home &home, int devices, QJsonObject &secrets, Steps &steps)
{
    QProcess process;
    process.setProcessEnvironment(home.environment());
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const double start = now();
    process.start(
        QDir(QCoreApplication::applicationDirPath()).filePath(u"belvedere-bench-start"_s), {QString::number(devices)});
    process.write(QJsonDocument(secrets).toJson(QJsonDocument::Compact) + '\n');
    process.closeWriteChannel();
    if (!process.waitForFinished(patience) || process.exitCode() != 0)
        return false;
    const QJsonObject result = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    secrets = result["secrets"_L1].toObject();
    steps.painted.push_back(result["painted"_L1].toDouble() - start);
    steps.loaded.push_back(result["loaded"_L1].toDouble() - start);
    steps.blocked.push_back(result["gui_block"_L1].toDouble());
    for (const char *step : {"main", "application", "window", "shown", "entered", "place"})
        steps.last.insert(QLatin1StringView(step) + "_ms"_L1, result[QLatin1StringView(step)].toDouble() - start);
    steps.last.insert(u"cpu_ms"_s, result["cpu"_L1].toDouble());
    return true;
}

std::vector<double> askAndParse(const BenchServer &server)
{
    QNetworkAccessManager manager;
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/api/v1/devices/stream"_s.arg(server.port())));
        request.setRawHeader("Authorization", "Bearer " + server.token());
        const std::unique_ptr<QNetworkReply> reply(manager.get(request));
        QEventLoop loop;
        QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        const QByteArray lines = reply->readAll();
        qint64 objects = 0;
        for (qsizetype at = 0; at < lines.size();) {
            const qsizetype end = lines.indexOf('\n', at);
            if (end < 0)
                break;
            objects += QJsonDocument::fromJson(QByteArray::fromRawData(lines.constData() + at, end - at)).isObject();
            at = end + 1;
        }
        times.push_back(objects > 0 ? double(timer.nsecsElapsed()) / 1e6 : 0);
    }
    return times;
}

void add(std::vector<Figure> &figures, const QString &name, int devices, const Steps &steps, double rival)
{
    if (steps.loaded.empty())
        return;
    const QString what = u"asking and QJsonDocument, no window"_s;
    const Times painted = timesOf(steps.painted);
    const Times loaded = timesOf(steps.loaded);
    QJsonObject more = steps.last;
    more.insert(u"gui_block_worst_ms"_s, timesOf(steps.blocked).worst);
    more.insert(u"gui_block_median_ms"_s, timesOf(steps.blocked).median);
    figures.push_back({name + ".painted"_L1, devices, painted.median, painted.worst, what, rival, more, {}});
    figures.push_back({name + ".loaded"_L1, devices, loaded.median, loaded.worst, what, rival, {}, {}});
}

} // namespace

std::vector<Figure> measureStart(int devices)
{
    BenchServer server;
    Home home;
    if (!server.start(devices) || !home.fill(server.port()))
        return {};
    const double rival = timesOf(askAndParse(server)).median;
    QJsonObject secrets{{QLatin1StringView(siteId), QString::fromLatin1(server.refreshToken().toBase64())}};
    std::vector<Figure> figures;
    Steps fromServer;
    for (int round = 0; round < rounds; ++round) {
        home.forgetLists();
        if (!runOnce(home, devices, secrets, fromServer))
            return {};
    }
    add(figures, u"start.server"_s, devices, fromServer, rival);
    Steps kept;
    for (int round = 0; round < rounds && runOnce(home, devices, secrets, kept); ++round) { }
    add(figures, u"start.kept"_s, devices, kept, rival);
    server.stop();
    Steps offline;
    for (int round = 0; round < rounds && runOnce(home, devices, secrets, offline); ++round) { }
    add(figures, u"start.offline"_s, devices, offline, rival);
    return figures;
}

} // namespace belvedere::bench
