// Names behind ids, and which business policies hold a profile or a rule, as the console knows it.
#pragma once

#include "sites/site.h"

namespace belvedere {

struct PolicyUse {
    QStringList names; // of all that hold it, sorted
    int active = 0; // how many of them are active
};

// `field` is "profiles" or "rules"; opens the list of policies, which may still be loading.
PolicyUse policyUse(Site &site, QStringView field, const QString &id);

// In the order of `ids`; an id stands for itself while its record is not known.
QStringList namesOf(LiveList &list, const QStringList &ids);

// The newest revision of a profile or rule; 0 while its record is not known.
qint64 revisionOf(LiveList &list, const QString &id);

} // namespace belvedere
