// The updates that a simulated computer waits for, and what its facts say because of them.
#pragma once

#include "agent/facts/facts.h"
#include "agent/simulate/draw.h"

namespace belvedere {

// What its system would offer: for Debian the newer versions of `packages`, otherwise some of the platform's own
// updates. `isBehind`: security updates are among them. Pending since `oldest` at the earliest.
QList<PendingUpdate> drawPendingUpdates(
    Draw &draw, const Device &device, const QList<Package> *packages, bool isBehind, const QDateTime &oldest);
// Sets the counts and the age to what `facts.updates` holds; nothing is told where it is absent.
void tellUpdates(Facts &facts);

} // namespace belvedere
