// How fast lines of JSON become columns.
#include "bench/benchmarks.h"
#include "bench/fleet.h"
#include "bench/simdjsonrival.h"
#include "table/linereader.h"

#include <QElapsedTimer>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int rounds = 9;

template<class Work> double timed(const Work &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

qint64 parseWithQt(const QByteArray &lines)
{
    qint64 objects = 0;
    for (qsizetype at = 0; at < lines.size();) {
        const qsizetype end = lines.indexOf('\n', at);
        objects += QJsonDocument::fromJson(QByteArray::fromRawData(lines.constData() + at, end - at)).isObject();
        at = end + 1;
    }
    return objects;
}

} // namespace

std::vector<Figure> measureDecode(int devices)
{
    const QByteArray lines = Fleet(1).lines(devices);
    const auto megabytesPerSecond = [&lines](double milliseconds) {
        return double(lines.size()) / 1e6 / (milliseconds / 1e3);
    };
    // One round of each after the other, so that a busy moment of the machine meets all three.
    std::vector<double> our;
    std::vector<double> bare;
    std::vector<double> qt;
    bool isComplete = true;
    for (int round = 0; round < rounds; ++round) {
        our.push_back(timed([&] {
            SnapshotBuilder builder(fields<Device>());
            builder.recordChanges(false);
            const LineReport report = LineReader(fields<Device>()).read(lines, builder);
            isComplete &= report.isComplete() && builder.finish()->rowCount() == quint32(devices);
        }));
        bare.push_back(timed([&] { isComplete &= readWithSimdjson(lines, fields<Device>()).rows == devices; }));
        qt.push_back(timed([&] { isComplete &= parseWithQt(lines) == devices + 1; }));
    }
    const Times ours = timesOf(our);
    const Times simdjson = timesOf(bare);
    const Times document = timesOf(qt);
    Figure figure{
        u"decode"_s, devices, ours.median, ours.worst, u"QJsonDocument, parsing alone"_s, document.median, {}, {}};
    figure.more = {{u"mb_per_s"_s, megabytesPerSecond(ours.median)},
        {u"rival_mb_per_s"_s, megabytesPerSecond(document.median)},
        {u"bytes_per_line"_s, double(lines.size()) / devices}, {u"complete"_s, isComplete}};
    Figure beside{u"decode.simdjson"_s, devices, ours.median, ours.worst,
        u"simdjson On-Demand, reading the same fields and keeping nothing"_s, simdjson.median, {}, {}};
    beside.more = {{u"mb_per_s"_s, megabytesPerSecond(ours.median)},
        {u"rival_mb_per_s"_s, megabytesPerSecond(simdjson.median)},
        {u"rival_implementation"_s, simdjsonImplementation()}};
    return {figure, beside};
}

} // namespace belvedere::bench
