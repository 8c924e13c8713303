// PackageStore::Change: an installation under way, as its two halves (doing and undoing) see it.
#pragma once

#include "agent/packages/packagestore.h"

#include <QJsonArray>

namespace belvedere {

struct PackageStore::Change {
    QStringList request; // empty: everything is there already
    QStringList comings; // names in the request that are to come, or to have another version
    QStringList removals; // names that are to go
    QStringList fresh; // names that are to come, with what they need
    States before; // of all of them
};

inline ApiError packageError(const QString &code, const QString &detail)
{
    ApiError error;
    error.code = code;
    error.detail = detail.left(450);
    return error;
}

// A proof is kept for each deployment: of long lists it shows the first.
// Of the names, which may end in an architecture, those that were not asked for.
inline QStringList beyond(QStringList names, const QStringList &asked)
{
    names.removeIf(
        [&asked](const QString &name) { return asked.contains(name) || asked.contains(name.section(u':', 0, 0)); });
    return names;
}

inline constexpr qsizetype shownPackages = 100;
inline constexpr qsizetype shownCharacters = 6'000;

inline QJsonObject shownVersions(const QMap<QString, QString> &versions)
{
    QJsonObject shown;
    qsizetype size = 0;
    for (auto it = versions.begin(); it != versions.end() && shown.size() < shownPackages; ++it) {
        size += it.key().size() + it.value().size() + 8;
        if (size > shownCharacters)
            break;
        shown.insert(it.key(), it.value());
    }
    return shown;
}

inline QJsonArray shownNames(const QStringList &names)
{
    QJsonArray shown;
    qsizetype size = 0;
    for (const QString &name : names) {
        size += name.size() + 4;
        if (size > shownCharacters / 4 || shown.size() == shownPackages)
            break;
        shown.append(name);
    }
    return shown;
}

} // namespace belvedere
