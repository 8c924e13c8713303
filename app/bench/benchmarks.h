// The benchmarks, each with its rival measured in the same run; "complete" among a figure's further ones is false when
// the results were not those that were expected.
#pragma once

#include "bench/figure.h"

namespace belvedere::bench {

// From a keystroke to the new view of the item model; rival: QSortFilterProxyModel over the same texts.
std::vector<Figure> measureFilter(int devices);
// From a click on a header to the new order, by locale; rival: QSortFilterProxyModel over the same names.
std::vector<Figure> measureSort(int devices);
// From bytes to a snapshot; rivals: QJsonDocument, parsing alone, and simdjson On-Demand reading the same fields.
std::vector<Figure> measureDecode(int devices);
// Check-ins of devices that enrolled for this; rival: the same bytes into a bare SQLite file, one commit for each.
// Empty when the server did not start.
std::vector<Figure> measureCheckIn(int devices);
// Memory of a snapshot and its builder; rival: a vector of plain structs. Empty without the GNU C library.
std::vector<Figure> measureMemory(int devices);
// All states of a hundred rules; rival: one SQL statement over a database in memory.
std::vector<Figure> measureRules(int devices);
// What a policy will do, over a fleet with twenty in force; rival: the same device by device.
std::vector<Figure> measurePreview(int devices);
// Pages of the server's list under eight clients; rival: the same page as SQL. Empty when the server did not start.
std::vector<Figure> measureList(int devices);
// All devices as lines from the server to a program that throws them away; rival: the same lines out of its database,
// on one connection. Empty when the server did not start.
std::vector<Figure> measureStream(int devices);
// Opening the list that is kept on this computer; rival: reading the same devices from lines of JSON.
std::vector<Figure> measureCache(int devices);
// From the start of a process with our window to the first rows painted and to all of them loaded: from the server,
// from what is kept with the server there, and without it. Rival: asking for the same rows and parsing them, no window.
std::vector<Figure> measureStart(int devices);

} // namespace belvedere::bench
