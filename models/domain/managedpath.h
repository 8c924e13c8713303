// Where files that come from a server may lie on a computer: a short list of places that nothing executes by itself.
#pragma once

#include <optional>
#include <QString>

namespace belvedere {

// Empty when a managed file may lie at `path`, otherwise why not in one English sentence. A path is absolute, without
// "." and "..", of at most 512 characters, printable.
QString managedPathProblem(const QString &path);

// The access rights that a managed file may have, from octal text such as "0644"; empty text means 0644. Nothing for
// what the owner cannot read, what others may write and what runs as its owner.
std::optional<int> managedMode(const QString &text);

} // namespace belvedere
