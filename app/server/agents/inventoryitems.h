// The repeated parts of an inventory: packages, interfaces, users.
#pragma once

#include "domain/inventory.h"
#include "server/agents/inventoryxml.h"

namespace belvedere::server {

// Each list is sorted, without repetition and within the bounds of its section.
QList<Package> packagesOf(const InventoryXml &message);
QList<NetworkInterface> interfacesOf(const InventoryXml &message); // one for each MAC address
QList<DeviceUser> usersOf(const InventoryXml &message); // signed in now

// The addresses by which the computer is recognised: those of its hardware; of all interfaces when it has none.
QStringList hardwareAddresses(const InventoryXml &message);
// One line of at most 256 characters.
QString shortText(const QString &text);

} // namespace belvedere::server
