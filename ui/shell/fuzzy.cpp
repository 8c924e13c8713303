// The score of a fuzzy match.
#include "ui/shell/fuzzy.h"

#include "base/fold.h"

namespace belvedere {

int fuzzyScore(const QString &needle, const QString &hay)
{
    QString wanted = folded(needle);
    wanted.remove(u' ');
    const QString text = folded(hay);
    if (wanted.isEmpty())
        return 0;
    if (wanted.size() > text.size())
        return -1;
    // best[i]: the best score of a match of the letters so far that ends at text[i]
    constexpr int none = -1;
    std::vector<int> best(size_t(text.size()), none);
    for (qsizetype w = 0; w < wanted.size(); ++w) {
        std::vector<int> next(size_t(text.size()), none);
        int reachable = w == 0 ? 0 : none; // best of all ends before i - 1
        for (qsizetype i = w; i < text.size(); ++i) {
            if (w > 0 && i >= 2)
                reachable = std::max(reachable, best[size_t(i - 2)]);
            if (text[i] != wanted[w])
                continue;
            const bool wordStart = i == 0 || !text[i - 1].isLetterOrNumber();
            const int bonus = wordStart ? 8 : 1;
            int score = reachable == none ? none : reachable + bonus;
            if (w > 0 && i > 0 && best[size_t(i - 1)] != none)
                score = std::max(score, best[size_t(i - 1)] + 10);
            next[size_t(i)] = score;
        }
        best.swap(next);
    }
    const int found = *std::max_element(best.begin(), best.end());
    if (found == none)
        return none;
    // scattered letters in a long text are chance, not a match
    if (found < int(wanted.size()) * 3)
        return none;
    return found * 100 - int(std::min<qsizetype>(text.size(), 99));
}

} // namespace belvedere
