// Installed packages, from dpkg's own record or from rpm.
#include "agent/facts/collectors.h"
#include "api/agentprotocol.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumStatus = 64 * 1024 * 1024;
constexpr qsizetype maximumWord = 256; // bytes of a name or a version

// The order is fixed, so that an unchanged computer has an unchanged hash.
void sortPackages(QList<Package> &packages)
{
    std::sort(packages.begin(), packages.end(), [](const Package &a, const Package &b) {
        return std::tie(a.name, a.architecture, a.version) < std::tie(b.name, b.architecture, b.version);
    });
}

QString word(const QByteArray &bytes) { return QString::fromUtf8(bytes.left(maximumWord)).trimmed(); }

} // namespace

QList<Package> parseDpkgStatus(const QByteArray &status)
{
    QList<Package> packages;
    Package current;
    bool installed = false;
    const auto finish = [&] {
        if (installed && !current.name.isEmpty() && packages.size() < maximumPackages)
            packages.append(current);
        current = {};
        installed = false;
    };
    for (qsizetype at = 0; at <= status.size();) {
        qsizetype end = status.indexOf('\n', at);
        if (end < 0)
            end = status.size();
        const QByteArray line = QByteArray::fromRawData(status.constData() + at, end - at);
        at = end + 1;
        if (line.isEmpty()) {
            finish();
        } else if (line.startsWith("Package: ")) {
            current.name = word(line.mid(9));
            current.manager = u"deb"_s;
        } else if (line.startsWith("Version: ")) {
            current.version = word(line.mid(9));
        } else if (line.startsWith("Architecture: ")) {
            current.architecture = word(line.mid(14));
        } else if (line.startsWith("Status: ")) {
            installed = line.endsWith(" installed"); // not "config-files", "half-installed"
        }
    }
    finish();
    sortPackages(packages);
    return packages;
}

QList<Package> parseRpmList(const QByteArray &output)
{
    QList<Package> packages;
    for (const QByteArray &line : output.split('\n')) {
        const QList<QByteArray> parts = line.split('\t');
        if (parts.size() != 3 || parts[0] == "gpg-pubkey" || packages.size() >= maximumPackages)
            continue;
        packages.append({word(parts[0]), word(parts[1]), word(parts[2]), u"rpm"_s, {}});
    }
    sortPackages(packages);
    return packages;
}

std::optional<QList<Package>> installedPackages(const FactSource &source)
{
    if (const auto status = source.read(u"/var/lib/dpkg/status"_s, maximumStatus); status && !status->isEmpty())
        return parseDpkgStatus(*status);
    if (source.exists(u"/var/lib/rpm"_s) || source.exists(u"/usr/lib/sysimage/rpm"_s)) {
        const auto output = source.run(u"/usr/bin/rpm"_s,
            {u"-qa"_s, u"--queryformat"_s, u"%{NAME}\\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\\t%{ARCH}\\n"_s},
            60'000, {});
        if (output && output->exitCode == 0)
            return parseRpmList(output->standardOutput);
    }
    return std::nullopt;
}

} // namespace belvedere
