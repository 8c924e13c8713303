// The updates that the devices of a demo organisation wait for, and what has been decided about them.
#pragma once

#include "domain/device.h"
#include "server/jobs/executor.h"

namespace belvedere::server {

// How many updates the demo knows of for a platform; no device waits for more.
int demoUpdates(Platform platform, bool isSecurity);

// For the devices with our agent, from the numbers that their records show.
Result<Done> seedPatches(Executor &executor, quint32 seed);

} // namespace belvedere::server
