// Folding for search.
#include "base/fold.h"

namespace belvedere {

QString folded(const QString &text)
{
    const auto isPlain = [](QChar c) { return c < QChar(0x80); };
    if (std::all_of(text.begin(), text.end(), isPlain))
        return text.toLower();
    const QString decomposed = text.normalized(QString::NormalizationForm_KD);
    QString result;
    result.reserve(decomposed.size());
    for (const QChar c : decomposed) {
        if (c.category() != QChar::Mark_NonSpacing)
            result.append(c);
    }
    // Case folding can compose new marks ("İ"); a second pass makes the form stable.
    const QString cased = result.toCaseFolded();
    return cased == text ? cased : folded(cased);
}

} // namespace belvedere
