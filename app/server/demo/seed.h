// The demo site: an organisation that does not exist, so that a person can look around before devices enrol.
#pragma once

#include "server/jobs/executor.h"

namespace belvedere::server {

// Fills an empty site with `devices` (1 to 2,000,000) devices, all marked as simulated, about two persons for three
// of them, and a few enrolments whose tokens nobody has. The same seed at the same time gives the same site. Writes
// in portions: a failure leaves a part. Error "demo.not-empty" when there is a device, person or enrolment.
Result<Done> seedDemo(Executor &executor, int devices, quint32 seed);

} // namespace belvedere::server
