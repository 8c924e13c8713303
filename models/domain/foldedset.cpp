// Sets in the form in which they are searched.
#include "domain/foldedset.h"

#include "base/fold.h"

#include <algorithm>

namespace belvedere {

QString foldedMember(const QString &member)
{
    QString text = folded(member);
    text.replace(setSeparator, u' ');
    return text;
}

QString foldedSet(const QStringList &members)
{
    QStringList all;
    all.reserve(members.size());
    for (const QString &member : members) {
        const QString text = foldedMember(member);
        if (!text.isEmpty())
            all.append(text);
    }
    std::sort(all.begin(), all.end(), [](const QString &a, const QString &b) { return compareCodePoints(a, b) < 0; });
    all.erase(std::unique(all.begin(), all.end()), all.end());
    QString result(setSeparator);
    for (const QString &member : std::as_const(all)) {
        result += member;
        result += setSeparator;
    }
    return result;
}

int compareCodePoints(QStringView a, QStringView b)
{
    const qsizetype shorter = qMin(a.size(), b.size());
    for (qsizetype i = 0; i < shorter; ++i) {
        if (a[i] == b[i])
            continue;
        // Surrogates stand for code points above all others, but below U+E000 as UTF-16 units.
        const auto rank = [](QChar c) { return c.unicode() + (c.isSurrogate() ? 0x10000 : 0); };
        return rank(a[i]) - rank(b[i]);
    }
    return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

} // namespace belvedere
