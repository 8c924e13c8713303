// Ranking of commands.
#include "ui/shell/command.h"

#include "ui/shell/fuzzy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

QList<PaletteCommand> matching(const QList<PaletteCommand> &all, const QString &typed, qsizetype most)
{
    struct Hit {
        int score;
        const PaletteCommand *command;
    };
    std::vector<Hit> hits;
    for (const PaletteCommand &command : all) {
        const int title = fuzzyScore(typed, command.title);
        // the context helps to find ("devices refresh") but a hit in the title alone is worth more
        const int whole = fuzzyScore(typed, command.context + u' ' + command.title);
        const int score = command.fromText ? 0 : std::max(title >= 0 ? title + 50 : -1, whole);
        if (score >= 0)
            hits.push_back(Hit{score, &command});
    }
    if (!typed.isEmpty())
        std::ranges::stable_sort(hits, std::ranges::greater(), &Hit::score);
    QList<PaletteCommand> result;
    for (const Hit &hit : hits) {
        if (result.size() == most)
            break;
        result.append(*hit.command);
    }
    return result;
}

} // namespace belvedere
