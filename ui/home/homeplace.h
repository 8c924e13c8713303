// The place "Home": what needs attention, and the first steps on an empty site.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry homePlace;

} // namespace belvedere
