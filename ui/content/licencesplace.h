// Licences: pools of seats, and who has them.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry licencesPlace;

} // namespace belvedere
