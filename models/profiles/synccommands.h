// SyncCommands: commands for configuration service providers, and their text as SyncML.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

namespace belvedere {

enum class SyncVerb : quint8 { Add, Replace, Delete };

struct SyncCommand {
    SyncVerb verb = SyncVerb::Replace;
    QString uri; // of the node; what is variable in it went through uriSegment()
    QString format; // chr, int, bool, b64, xml; none of Delete
    QString data;
};

// Commands that are carried out together: all of them or, when one fails, none.
struct SyncGroup {
    bool isAtomic = false;
    std::vector<SyncCommand> commands;
};

// A SyncML body without the header, which belongs to the session of a device.
QByteArray syncml(const std::vector<SyncGroup> &groups);

// A text as one segment of a LocURI: percent-encoded UTF-8, braces too.
QString uriSegment(const QString &text);

} // namespace belvedere
