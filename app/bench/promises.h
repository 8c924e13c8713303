// Promises: what the project says of its speed, held against what was measured.
#pragma once

#include "bench/figure.h"

namespace belvedere::bench {

// A row for each promise about one of these figures, readable as text and as Markdown: promised, measured, met or
// missed by how much. Empty when none of them is about these.
QString promisesOf(const std::vector<Figure> &figures);

} // namespace belvedere::bench
