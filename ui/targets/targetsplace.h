// The place "Targets": what outside is told when a device does not meet a rule.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry targetsPlace;

} // namespace belvedere
