// Fuzzy matching of what is typed into the command palette.
#pragma once

#include <QString>

namespace belvedere {

// How well `needle` is found in `hay` as a sequence of letters, both compared folded: -1 not at all, otherwise higher
// is better. Word starts and runs count more than scattered letters, short texts more than long ones.
int fuzzyScore(const QString &needle, const QString &hay);

} // namespace belvedere
