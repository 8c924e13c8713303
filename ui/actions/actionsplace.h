// The place "Actions": what was ordered, how it stands, and what became of it on each device.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry actionsPlace;

} // namespace belvedere
