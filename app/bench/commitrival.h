// CommitRival: what the disk and SQLite alone take, without anything that makes a server of them.
#pragma once

#include <QtGlobal>

namespace belvedere::bench {

// How many rows of so many bytes a second a new SQLite file takes, each committed to the disk before the next (WAL,
// synchronous=FULL); 0 when there is no place for one.
double commitsPerSecond(qint64 bytes);

} // namespace belvedere::bench
