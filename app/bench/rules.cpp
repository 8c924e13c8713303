// How long a hundred compliance rules over all devices take.
#include "bench/benchmarks.h"
#include "bench/fleet.h"
#include "bench/rulesrival.h"
#include "compliance/rulecolumns.h"
#include "table/linereader.h"

#include <atomic>
#include <QElapsedTimer>
#include <QThread>
#include <thread>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int batch = 20'000; // devices that are lines at one time
constexpr int rounds = 5;
constexpr int manyDevices = 200'000; // the rival is asked once

double milliseconds(const QElapsedTimer &timer) { return double(timer.nsecsElapsed()) / 1e6; }

// What the agent reports is as old as its last report.
FactColumns factsOf(const Snapshot &snapshot)
{
    FactColumns times;
    times.lanes.push_back(std::get<Lane<qint64>>(snapshot.column(snapshot.columnOf(u"seen")).lane));
    times.laneOf.assign(snapshot.fields().size(), -1);
    for (const char *name : {"os.version", "manufacturer", "model", "storage.encrypted", "firewall.enabled",
             "updates.security", "storage.total", "storage.free", "memory"})
        times.laneOf[size_t(snapshot.columnOf(QString::fromLatin1(name)))] = 0;
    return times;
}

// All states, rule by rule.
std::vector<std::vector<RuleState>> statesOf(const std::vector<CompiledRule> &rules, const SnapshotPointer &snapshot)
{
    const RuleColumns columns(rules, snapshot, factsOf(*snapshot));
    std::vector<std::vector<RuleState>> result(
        rules.size(), std::vector<RuleState>(columns.blockCount() * size_t(blockRows)));
    // Blocks in turn among as many threads as there are cores.
    std::atomic<size_t> next = 0;
    const auto work = [&] {
        RuleColumns::Sheet sheet;
        for (size_t block = next++; block < columns.blockCount(); block = next++) {
            columns.evaluate(block, sheet);
            for (size_t rule = 0; rule < rules.size(); ++rule)
                std::copy(sheet.states[rule].begin(), sheet.states[rule].end(),
                    result[rule].begin() + ptrdiff_t(block * blockRows));
        }
    };
    std::vector<std::thread> threads;
    for (int i = 1; i < QThread::idealThreadCount(); ++i)
        threads.emplace_back(work);
    work();
    for (std::thread &thread : threads)
        thread.join();
    return result;
}

// In how many places the two differ.
qint64 differences(const std::vector<std::vector<RuleState>> &ours, const std::vector<quint64> &theirs, quint32 rows)
{
    static constexpr RuleState meant[] = {RuleState::NotApplicable, RuleState::Pass, RuleState::Undetermined,
        RuleState::Error, RuleState::Fail, RuleState::Unknown, RuleState::Unknown, RuleState::Unknown};
    const size_t numbers = (ours.size() + RulesRival::packed - 1) / RulesRival::packed;
    if (theirs.size() != numbers * rows)
        return -1;
    qint64 count = 0;
    for (size_t rule = 0; rule < ours.size(); ++rule) {
        const size_t shift = 3 * (rule % RulesRival::packed);
        for (size_t row = 0; row < rows; ++row)
            count += ours[rule][row] != meant[theirs[row * numbers + rule / RulesRival::packed] >> shift & 7U];
    }
    return count;
}

} // namespace

std::vector<Figure> measureRules(int devices)
{
    SnapshotBuilder builder(fields<Device>());
    builder.recordChanges(false);
    Fleet fleet(1);
    for (int first = 1; first <= devices; first += batch)
        LineReader(fields<Device>()).read(fleet.lines(first, std::min(batch, devices - first + 1)), builder);
    const SnapshotPointer snapshot = builder.finish();
    const QDateTime now(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    const std::vector<TwofoldRule> twofold = hundredRules(now.toMSecsSinceEpoch());
    std::vector<CompiledRule> rules;
    for (const TwofoldRule &one : twofold) {
        ComplianceRule rule;
        rule.check = one.check;
        rule.platforms = one.platforms;
        const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
        if (!compiled)
            return {};
        rules.push_back(compiled.value());
    }
    RulesRival rival(*snapshot, twofold);
    if (!rival.isReady())
        return {};
    std::vector<double> our;
    std::vector<double> their;
    std::vector<std::vector<RuleState>> states;
    std::vector<quint64> rivalStates;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        states = statesOf(rules, snapshot);
        our.push_back(milliseconds(timer));
        if (round > 0 && devices > manyDevices)
            continue;
        timer.start();
        rivalStates = rival.states();
        their.push_back(milliseconds(timer));
    }
    const Times ours = timesOf(our);
    const Times theirs = timesOf(their);
    Figure figure{u"rules"_s, devices, ours.median, ours.worst,
        u"one SQLite statement in memory for all states, twenty to a number"_s, theirs.median, {}, {}};
    figure.more = {{u"rules"_s, qint64(rules.size())},
        {u"complete"_s, differences(states, rivalStates, snapshot->rowCount()) == 0},
        {u"states_per_us"_s, double(rules.size()) * devices / (ours.median * 1e3)}};
    return {figure};
}

} // namespace belvedere::bench
