// Ranges of versions: `>=17.7.1 <18 or >=18.1`, because vendors mend several branches at once.
#pragma once

#include "base/version.h"

#include <optional>
#include <QList>

namespace belvedere {

// Versions from lower to upper; an empty key is no bound (no version has an empty key).
struct VersionInterval {
    QByteArray lower;
    QByteArray upper;
    bool lowerOpen = false; // the bound itself is outside
    bool upperOpen = false;

    bool contains(QByteArrayView key) const;
    // Keeps what both contain.
    void narrow(const VersionInterval &other);
};

struct VersionRanges {
    QList<VersionInterval> intervals; // any of

    // range = conj *(" or " conj); conj = cmp *(" " cmp); cmp = (">=" / ">" / "<=" / "<" / "=") version
    static std::optional<VersionRanges> read(const QString &text);
};

} // namespace belvedere
