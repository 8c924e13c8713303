// Debian's rules for names and versions.
#include "domain/packagename.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace belvedere {

bool isPackageName(const QString &name)
{
    static const QRegularExpression pattern(uR"(\A[a-z0-9][a-z0-9+.-]{0,126}[a-z0-9+.](:[a-z0-9]{2,16})?\z)"_s);
    return pattern.match(name).hasMatch();
}

bool isPackageVersion(const QString &version)
{
    static const QRegularExpression pattern(uR"(\A[0-9][A-Za-z0-9.+:~-]{0,127}\z)"_s);
    return pattern.match(version).hasMatch();
}

} // namespace belvedere
