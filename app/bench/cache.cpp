// How fast kept devices are there again, all of them searchable.
#include "base/digest.h"
#include "bench/benchmarks.h"
#include "bench/fleet.h"
#include "sites/seal.h"
#include "table/linereader.h"
#include "table/snapshotfile.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int rounds = 9;

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

SnapshotPointer decoded(const QByteArray &lines)
{
    SnapshotBuilder builder(fields<Device>());
    builder.recordChanges(false);
    LineReader(fields<Device>()).read(lines, builder);
    return builder.finish();
}

} // namespace

std::vector<Figure> measureCache(int devices)
{
    const QTemporaryDir dir;
    const QByteArray lines = Fleet(1).lines(devices);
    const KeptSnapshot kept{decoded(lines), u"1"_s, QDateTime::currentDateTimeUtc()};
    const Secret key(randomBytes(sealKeySize));
    const SealPurpose purpose{u"bench"_s, u"http://127.0.0.1"_s, u"bench"_s, u"device"_s};
    const QString path = dir.filePath(u"device"_s);
    bool isComplete = true;
    const Times writing = timesOf(timed([&] {
        QFile target(path);
        if (!target.open(QIODevice::WriteOnly)) {
            isComplete = false;
            return;
        }
        SealWriter sealed(target, key, purpose);
        isComplete &= writeSnapshot(kept, sealed) && sealed.finish();
    }));
    const Times ours = timesOf(timed([&] {
        QFile file(path);
        isComplete &= file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        SealReader reader(file, key, purpose);
        const Result<KeptSnapshot> read = readSnapshot(fields<Device>(), reader);
        isComplete &= read && read.value().snapshot->rowCount() == quint32(devices);
    }));
    const Times theirs = timesOf(timed([&] { isComplete &= decoded(lines)->rowCount() == quint32(devices); }));
    Figure figure{u"cache"_s, devices, ours.median, ours.worst, u"the same from lines of JSON, in memory already"_s,
        theirs.median, {}, {}};
    figure.more = {{u"write_ms"_s, writing.median}, {u"bytes_per_device"_s, double(QFileInfo(path).size()) / devices},
        {u"complete"_s, isComplete}};
    return {figure};
}

} // namespace belvedere::bench
