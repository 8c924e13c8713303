// The whole program behind main(): opens the state and runs the session or the simulator.
#pragma once

#include "agent/options.h"

namespace belvedere {

// Runs the event loop of the QCoreApplication; returns the exit code (2 without any server to talk to).
int runAgent(const AgentOptions &options);

} // namespace belvedere
