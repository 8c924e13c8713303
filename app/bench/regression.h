// Regression: whether a ratio to a rival is far below what it was in an earlier run, on whatever machine that was.
#pragma once

#include "base/result.h"
#include "bench/figure.h"

namespace belvedere::bench {

// `lines` as --json printed them. A sentence for each figure whose ratio is below a third of the one there; figures
// that are in one of both only, or have no rival, are passed over. Error "bench.earlier": unreadable, or nothing to
// compare.
Result<QStringList> regressions(const std::vector<Figure> &figures, const QByteArray &lines);

} // namespace belvedere::bench
