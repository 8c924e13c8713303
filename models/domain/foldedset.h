// Sets in the form in which they are searched: folded members between U+001F, so that one substring search finds one.
#pragma once

#include <QStringList>

namespace belvedere {

inline constexpr QChar setSeparator(0x1f);

// Folded, and without the separator.
QString foldedMember(const QString &member);
// Separator, then each folded member and a separator, sorted by code point, without repetition; an empty set is one
// separator. Equal exactly when the sets agree but for folding.
QString foldedSet(const QStringList &members);
// Orders UTF-16 text as its UTF-8 bytes order, which is how both databases sort. <0, 0, >0.
int compareCodePoints(QStringView a, QStringView b);

} // namespace belvedere
