// Whether the disks are encrypted, from the stack of block devices below each file system.
#include "agent/facts/collectors.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int maximumStack = 8; // LVM on RAID on dm-crypt on a partition is four

// "/dev/mapper/root" -> "dm-0", "/dev/nvme0n1p2" -> "nvme0n1p2"; empty when it is no block device of ours.
QString blockName(const FactSource &source, const QString &device)
{
    if (!device.startsWith("/dev/"_L1))
        return {};
    if (device.startsWith("/dev/mapper/"_L1)) {
        const QString name = device.mid(12);
        for (const QString &block : source.names(u"/sys/block"_s)) {
            if (block.startsWith("dm-"_L1) && source.readLine(u"/sys/block/"_s + block + u"/dm/name"_s) == name)
                return block;
        }
        return {};
    }
    const QString name = device.mid(5);
    if (!name.contains(u'/') && source.exists(u"/sys/class/block/"_s + name))
        return name;
    // /dev/disk/by-uuid/..., /dev/vg/lv: a link
    const QString target = QFileInfo(QFileInfo(source.path(device)).canonicalFilePath()).fileName();
    return !target.isEmpty() && source.exists(u"/sys/class/block/"_s + target) ? target : QString();
}

std::optional<bool> blockEncrypted(const FactSource &source, const QString &name, int depth)
{
    const QString base = u"/sys/class/block/"_s + name;
    if (depth > maximumStack || !source.exists(base))
        return std::nullopt;
    // CRYPT-VERITY and CRYPT-INTEGRITY protect against change and not against reading
    const QString kind = source.readLine(base + u"/dm/uuid"_s).section(u'-', 0, 1);
    for (const char *encrypted : {"CRYPT-LUKS1", "CRYPT-LUKS2", "CRYPT-PLAIN", "CRYPT-TCRYPT", "CRYPT-BITLK",
             "CRYPT-LOOPAES", "CRYPT-FVAULT2"}) {
        if (kind == QLatin1StringView(encrypted))
            return true;
    }
    const QStringList below = source.names(base + u"/slaves"_s);
    if (below.isEmpty())
        return false; // a partition or a disk: nothing lies between it and the file system
    std::optional<bool> all = true;
    for (const QString &slave : below) {
        const std::optional<bool> one = blockEncrypted(source, slave, depth + 1);
        if (!one)
            all = std::nullopt;
        else if (!*one)
            return false;
    }
    return all;
}

bool isBoot(const QString &mountPoint)
{
    return mountPoint == "/boot"_L1 || mountPoint.startsWith("/boot/"_L1) || mountPoint == "/efi"_L1;
}

} // namespace

std::optional<bool> storageEncrypted(const FactSource &source)
{
    const QList<Volume> volumes = realVolumes(source);
    if (volumes.isEmpty() || volumes.first().mountPoint != "/"_L1)
        return std::nullopt; // e.g. a container, whose disks are its host's
    std::optional<bool> all = true;
    for (const Volume &volume : volumes) {
        if (isBoot(volume.mountPoint))
            continue;
        const QString name = blockName(source, volume.device);
        const std::optional<bool> one = name.isEmpty() ? std::nullopt : blockEncrypted(source, name, 0);
        if (!one) {
            if (volume.mountPoint == "/"_L1)
                return std::nullopt;
            all = std::nullopt;
        } else if (!*one) {
            return false;
        }
    }
    return all;
}

} // namespace belvedere
