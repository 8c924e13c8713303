// Asking the system.
#include "bench/machine.h"

#include <QFile>
#include <QStringList>
#include <QSysInfo>
#include <QThread>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

// The value of the first line "NAME : value" of a file of the system.
QString valueIn(const QString &path, QByteArrayView name)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).trimmed() == name)
            return QString::fromLatin1(line.mid(colon + 1).trimmed());
    }
    return {};
}

} // namespace

QString machineLine()
{
    QStringList parts{valueIn(u"/proc/cpuinfo"_s, "model name")};
    parts << u"%1 cores"_s.arg(QThread::idealThreadCount());
    constexpr double kibibytesPerGibibyte = 1'048'576;
    const double memory = valueIn(u"/proc/meminfo"_s, "MemTotal").split(u' ').value(0).toDouble();
    if (memory > 0)
        parts << u"%1 GiB"_s.arg(memory / kibibytesPerGibibyte, 0, 'f', 0);
    parts << QSysInfo::prettyProductName() << u"Qt %1"_s.arg(QLatin1StringView(qVersion()));
#ifdef NDEBUG
    parts << u"release build"_s;
#else
    parts << u"debug build"_s;
#endif
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace belvedere::bench
