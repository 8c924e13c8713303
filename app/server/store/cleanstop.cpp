// Size and time of the file, kept beside it.
#include "server/store/cleanstop.h"

#include <QDateTime>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QString markOf(const QString &file) { return file + u".stopped"_s; }

QByteArray stateOf(const QString &file)
{
    const QFileInfo info(file);
    return QByteArray::number(info.size()) + ' ' + QByteArray::number(info.lastModified().toMSecsSinceEpoch()) + '\n';
}

} // namespace

bool takeCleanStop(const QString &file)
{
    QFile mark(markOf(file));
    if (!mark.open(QIODevice::ReadOnly))
        return false;
    constexpr qint64 longest = 64;
    const QByteArray noted = mark.read(longest);
    mark.close();
    // a mark that cannot be taken away would vouch for what a crash leaves behind
    return mark.remove() && noted == stateOf(file) && !QFileInfo::exists(file + u"-wal"_s);
}

void markCleanStop(const QString &file)
{
    if (!QFileInfo::exists(file))
        return;
    QSaveFile mark(markOf(file));
    if (mark.open(QIODevice::WriteOnly) && mark.write(stateOf(file)) > 0)
        mark.commit();
}

} // namespace belvedere::server
