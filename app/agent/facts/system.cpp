// Facts about the operating system: its name and version, the kernel, the current boot.
#include "agent/facts/collectors.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// os-release: KEY=value, KEY="quoted value", with backslash escapes inside quotes.
QMap<QString, QString> parseRelease(const QByteArray &bytes)
{
    QMap<QString, QString> values;
    const QStringList lines = QString::fromUtf8(bytes).split(u'\n');
    for (const QString &raw : lines) {
        const QString line = raw.trimmed();
        const qsizetype equals = line.indexOf(u'=');
        if (equals <= 0 || line.startsWith(u'#'))
            continue;
        QString value = line.mid(equals + 1);
        if (value.size() >= 2 && (value[0] == u'"' || value[0] == u'\'') && value.endsWith(value[0]))
            value = value.mid(1, value.size() - 2);
        static const QRegularExpression escape(uR"(\\([\\"$`]))"_s);
        values.insert(line.left(equals), value.replace(escape, u"\\1"_s).left(256));
    }
    return values;
}

QDateTime bootTime(const FactSource &source)
{
    const QByteArray stat = source.read(u"/proc/stat"_s).value_or(QByteArray());
    const qsizetype at = stat.indexOf("\nbtime ");
    if (at < 0)
        return {};
    const qsizetype end = stat.indexOf('\n', at + 7);
    const qint64 seconds = stat.mid(at + 7, end - at - 7).trimmed().toLongLong();
    // The kernel computes it from the clock, which is set now and then: whole minutes change less often.
    return seconds > 0 ? QDateTime::fromSecsSinceEpoch(seconds - seconds % 60, Qt::UTC) : QDateTime();
}

} // namespace

void collectSystem(const FactSource &source, Device &device)
{
    device.name = source.readLine(u"/proc/sys/kernel/hostname"_s);
    device.platform = Platform::Linux;
    auto release = source.read(u"/etc/os-release"_s, 65'536);
    if (!release)
        release = source.read(u"/usr/lib/os-release"_s, 65'536);
    const QMap<QString, QString> values = parseRelease(release.value_or(QByteArray()));
    device.osName = values.value(u"NAME"_s);
    device.osVersion = Version(values.value(u"VERSION_ID"_s));
    if (values.value(u"ID"_s) == "debian"_L1) {
        // os-release names the release only; debian_version has the point release, or "trixie/sid"
        const QString point = source.readLine(u"/etc/debian_version"_s);
        static const QRegularExpression number(uR"(^\d+(\.\d+)+$)"_s);
        if (number.match(point).hasMatch())
            device.osVersion = Version(point);
    }
    device.kernel = source.readLine(u"/proc/sys/kernel/osrelease"_s);
    device.bootId = source.readLine(u"/proc/sys/kernel/random/boot_id"_s);
    device.booted = bootTime(source);
}

} // namespace belvedere
