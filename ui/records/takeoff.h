// Taking off: whether a person may take a deployment off its device, and what is asked before.
#pragma once

#include "domain/deployment.h"
#include "ui/common/prompts.h"

namespace belvedere {

// As the server has it: what no policy wants, and a rule brought or somebody left.
bool canTakeOff(const Deployment &deployment);
Question takeOffQuestion(const Deployment &deployment);

} // namespace belvedere
