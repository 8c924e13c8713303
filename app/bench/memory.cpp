// How much memory a device takes.
#include "bench/benchmarks.h"
#include "bench/fleet.h"
#include "table/linereader.h"

#include <QFile>

#if defined(__GLIBC__)
#include <malloc.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere::bench {

#if defined(__GLIBC__)

namespace {

constexpr int batch = 20'000; // devices that are lines at one time

// The list fields as a plain struct, each device with strings of its own.
struct PlainDevice {
    QString id, name, platform, osName, osVersion, manufacturer, model, serial, formFactor, ownership, management;
    QString person, personName;
    QStringList tags;
    QString compliance;
    std::optional<bool> storageEncrypted, firewallEnabled;
    std::optional<qint64> securityUpdates, storageTotal, storageFree, memory;
    QDateTime enrolled, seen;
    bool simulated = false;
};

PlainDevice plain(const Device &d)
{
    return {d.id.text, d.name, d.platform.token(), d.osName, d.osVersion.text(), d.manufacturer, d.model, d.serial,
        d.formFactor.token(), d.ownership.token(), d.management.token(), d.person.text, d.personName, d.tags,
        d.compliance.token(), d.storageEncrypted, d.firewallEnabled, d.securityUpdates, d.storageTotal, d.storageFree,
        d.memory, d.enrolled, d.seen, d.simulated};
}

struct Memory {
    double heap = 0; // bytes that malloc has given out
    double resident = 0; // bytes of the process that are in memory
};

Memory memoryNow()
{
    malloc_trim(0);
    const auto heap = mallinfo2();
    QFile statm(u"/proc/self/statm"_s);
    qint64 pages = 0;
    if (statm.open(QIODevice::ReadOnly))
        pages = statm.readAll().split(' ').value(1).toLongLong();
    return {double(heap.uordblks) + double(heap.hblkhd), double(pages) * double(sysconf(_SC_PAGESIZE))};
}

} // namespace

std::vector<Figure> measureMemory(int devices)
{
    Memory ours;
    Memory theirs;
    bool isComplete = false;
    {
        Fleet fleet(1);
        fleet.lines(1, 1); // whatever is allocated once
        const Memory before = memoryNow();
        SnapshotBuilder builder(fields<Device>());
        builder.recordChanges(false);
        for (int first = 1; first <= devices; first += batch)
            LineReader(fields<Device>()).read(fleet.lines(first, std::min(batch, devices - first + 1)), builder);
        const SnapshotPointer snapshot = builder.finish();
        isComplete = snapshot->rowCount() == quint32(devices);
        const Memory after = memoryNow();
        ours = {(after.heap - before.heap) / devices, (after.resident - before.resident) / devices};
    }
    {
        Fleet fleet(1);
        const Memory before = memoryNow();
        std::vector<PlainDevice> list;
        list.reserve(size_t(devices));
        for (int number = 1; number <= devices; ++number)
            list.push_back(plain(fleet.device(number)));
        const Memory after = memoryNow();
        theirs = {(after.heap - before.heap) / devices, (after.resident - before.resident) / devices};
    }
    Figure figure{u"memory"_s, devices, 0, 0, u"a vector of structs of QString"_s, 0, {}, theirs.heap / ours.heap};
    figure.more = {{u"bytes_per_device"_s, std::max(ours.heap, ours.resident)},
        {u"rival_bytes_per_device"_s, std::max(theirs.heap, theirs.resident)}, {u"heap_bytes_per_device"_s, ours.heap},
        {u"resident_bytes_per_device"_s, ours.resident}, {u"complete"_s, isComplete}};
    return {figure};
}

#else

std::vector<Figure> measureMemory(int) { return {}; } // needs the counters of the GNU C library

#endif

} // namespace belvedere::bench
