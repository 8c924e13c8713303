// The place of waivers.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry waiversPlace;

} // namespace belvedere
