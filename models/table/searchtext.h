// Searching all distinct texts of a column at once.
#pragma once

#include "table/filter.h"
#include "table/textlist.h"

namespace belvedere {

// One bit per code (0 included, which is never set), 1 where the folded text contains `needle` (folded, UTF-8).
// `within`: only these codes are asked for. Not complete when stopped.
RowBits searchFolded(
    const TextList &texts, std::string_view needle, const RowBits *within, Crew &crew, const StopFlag &stop);

} // namespace belvedere
