// The place "Persons": who uses the devices.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry personsPlace;

} // namespace belvedere
