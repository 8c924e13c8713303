// The lines of a preview: devices of the same fate together, by management and platform, with their number.
#pragma once

#include "api/actions.h"

#include <QList>

namespace belvedere {

struct EffectGroup {
    QString who; // "12 Linux, 3 Windows (agent)"
    QString what; // a sentence
    bool simulated = false;
    bool isRefused = false; // nothing happens to them
    qint64 devices = 0;
};

// Largest group first, those to whom nothing happens last.
QList<EffectGroup> effectGroups(const ActionPreview &preview);
// "PC-1, PC-2 and 7 more", in the order of the answer; with the reason as key.
QList<std::pair<QString, QString>> refusalLines(const ActionPreview &preview, qsizetype mostNames = 5);

} // namespace belvedere
