// How the members of a set are held in a column: as one text, sorted, without repetition.
#pragma once

#include "table/column.h"
#include "table/rowbatch.h"

namespace belvedere {

// Empty members do not count. The members are sorted in place; what is built is kept by the batch, which must have
// room for all of them and the separators.
inline std::string_view joinedSet(std::vector<std::string_view> &members, RowBatch &batch)
{
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    if (!members.empty() && members.front().empty())
        members.erase(members.begin());
    if (members.empty())
        return {};
    if (members.size() == 1)
        return members.front();
    std::string joined;
    for (const std::string_view member : members) {
        if (!joined.empty())
            joined.push_back(char(memberSeparator));
        joined.append(member);
    }
    return batch.keep(joined);
}

} // namespace belvedere
