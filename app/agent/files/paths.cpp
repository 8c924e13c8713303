// What RootDir's callers need beyond single steps: whole paths.
#include "agent/files/rootdir.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace belvedere {

Result<QStringList> missingLevels(const RootDir &dir, const QString &path)
{
    QStringList missing;
    QString level;
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        level += u'/' + part;
        if (!missing.isEmpty()) {
            missing.append(level);
            continue;
        }
        const Result<bool> there = dir.hasDirectory(level);
        if (!there)
            return there.error();
        if (!there.value())
            missing.append(level);
    }
    return missing;
}

Result<Done> makePath(const RootDir &dir, const QString &path, int mode)
{
    const Result<QStringList> missing = missingLevels(dir, path);
    if (!missing)
        return missing.error();
    for (const QString &level : missing.value()) {
        const Result<Done> made = dir.makeDirectory(level, mode);
        if (!made)
            return made;
    }
    return Done{};
}

} // namespace belvedere
