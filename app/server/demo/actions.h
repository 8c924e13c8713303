// The actions of a demo organisation, and what its devices have answered.
#pragma once

#include "server/jobs/executor.h"

namespace belvedere::server {

// Needs the devices. Orders are given and ended by what does it in earnest; only who has answered, and how, is drawn.
Result<Done> seedActions(Executor &executor, quint32 seed);

} // namespace belvedere::server
