// Messages to the people at a computer: the list of what was shown, and the terminals.
#pragma once

#include "agent/facts/source.h"
#include "agent/files/rootdir.h"
#include "domain/command.h"

namespace belvedere {

// One JSON object a line: id, title, text, shown_at; the newest maximumShownMessages are kept. Session programs of
// the desktop watch it.
inline constexpr char shownMessages[] = "/var/lib/belvedere/messages.jsonl"; // below the root
inline constexpr qsizetype maximumShownMessages = 100;

Result<Done> showMessage(
    const RootDir &root, const QString &id, const MessageParameters &message, const QDateTime &now);
Result<bool> wasShown(const RootDir &root, const QString &id);
// Writes to all terminals of the computer with wall(1); false where that is not possible.
bool showOnTerminals(const RunProgram &run, const MessageParameters &message);

} // namespace belvedere
