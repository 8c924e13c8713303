// PackageStore::Change: an installation under way, as its two halves (doing and undoing) see it.
#pragma once

#include "agent/packages/packagestore.h"

namespace belvedere {

struct PackageStore::Change {
    QStringList request; // empty: everything is there already
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

} // namespace belvedere
