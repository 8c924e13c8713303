// Reading of records from files, and the words in the end.
#include "cli/records.h"

#include <cstdio>
#include <QFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 maximumFile = 1024 * 1024; // bytes

} // namespace

void tell(Runner &runner, const QJsonObject &object, const QString &sentence)
{
    print(runner.options().json ? QJsonDocument(object).toJson(QJsonDocument::Indented)
                                : QString(sentence + u'\n').toUtf8());
    runner.end(ExitStatus::Success);
}

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
