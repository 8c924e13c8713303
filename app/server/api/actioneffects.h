// What an order really comes to on devices of each sort, in words.
#pragma once

#include "server/api/actiontargets.h"

namespace belvedere::server {

// One entry for each management, platform and simulation among the targets, the largest first.
std::vector<ActionEffect> actionEffects(ActionKind kind, const std::vector<ActionTarget> &targets);

} // namespace belvedere::server
