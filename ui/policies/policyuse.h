// Names behind ids, and which business policies hold a profile or a rule, as the console knows it.
#pragma once

#include "domain/deployment.h"
#include "sites/site.h"

namespace belvedere {

// Names of the policies that hold it, sorted. `field` is "profiles" or "rules"; opens the list of policies, which may
// still be loading.
QStringList usersOf(Site &site, QStringView field, const QString &id);
// Why a record of this name cannot be removed; empty when no policy holds it.
QString whyKept(Site &site, QStringView field, const QString &id, const QString &name);

// In the order of `ids`; an id stands for itself while its record is not known.
QStringList namesOf(LiveList &list, const QStringList &ids);

// The newest revision of a profile or rule; 0 while its record is not known.
qint64 revisionOf(LiveList &list, const QString &id);

// What policies can bring, in the order in which a person is offered it.
inline constexpr ItemKind itemKinds[] = {
    ItemKind::Profile, ItemKind::Application, ItemKind::File, ItemKind::Certificate};
// The list that items of a kind are in; the kind is not Unknown.
LiveList &itemList(Site &site, ItemKind kind);
// The same for an item by its id, whatever its kind: the id itself and 0 while nothing is known of it.
QString itemName(Site &site, const QString &id);
qint64 itemRevision(Site &site, const QString &id);

} // namespace belvedere
