// The benchmarks, each with its rival measured in the same run.
#pragma once

#include "bench/figure.h"

namespace belvedere::bench {

// From a keystroke to the new view of the item model; rival: QSortFilterProxyModel over the same texts.
std::vector<Figure> measureFilter(int devices);
// Check-ins of devices that enrolled for this; no rival. Empty when the server did not start.
std::vector<Figure> measureCheckIn(int devices);
// From bytes to a snapshot; rival: QJsonDocument, parsing alone.
std::vector<Figure> measureDecode(int devices);
// Pages of the server's list under eight clients; rival: the same page as SQL. Empty when the server did not start.
std::vector<Figure> measureList(int devices);

} // namespace belvedere::bench
