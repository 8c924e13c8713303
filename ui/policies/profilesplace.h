// The place "Configuration profiles": what can be brought to devices.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry profilesPlace;

} // namespace belvedere
