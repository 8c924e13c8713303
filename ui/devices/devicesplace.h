// The place "Devices": the whole fleet, and each device.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry devicesPlace;

} // namespace belvedere
