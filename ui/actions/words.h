// Words and looks of actions: what is ordered, how it stands, and why it did not work.
#pragma once

#include "domain/action.h"
#include "ui/common/badge.h"

namespace belvedere {

Icon iconOf(ActionKind kind);
// By the word on the wire, for table pages.
std::optional<BadgeLook> actionKindLook(const QString &token);
std::optional<BadgeLook> actionStateLook(const QString &token);
std::optional<BadgeLook> runStateLook(const QString &token);

// "Lock", "Message…": with an ellipsis where the person is asked for more first.
QString commandText(ActionKind kind);
// "Lock 3 devices": the button of a sheet.
QString orderText(ActionKind kind, qint64 devices);
// Whether somebody may lose work or be interrupted by it.
bool isDisruptive(ActionKind kind);

// A sentence for a dotted reason; `detail`, the server's own English, for a reason that this program does not know.
QString reasonText(const QString &code, const QString &detail = {});
// The server's sentence about an effect, in the person's language where it is known.
QString effectText(const QString &english);

} // namespace belvedere
