// Packages that are never removed by order: without them the computer does not start, or cannot be managed any more.
#pragma once

#include <QString>

namespace belvedere {

bool isProtectedPackage(const QString &name);
// Debian's rules for names and versions, so that neither can be taken for an option or another request of apt.
bool isPackageName(const QString &name);
bool isPackageVersion(const QString &version);

} // namespace belvedere
