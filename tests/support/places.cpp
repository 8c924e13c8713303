// Where a test finds things, looked up when it runs.
#include "support/places.h"

#include <QCoreApplication>
#include <QDir>

namespace belvedere::test {

QString sourcePath(QStringView inProject)
{
    return QDir(QStringLiteral(BELVEDERE_SOURCE_DIR)).filePath(inProject.toString());
}

QString programPath(QStringView name) { return QDir(QCoreApplication::applicationDirPath()).filePath(name.toString()); }

} // namespace belvedere::test
