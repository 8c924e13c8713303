// The place "Settings": how the window looks on this computer.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry settingsPlace;

} // namespace belvedere
