// Where files that come from a server may lie on a computer: a short list of places that nothing executes by itself.
#pragma once

#include <QString>

namespace belvedere {

// Empty when a managed file may lie at `path`, otherwise why not in one English sentence. A path is absolute, without
// "." and "..", of at most 512 characters, printable.
QString managedPathProblem(const QString &path);

} // namespace belvedere
