// Where a test finds the programs that it starts and the files that it compares with. Compiled once, so that no test's
// object file depends on the folder that the project lies in (two clones share what a compiler cache holds).
#pragma once

#include <QString>

namespace belvedere::test {

QString sourcePath(QStringView inProject); // "tests/unit/…": the absolute path in the project's folder
QString programPath(QStringView name); // "belvedere-agent": programs lie beside the tests

} // namespace belvedere::test
