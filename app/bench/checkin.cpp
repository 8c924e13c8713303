// How many check-ins a second the server takes, each answered after its commit is on the disk.
#include "bench/agents.h"
#include "bench/benchmarks.h"
#include "bench/commitrival.h"

#include <atomic>
#include <functional>
#include <QElapsedTimer>
#include <span>
#include <thread>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int connections = 32;
constexpr int agentsEach = 8;
constexpr int seconds = 5;

struct Phase {
    QString name;
    bool isOnce; // each agent does it a single time
    std::function<bool(Agent &, BenchConnection &, int round)> call; // false: refused
};

struct Called {
    std::vector<double> times; // milliseconds
    qint64 sent = 0; // bytes
    bool complete = true;
};

Called callRepeatedly(const BenchServer &server, std::span<Agent> agents, const Phase &phase)
{
    Called called;
    BenchConnection connection(server.port());
    QElapsedTimer whole;
    whole.start();
    const auto isOver = [&](int round) { return phase.isOnce ? round > 0 : whole.elapsed() >= seconds * 1'000; };
    for (int round = 0; called.complete && !isOver(round); ++round) {
        for (Agent &agent : agents) {
            if (isOver(round))
                break;
            QElapsedTimer timer;
            timer.start();
            called.complete = phase.call(agent, connection, round) && called.complete;
            called.times.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
    }
    called.sent = connection.sent();
    return called;
}

Figure measure(const BenchServer &server, std::vector<Agent> &agents, const Phase &phase, int devices)
{
    std::vector<Called> called(connections);
    std::vector<std::thread> threads;
    const double processorBefore = server.processorSeconds();
    QElapsedTimer whole;
    whole.start();
    for (size_t i = 0; i < called.size(); ++i) {
        threads.emplace_back([&, i] {
            called[i] = callRepeatedly(server, std::span(agents).subspan(i * agentsEach, agentsEach), phase);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const double spent = double(whole.nsecsElapsed()) / 1e9;
    const double processor = server.processorSeconds() - processorBefore;
    std::vector<double> all;
    bool complete = true;
    qint64 sent = 0;
    for (const Called &one : called) {
        all.insert(all.end(), one.times.begin(), one.times.end());
        sent += one.sent;
        complete = complete && one.complete;
    }
    Figure figure{phase.name, devices, 0, 0, u"as many bytes into a bare SQLite file, a commit each"_s, 0, {}, {}};
    if (all.empty())
        return figure;
    const double perSecond = double(all.size()) / spent;
    const double rivalPerSecond = commitsPerSecond(sent / qint64(all.size()));
    figure.rivalMedian = rivalPerSecond > 0 ? 1e3 / rivalPerSecond : 0;
    figure.advantage = rivalPerSecond > 0 ? perSecond / rivalPerSecond : 0;
    std::sort(all.begin(), all.end());
    figure.median = timesOf(all).median;
    figure.worst = all.back();
    figure.more = {{u"checkins_per_s"_s, perSecond}, {u"rival_per_s"_s, rivalPerSecond},
        {u"bytes_each"_s, sent / qint64(all.size())}, {u"p99_ms"_s, all[size_t(double(all.size()) * 0.99)]},
        {u"server_cpu_ms_each"_s, processor * 1'000 / double(all.size())}, {u"connections"_s, connections},
        {u"complete"_s, complete}};
    return figure;
}

} // namespace

std::vector<Figure> measureCheckIn(int devices)
{
    BenchServer server;
    const Result<Done> started = server.start(devices);
    const Result<std::vector<Agent>> enrolled =
        started ? enrolAgents(server, connections * agentsEach) : Result<std::vector<Agent>>(started.error());
    if (!enrolled) {
        qCritical("%s", qPrintable(enrolled.error().detail));
        return {};
    }
    std::vector<Agent> agents = enrolled.value();
    const Phase phases[] = {
        {u"checkin, first full inventory"_s, true,
            [](Agent &agent, BenchConnection &connection, int) { return agent.sendInventory(connection); }},
        {u"checkin, nothing changed"_s, false,
            [](Agent &agent, BenchConnection &connection, int) { return agent.sendNothing(connection); }},
        {u"checkin, one section"_s, false,
            [](Agent &agent, BenchConnection &connection, int round) {
                return agent.sendInterfaces(connection, round);
            }},
        {u"checkin, FusionInventory XML"_s, false,
            [](Agent &agent, BenchConnection &connection, int round) { return agent.sendXml(connection, round); }},
    };
    std::vector<Figure> figures;
    for (const Phase &phase : phases)
        figures.push_back(measure(server, agents, phase, devices));
    return figures;
}

} // namespace belvedere::bench
