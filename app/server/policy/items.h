// Items of policies: for each kind, how a revision is found and what devices are told to install and to remove.
#pragma once

#include "compliance/policyset.h"
#include "server/policy/revisions.h"

namespace belvedere::server {

// One line for each kind in the table of items.cpp.
struct ItemLoader {
    ItemKind kind;
    // The newest revision of the record, written down if it was not yet. Error "not-found".
    Result<Revision> (*newest)(Transaction &transaction, const QString &id);
    // What the revision comes to on devices. Error "item.corrupt" for a content that cannot be read.
    Result<DeployableItem> (*item)(const Revision &revision);
    // What takes the item off a device, whatever revision it has and whether or not that is still known.
    Command (*removal)(const QString &id);
};

// Null for an id of no such kind.
const ItemLoader *itemLoader(QStringView id);

// Nothing where the revision was never kept.
Result<std::optional<DeployableItem>> loadItem(Database &database, const QString &id, qint64 revision);
// The newest revision of a rule, likewise.
Result<Revision> newestRule(Transaction &transaction, const QString &id);
// The rule as it was in the revision; nothing where that was never kept.
Result<std::optional<ComplianceRule>> loadRule(Database &database, const QString &id, qint64 revision);

// Whether a device's proof shows that it has this item in this revision, or that the item is gone.
bool provesInstalled(const QJsonObject &proof, const QString &item, qint64 revision);
bool provesRemoved(const QJsonObject &proof, const QString &item);

} // namespace belvedere::server
