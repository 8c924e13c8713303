// Facts about storage: the file systems on the computer's own disks and how full they are.
#include "agent/facts/collectors.h"

#include <array>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int maximumMounts = 4'096;

// The kernel writes blanks and backslashes in paths as \040 and so on.
QString unescaped(const QByteArray &text)
{
    QByteArray plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        bool ok = false;
        const int code = text[i] == '\\' ? text.mid(i + 1, 3).toInt(&ok, 8) : 0;
        plain += ok ? char(code) : text[i];
        i += ok ? 3 : 0;
    }
    return QString::fromUtf8(plain);
}

bool isDiskType(const QByteArray &type)
{
    static constexpr std::array types = {"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "reiserfs", "zfs",
        "bcachefs", "vfat", "exfat", "ntfs", "ntfs3", "nilfs2"};
    return std::any_of(types.begin(), types.end(), [&type](const char *known) { return type == known; });
}

} // namespace

QList<Volume> realVolumes(const FactSource &source)
{
    QList<Volume> volumes;
    std::optional<Volume> overlayRoot;
    const QByteArray mounts = source.read(u"/proc/self/mounts"_s).value_or(QByteArray());
    const QList<QByteArray> lines = mounts.split('\n');
    for (const QByteArray &line : lines.first(qMin(lines.size(), qsizetype(maximumMounts)))) {
        const QList<QByteArray> parts = line.split(' ');
        if (parts.size() < 4)
            continue;
        const Volume volume{unescaped(parts[0]), unescaped(parts[1]), QString::fromLatin1(parts[2])};
        if (volume.mountPoint == "/"_L1 && !isDiskType(parts[2]))
            overlayRoot = volume; // a container, or a live system
        if (!isDiskType(parts[2]) || volume.device.startsWith("/dev/loop"_L1))
            continue;
        const auto same = std::find_if(
            volumes.begin(), volumes.end(), [&volume](const Volume &v) { return v.device == volume.device; });
        if (volume.mountPoint == "/"_L1) {
            if (same != volumes.end())
                volumes.erase(same);
            volumes.prepend(volume);
        } else if (same == volumes.end()) {
            volumes.append(volume);
        }
    }
    if (volumes.isEmpty() && overlayRoot)
        volumes.append(*overlayRoot);
    return volumes;
}

void collectStorage(const FactSource &source, Device &device)
{
    qint64 total = 0;
    qint64 free = 0;
    QList<Volume> volumes = realVolumes(source);
    if (volumes.isEmpty())
        volumes.append({{}, u"/"_s, {}}); // a root that was changed into is no mount of its own, and yet on a disk
    for (const Volume &volume : std::as_const(volumes)) {
        const auto size = source.volumeSize ? source.volumeSize(volume.mountPoint) : std::nullopt;
        if (size && size->total > 0) {
            total += size->total;
            free += qBound(qint64(0), size->free, size->total);
        }
    }
    if (total == 0)
        return;
    device.storageTotal = total;
    const qint64 step = qMax(qint64(1), total / 100); // so that not every check-in has a new value
    device.storageFree = free / step * step;
}

} // namespace belvedere
