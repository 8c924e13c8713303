// Running over a chunk's texts as one.
#include "table/searchtext.h"

#include <algorithm>

namespace belvedere {

void searchFolded(const TextList &texts, std::string_view needle, const std::function<void(quint32 code)> &found)
{
    if (needle.empty()) {
        for (quint32 code = 1; code <= texts.size(); ++code)
            found(code);
        return;
    }
    if (needle.find('\0') != std::string_view::npos)
        return; // no text holds it, though it stands between texts
    quint32 before = 0;
    for (const auto &chunk : texts.chunks()) {
        const bool isFolded = !chunk->foldedEnds.empty();
        const std::string_view all = isFolded ? chunk->folded : chunk->bytes;
        const std::vector<quint32> &ends = isFolded ? chunk->foldedEnds : chunk->ends;
        auto end = ends.begin();
        for (size_t at = all.find(needle); at != std::string_view::npos; at = all.find(needle, *end)) {
            end = std::upper_bound(end, ends.end(), quint32(at));
            found(before + quint32(end - ends.begin()) + 1);
        }
        before += TextList::chunkSize;
    }
}

} // namespace belvedere
