// The place "Patches": updates that wait on devices, what is decided about them, and the order to install them.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry patchesPlace;

} // namespace belvedere
