// The place of the steps that failures of rules lead to.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry stepsPlace;

} // namespace belvedere
