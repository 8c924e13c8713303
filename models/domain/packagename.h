// Names and versions of Debian packages, so that neither can be taken for an option or another request of apt.
#pragma once

#include <QString>

namespace belvedere {

// With or without an architecture: "hello", "libc6:amd64"; at most 144 characters.
bool isPackageName(const QString &name);
bool isPackageVersion(const QString &version);

} // namespace belvedere
