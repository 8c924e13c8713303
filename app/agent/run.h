// The whole program behind main(): opens the state and runs the session or the simulator.
#pragma once

#include "agent/options.h"

namespace belvedere {

// Runs the event loop of the QCoreApplication; returns the exit code (0 or 1).
int runAgent(const AgentOptions &options);

} // namespace belvedere
