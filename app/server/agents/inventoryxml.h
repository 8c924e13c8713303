// InventoryXml: one message of an inventory agent, read from XML, without what must not be kept.
#pragma once

#include "base/result.h"

#include <QHash>
#include <QList>
#include <QMap>

namespace belvedere::server {

// The fields of one element under CONTENT; nested ones are named "TIMEZONE/OFFSET".
using InventoryRow = QHash<QString, QString>;

struct InventoryXml {
    QString query; // "PROLOG", "INVENTORY"
    QString deviceId; // what the agent calls itself: "ws-0142-2026-11-22-01-48-16"
    QMap<QString, QList<InventoryRow>> content;

    // A field of the first element of that name; empty when absent.
    QString value(const QString &section, const QString &field) const;
};

// Keeps the sections and fields that are mapped and nothing else: environment, processes, command lines, licences and
// keys never reach memory that lasts. Any thread. Errors, all 400: "xml.doctype" for any document type, so that no
// entity is ever declared; "xml.malformed"; "xml.too-large" (413) above the bounds of depth, number or length;
// "inventory.query" when it is no message of this protocol or has no usable DEVICEID.
Result<InventoryXml> readInventoryXml(const QByteArray &xml);

} // namespace belvedere::server
