// The mark of an orderly stop: with it the next start need not read the whole database to know that it is sound.
#pragma once

#include <QString>

namespace belvedere::server {

// Whether the file is exactly as markCleanStop() left it. Takes the mark away: whoever starts and is killed leaves
// none.
bool takeCleanStop(const QString &file);
// To be called when no connection is open any more. Without the mark, for want of space say, the next start only takes
// longer.
void markCleanStop(const QString &file);

} // namespace belvedere::server
