// The list of packages that stay.
#include "agent/packages/protectedpackages.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace belvedere {

bool isProtectedPackage(const QString &name)
{
    static constexpr std::array exact = {"lvm2", "mdadm", "network-manager", "apt", "dpkg", "openssh-server", "sudo",
        "libc6", "linux-generic", "ifupdown", "systemd-sysv", "init"};
    static constexpr std::array prefixes = {
        "belvedere", "grub", "shim", "initramfs-tools", "dracut", "linux-image-", "netplan", "systemd", "libpam"};
    const QString plain = name.section(u':', 0, 0);
    return plain.contains("cryptsetup"_L1) || std::any_of(exact.begin(), exact.end(), [&plain](const char *one) {
        return plain == QLatin1StringView(one);
    }) || std::any_of(prefixes.begin(), prefixes.end(), [&plain](const char *one) {
        return plain.startsWith(QLatin1StringView(one));
    });
}

} // namespace belvedere
