// Folding for search: the one form in which text is compared in console, server and database.
#pragma once

#include <QString>

namespace belvedere {

// Compatibility decomposition, combining marks removed, case folded: "Müller" and "MULLER" agree.
QString folded(const QString &text);

} // namespace belvedere
