// The benchmarks, each with its rival measured in the same run.
#pragma once

#include "bench/figure.h"

namespace belvedere::bench {

// From a keystroke to the new view of the item model, for several sizes up to this one; rival: QSortFilterProxyModel
// over the same texts.
std::vector<Figure> measureFilter(int devices);
// From a click on a header to the new order, by locale; rival: QSortFilterProxyModel over the same names.
std::vector<Figure> measureSort(int devices);
// From bytes to a snapshot; rival: QJsonDocument, parsing alone.
std::vector<Figure> measureDecode(int devices);
// Pages of the server's list under eight clients; rival: the same page as SQL. Empty when the server did not start.
std::vector<Figure> measureList(int devices);

} // namespace belvedere::bench
