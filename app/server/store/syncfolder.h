// Names in a folder that outlive a loss of power.
#pragma once

#include <QString>

namespace belvedere::server {

// A name in a folder lasts only once the folder does: call after a file was made or renamed in it. False when it
// cannot be told to the disk; does nothing where the system has no such call. Any thread.
bool syncFolder(const QString &path);

} // namespace belvedere::server
