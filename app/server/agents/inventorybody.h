// The bodies of the inventory agents' protocol: compressed both ways.
#pragma once

#include "base/result.h"

#include <QByteArray>

namespace belvedere::server {

inline constexpr qsizetype maximumInventoryBody = 8 * 1024 * 1024; // bytes as sent
inline constexpr qsizetype maximumInventoryXml = 64 * 1024 * 1024; // bytes after decompression

// zlib, gzip or plain, told by the first bytes; the headers differ from agent to agent. Errors "xml.too-large" (413)
// above maximumInventoryXml or a ratio that no inventory has, "inventory.compression" for a damaged or cut stream.
Result<QByteArray> unpackInventory(const QByteArray &body);

// A zlib stream at the default level: the one form that every agent of the family reads.
QByteArray packReply(const QByteArray &xml);

} // namespace belvedere::server
