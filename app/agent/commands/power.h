// Lock and restart of the computer itself.
#pragma once

#include "agent/facts/source.h"
#include "base/result.h"

#include <QJsonObject>

namespace belvedere {

// Locks every graphical session and waits (at most 5 s) until each says so; the answer is the proof. Errors
// "lock.no-session", "lock.not-confirmed", "lock.failed".
Result<QJsonObject> lockSessions(const RunProgram &run);

// Orders the restart; the computer goes down soon after. Error "restart.failed".
Result<Done> orderRestart(const RunProgram &run);

} // namespace belvedere
