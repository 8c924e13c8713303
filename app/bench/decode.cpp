// How fast lines of JSON become columns.
#include "bench/benchmarks.h"
#include "bench/fleet.h"
#include "table/linereader.h"

#include <QElapsedTimer>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int rounds = 5;

template<class Work> std::vector<double> timed(const Work &work)
{
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        work();
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    return times;
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
    qint64 rows = 0;
    const Times ours = timesOf(timed([&] {
        SnapshotBuilder builder(fields<Device>());
        builder.recordChanges(false);
        LineReader(fields<Device>()).read(lines, builder);
        rows += builder.finish()->rowCount();
    }));
    qint64 objects = 0;
    const Times theirs = timesOf(timed([&] { objects += parseWithQt(lines); }));
    Figure figure{u"decode"_s, devices, ours.median, ours.worst, u"QJsonDocument, parsing alone"_s, theirs.median, {}};
    figure.more = {{u"mb_per_s"_s, megabytesPerSecond(ours.median)},
        {u"rival_mb_per_s"_s, megabytesPerSecond(theirs.median)}, {u"bytes_per_line"_s, double(lines.size()) / devices},
        {u"complete"_s, rows == qint64(devices) * rounds && objects == qint64(devices + 1) * rounds}};
    return {figure};
}

} // namespace belvedere::bench
