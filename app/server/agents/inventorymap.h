// From the fields of an inventory agent to a device's sections.
#pragma once

#include "server/agents/inventoryxml.h"
#include "server/store/identity.h"
#include "server/store/sections.h"

#include <QJsonObject>

namespace belvedere::server {

struct InventoryReport {
    Identity identity; // source "fusioninventory-agent" or "ocsinventory-agent"
    Platform platform = Platform::Unknown;
    QString agentVersion; // "FusionInventory-Agent_v2.6-3"
    QString tag; // as the computer's administrator set it; empty when not set
    QMap<QString, SectionContent> sections; // every section, also an empty one: what is no longer told is not known
};

// Vendors' placeholders are left out, quantities are bytes, sets are sorted, so that what is equal stays equal. What
// the agent does not state, such as encryption, is absent. `userAgent` is the header of the request. Any thread.
InventoryReport mapInventory(const InventoryXml &message, const QByteArray &userAgent);
// Which of the family sent it: the value of Identity::source.
QString inventorySource(const InventoryXml &message, const QByteArray &userAgent);

} // namespace belvedere::server
