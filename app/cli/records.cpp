// Reading of records from files.
#include "cli/records.h"

#include <cstdio>
#include <QFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 maximumFile = 1024 * 1024; // bytes

} // namespace

Result<QJsonObject> objectFrom(const QString &name)
{
    if (name.isEmpty())
        return usageError(u"--file names a file with the record as JSON; - is standard input."_s);
    QFile file(name);
    const bool isOpen = name == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return usageError(u"%1: %2"_s.arg(name, file.errorString()));
    const Result<QJsonObject> object = parseObject(file.read(maximumFile + 1), maximumFile);
    return object ? object : usageError(u"%1: %2"_s.arg(name, object.error().detail));
}

} // namespace belvedere
