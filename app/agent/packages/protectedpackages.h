// Packages that are never removed by order: without them the computer does not start, or cannot be managed any more.
#pragma once

#include <QString>

namespace belvedere {

bool isProtectedPackage(const QString &name);

} // namespace belvedere
