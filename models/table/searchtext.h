// Searching all distinct texts of a column at once.
#pragma once

#include "table/textlist.h"

#include <functional>

namespace belvedere {

// Calls `found` for every code whose folded text contains `needle` (folded, UTF-8), once, in rising order.
void searchFolded(const TextList &texts, std::string_view needle, const std::function<void(quint32 code)> &found);

} // namespace belvedere
