// PaletteCommand: one line of the command palette.
#pragma once

#include "ui/common/icons.h"

#include <functional>
#include <QString>

namespace belvedere {

struct PaletteCommand {
    QString title;
    QString context; // "Go to", or the name of the place that offers it
    Icon icon = Icon::ChevronRight;
    QString shortcut;
    std::function<void()> run;
    bool fromText = false; // made from what was typed, so it always matches: after everything else
};

// The commands that match `typed`, best first; all of them, in their order, for an empty text.
QList<PaletteCommand> matching(const QList<PaletteCommand> &all, const QString &typed, qsizetype most = 12);

} // namespace belvedere
