// The agent's log: one line on standard error for each thing worth knowing; never a secret.
#pragma once

#include <QString>

namespace belvedere {

// Control characters become blanks; a long line is cut.
void logLine(const QString &text);

} // namespace belvedere
