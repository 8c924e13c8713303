// The profiles, rules and policies of a demo organisation, and what they have come to on its devices.
#pragma once

#include "server/jobs/executor.h"

namespace belvedere::server {

// Larger sites get their policies as drafts: nobody waits minutes for a demo.
inline constexpr int maximumGovernedDevices = 25'000;

// Needs the devices. Results and plans are made by what makes them in earnest; how long something has failed, and
// what the devices have answered, is drawn. The same seed at the same time gives the same.
Result<Done> seedPolicies(Executor &executor, int devices, quint32 seed);

} // namespace belvedere::server
